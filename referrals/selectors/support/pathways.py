"""A team's templates of care pathways."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from referrals.kit.actor import Actor
from referrals.kit.calendar import add_working_days
from referrals.models import Episode, Goal, PathwayTemplate
from referrals.models.choices import NeedCode
from referrals.selectors.support.scores import offered


@dataclass(frozen=True, slots=True)
class Preview:
    """What using a template would add today."""

    needs: list[str]
    goals: list[tuple[str, date]]
    contacts: list[date]
    measures: list[tuple[str, str]]


def kept(by: Actor) -> QuerySet[PathwayTemplate]:
    """The templates in use of the actor's team."""
    return PathwayTemplate.objects.in_use().filter(team=by.organisation_id)


def retired(by: Actor) -> QuerySet[PathwayTemplate]:
    """Those that the team no longer uses."""
    return PathwayTemplate.objects.retired().filter(team=by.organisation_id)


def get(by: Actor, public_id: UUID) -> PathwayTemplate | None:
    """One of those in use."""
    return kept(by).filter(public_id=public_id).first()


def any_of_team(by: Actor, public_id: UUID) -> PathwayTemplate | None:
    """One of the team's, whether it is in use or not."""
    return PathwayTemplate.objects.filter(team=by.organisation_id, public_id=public_id).first()


def used(episode: Episode) -> set[int]:
    """The templates that are in the person's plan already."""
    goals = Goal.objects.filter(plan__episode=episode).exclude(template=None)
    return {key for key in goals.values_list("template", flat=True) if key}


def preview(template: PathwayTemplate, today: date) -> Preview:
    """What would be added, with its days."""
    labels = dict(NeedCode.choices)
    return Preview(
        needs=[str(labels[code]) for code in template.needs],
        goals=[(text, add_working_days(today, days)) for days, text in template.goals],
        contacts=[add_working_days(today, days) for days in template.contacts],
        measures=[(code, name) for code, name in offered() if code in template.measures],
    )
