"""What a person takes home on paper: theirs alone, never a note of the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from referrals.models import Agreement, Appointment, CarePlan, Episode, Goal, OnwardReferral, Session
from referrals.models.choices import GoalStatus
from referrals.permissions import Actor
from referrals.selectors import corrections
from referrals.states import ONWARD, TAKES_A_PLACE

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """Plans with the goals that go on, what comes next, whom to call, and what was agreed to."""

    plans: list[tuple[CarePlan, list[Goal]]]
    appointments: list[Appointment]
    sessions: list[Session]
    episodes: list[Episode]
    onward_referrals: list[OnwardReferral]
    agreements: list[Agreement]


def own(by: Actor, now: datetime) -> Sheet:
    """The person's own: of each team that supports them, or of the one that did last."""
    open_ones = Episode.objects.open().filter(person=by.person_id or 0).values_list("pk", flat=True)
    last = corrections.who_answers(by)
    return _sheet(by.person_id or 0, list(open_ones) or ([last.pk] if last else []), now)


def of_episode(episode: Episode, now: datetime) -> Sheet:
    """The same for a person without a device, of the one team that prints it."""
    return _sheet(episode.person_id, [episode.pk], now)


def _sheet(person_id: int, episodes: Iterable[int], now: datetime) -> Sheet:
    onward = OnwardReferral.objects.filter(episode__in=episodes, status__in=ONWARD.open)
    places = onward.filter(status__in=TAKES_A_PLACE).values("service")
    plans = CarePlan.objects.filter(episode__in=episodes).prefetch_related("needs", "goals").order_by("-agreed_at")
    coming = Appointment.objects.filter(episode__in=episodes).coming(now).select_related("membership__user")
    sessions = Session.objects.filter(service__in=places, starts_at__gte=now, cancelled_at=None)
    held = Episode.objects.filter(pk__in=episodes).select_related("team", "holder__user").order_by("-opened_at")
    in_force = Agreement.objects.filter(person=person_id, withdrawn_at=None).order_by("given_at", "pk")
    return Sheet(
        plans=[(plan, [one for one in plan.goals.all() if one.status != GoalStatus.DROPPED]) for plan in plans],
        appointments=list(coming[:SHOWN]),
        sessions=list(sessions.select_related("service__organisation").order_by("starts_at")[:SHOWN]),
        episodes=list(held),
        onward_referrals=list(onward.select_related("service__organisation").order_by(F("pk").desc())),
        agreements=list(in_force),
    )
