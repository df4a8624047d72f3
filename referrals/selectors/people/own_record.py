"""What a person sees of their own record: never a note of the team, never a risk note."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Max, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.models import (
    Agreement,
    AuditEvent,
    CarePlan,
    Goal,
    OnwardReferral,
    Organisation,
    OutcomeScore,
    Person,
    Referral,
    Session,
)
from referrals.models.status_words import ROLES
from referrals.selectors.support import reopening
from referrals.selectors.support.scores import Trajectory, trajectories
from referrals.states import TAKES_A_PLACE, OnwardStatus, ReferralStatus

LOOKS_READ = 500
LOOKS_SHOWN = 30
SESSIONS_SHOWN = 6
ROLE_LABELS = dict(ROLES)
# What a person did not want or what was a slip of the pen is no news to them.
NOT_SHOWN = (OnwardStatus.ENTERED_IN_ERROR,)


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """What was agreed with one team: `needs` are labels with the person's words."""

    plan: CarePlan
    needs: list[tuple[str, str]]
    goals: list[Goal]


@dataclass(frozen=True, slots=True)
class Look:
    """A role of an organisation that opened the record on a London day; `role` is blank for a programme of ours."""

    day: date
    role: str
    organisation: str


def person(by: Actor) -> Person | None:
    """The person that the actor is."""
    return Person.objects.visible_to(by).first() if by.person_id else None


def referrals(by: Actor) -> QuerySet[Referral]:
    """The person's referrals, newest first."""
    found = Referral.objects.visible_to(by).defer("risk_note", "note")
    return found.select_related("team", "referring_organisation", "holder__user")


def asks_again(by: Actor, now: datetime) -> set[UUID]:
    """Which of the person's closed referrals they can ask to have taken up again."""
    closed = Referral.objects.visible_to(by).filter(status=ReferralStatus.CLOSED)
    ended = closed.annotate(ended_at=Max("status_changes__occurred_at"))
    rows = ended.values_list("public_id", "ended_at")
    return {key for key, ended_at in rows if local_day(now) <= reopening.last_day(ended_at)}


def referral(by: Actor, public_id: UUID) -> Referral | None:
    """One of the person's own referrals, or None."""
    return (
        Referral.objects.visible_to(by).filter(public_id=public_id).select_related("person", "team", "episode").first()
    )


def onward_referrals(by: Actor) -> QuerySet[OnwardReferral]:
    """Where a link worker has referred the person on, newest first."""
    found = OnwardReferral.objects.visible_to(by).exclude(status__in=NOT_SHOWN).defer("note")
    return found.select_related("service__organisation")


def plans(by: Actor) -> list[OwnPlan]:
    """What the person agreed with each team, the newest first."""
    found = CarePlan.objects.filter(episode__person=by.person_id).prefetch_related("needs", "goals")
    return [
        OwnPlan(
            plan=plan,
            needs=[(need.get_code_display(), need.own_words) for need in plan.needs.all()],
            goals=list(plan.goals.all()),
        )
        for plan in found.order_by("-agreed_at")
    ]


def scores(by: Actor) -> list[Trajectory]:
    """What the person answered, each time with a team by itself, the latest first."""
    return by_episode(OutcomeScore.objects.standing().filter(episode__person=by.person_id))


def by_episode(scores: QuerySet[OutcomeScore]) -> list[Trajectory]:
    """How a person's answers went on, each time with a team by itself, the latest first."""
    rows = scores.order_by("-episode__opened_at", "-episode", "pk")
    return [one for _key, group in groupby(rows, key=lambda row: row.episode_id) for one in trajectories(group)]


def next_sessions(by: Actor, now: datetime) -> QuerySet[Session]:
    """The coming sessions of the services where the person has a place."""
    places = OnwardReferral.objects.visible_to(by).filter(status__in=TAKES_A_PLACE)
    coming = Session.objects.filter(service__in=places.values("service"), starts_at__gte=now, cancelled_at=None)
    return coming.select_related("service__organisation").order_by("starts_at")[:SESSIONS_SHOWN]


def agreements(by: Actor) -> list[Agreement]:
    """For each purpose the latest agreement, in force or taken back."""
    return latest_agreements(by.person_id or 0)


def latest_agreements(person_id: int) -> list[Agreement]:
    """The same of a person whom one may see."""
    found = Agreement.objects.filter(person=person_id).order_by("purpose", "-given_at", "-pk")
    return list(found.distinct("purpose"))


def looks(by: Actor) -> list[Look]:
    """Who opened the record, newest first: each role of each organisation once a day. The person's own are left out."""
    return looks_at(looked_at(by.person_id or 0))


def looked_at(person_id: int) -> QuerySet[AuditEvent]:
    """Each time that someone else opened the record."""
    return AuditEvent.objects.filter(person_id=person_id, did__endswith=".opened").exclude(role="person")


def looks_at(events: QuerySet[AuditEvent]) -> list[Look]:
    """The same in words that a person reads."""
    rows = list(events.order_by("-at").values_list("at", "role", "organisation_id")[:LOOKS_READ])
    names = Organisation.objects.in_bulk({organisation for _at, _role, organisation in rows if organisation})
    found = {
        Look(local_day(at), str(ROLE_LABELS.get(role, "")), names[organisation].name if organisation in names else "")
        for at, role, organisation in rows
    }
    return sorted(found, key=lambda look: (look.day, look.organisation, look.role), reverse=True)[:LOOKS_SHOWN]
