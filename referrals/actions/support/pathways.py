"""Templates of care pathways: kept by a team, and used for a person."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.support import plans
from referrals.actions.work import edits, tasks
from referrals.drafts import GoalDraft, PathwayDraft, PlanDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import CarePlan, Episode, Need, Organisation, PathwayTemplate


@transaction.atomic
def keep(
    *, draft: PathwayDraft, by: Actor, template: PathwayTemplate | None = None, version: int | None = None
) -> PathwayTemplate:
    """Add a template to the actor's team, or change one; plans that were agreed from it stay as they are."""
    check(by, Permission.KEEP_TEMPLATES)
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(draft).items()}
    try:
        with transaction.atomic():
            kept = _changed(template, version, values) if template else _added(by, values)
    except IntegrityError as error:
        raise Refusal("name-taken", _("Another template has this name.")) from error
    audit.record(by=by, did="template.kept", to=kept)
    return kept


def _added(by: Actor, values: dict[str, object]) -> PathwayTemplate:
    team = Organisation.objects.filter(pk=by.organisation_id or 0, kind="team").first()
    if team is None:
        raise Refusal("not-a-team", _("Only a team keeps templates."))
    return PathwayTemplate.objects.create(team=team, **values)


def _changed(template: PathwayTemplate, version: int | None, values: dict[str, object]) -> PathwayTemplate:
    edits.begin(template, version)
    PathwayTemplate.objects.filter(pk=template.pk).update(**values)
    template.refresh_from_db()
    return template


@transaction.atomic
def retire(*, template: PathwayTemplate, by: Actor, now: datetime) -> None:
    """Nobody uses it from now on; plans that were agreed from it stay as they are."""
    check(by, Permission.KEEP_TEMPLATES)
    in_use = PathwayTemplate.objects.filter(pk=template.pk).in_use()
    if in_use.update(retired_at=now, version=F("version") + 1):
        audit.record(by=by, did="template.retired", to=template)


@transaction.atomic
def restore(*, template: PathwayTemplate, by: Actor) -> None:
    """One that was retired is offered again. Refusals: name-taken, by one that came after it."""
    check(by, Permission.KEEP_TEMPLATES)
    retired = PathwayTemplate.objects.filter(pk=template.pk).retired()
    try:
        with transaction.atomic():
            restored = retired.update(retired_at=None, version=F("version") + 1)
    except IntegrityError as error:
        raise Refusal("name-taken", _("Another template has this name now: rename that one first.")) from error
    if restored:
        audit.record(by=by, did="template.restored", to=template)


@transaction.atomic
def use(*, template: PathwayTemplate, episode: Episode, what_matters: str, by: Actor, now: datetime) -> None:
    """Add the template's needs, goals and contacts to the person's plan, or agree one. A template is used once."""
    check(by, Permission.SUPPORT)
    # The lock makes of two taps one.
    locked = Episode.objects.select_for_update().get(pk=episode.pk)
    if locked.closed_at:
        raise Refusal("episode-closed", _("Support has ended. Re-open the referral first."))
    if locked.team_id != template.team_id or template.retired_at:
        raise Refusal("not-in-use", _("This template is no longer in use."))
    plan = CarePlan.objects.filter(episode=locked).first()
    if plan and plan.goals.filter(template=template).exists():
        raise Refusal("used-already", _("This template is in the plan already: nothing was added."))
    plan = plan or _agreed(template, locked, what_matters, by, now)
    known = set(plan.needs.values_list("code", flat=True))
    Need.objects.bulk_create(Need(plan=plan, code=code) for code in template.needs if code not in known)
    today = local_day(now)
    for days, text in template.goals:
        goal = GoalDraft(text, add_working_days(today, days))
        plans.set_goal(plan=plan, draft=goal, by=by, now=now, template=template)
    for days in template.contacts:
        tasks.plan(kind="planned_contact", episode=locked, due_on=add_working_days(today, days))
    audit.record(by=by, did="template.used", to=template, person_id=locked.person_id)


def _agreed(template: PathwayTemplate, episode: Episode, what_matters: str, by: Actor, now: datetime) -> CarePlan:
    """A plan that is looked at again when the first goal is."""
    first = min(days for days, _text in template.goals)
    draft = PlanDraft(what_matters, add_working_days(local_day(now), first))
    return plans.agree(episode=episode, draft=draft, by=by, now=now)
