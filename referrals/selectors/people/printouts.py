"""What a person takes home on paper: theirs alone, never a note of the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from referrals.kit.actor import Actor
from referrals.models import (
    Agreement,
    Appointment,
    Attendance,
    CarePlan,
    CorrectionRequest,
    Episode,
    Feedback,
    Goal,
    OnwardReferral,
    OutcomeScore,
    Referral,
    Session,
)
from referrals.models.choices import GoalStatus
from referrals.selectors.people import corrections, own_record
from referrals.selectors.people.own_record import Look
from referrals.selectors.register import feedback
from referrals.selectors.support.scores import Trajectory
from referrals.states import ONWARD, TAKES_A_PLACE

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Printout:
    """Plans with the goals that go on, what comes next, whom to call, and what was agreed to."""

    plans: list[tuple[CarePlan, list[Goal]]]
    appointments: list[Appointment]
    sessions: list[Session]
    episodes: list[Episode]
    onward_referrals: list[OnwardReferral]
    agreements: list[Agreement]


@dataclass(frozen=True, slots=True)
class Rest:
    """What else stands on the person's own page. `looks` are all of them, or those of whom the team knows."""

    referrals: list[Referral]
    onward_referrals: list[OnwardReferral]
    said: list[tuple[Attendance, Feedback | None]]
    trajectories: list[Trajectory]
    taken_back: list[Agreement]
    corrections: list[CorrectionRequest]
    looks: list[Look]


def own(by: Actor, now: datetime) -> Printout:
    """The person's own: of each team that supports them, or of the one that did last."""
    open_ones = Episode.objects.visible_to(by).open().filter(person=by.person_id or 0).values_list("pk", flat=True)
    last = corrections.who_answers(by)
    return _printout(by.person_id or 0, list(open_ones) or ([last.pk] if last else []), now)


def of_episode(episode: Episode, now: datetime) -> Printout:
    """The same for a person without a device, of the one team that prints it."""
    return _printout(episode.person_id, [episode.pk], now)


def rest_of_own(by: Actor, now: datetime) -> Rest:
    """All of it, whichever team it was with."""
    return Rest(
        referrals=list(own_record.referrals(by)),
        onward_referrals=list(own_record.onward_referrals(by)),
        said=feedback.own(by, now),
        trajectories=own_record.scores(by),
        taken_back=_taken_back(by.person_id or 0),
        corrections=list(corrections.own(by)),
        looks=own_record.looks(by),
    )


def rest_of_episode(episode: Episode, by: Actor) -> Rest:
    """The same of the one team, and of who looked those of whom it knows anyway: paper gives no other team away."""
    referrals = Referral.objects.filter(episode=episode).defer("risk_note", "note")
    onward = OnwardReferral.objects.filter(episode=episode).exclude(status__in=own_record.NOT_SHOWN).defer("note")
    known = (
        Q(organisation_id=None)
        | Q(organisation_id=episode.team_id)
        | Q(organisation_id__in=referrals.values("referring_organisation"))
        | Q(organisation_id__in=onward.values("service__organisation"))
    )
    return Rest(
        referrals=list(referrals.select_related("team", "holder__user")),
        onward_referrals=list(onward.select_related("service__organisation")),
        said=feedback.of_episode(by, episode),
        trajectories=own_record.by_episode(OutcomeScore.objects.standing().filter(episode=episode)),
        taken_back=_taken_back(episode.person_id),
        corrections=list(corrections.of_episode(by, episode)),
        looks=own_record.looks_at(own_record.looked_at(episode.person_id).filter(known)),
    )


def _taken_back(person_id: int) -> list[Agreement]:
    return [agreement for agreement in own_record.latest_agreements(person_id) if agreement.withdrawn_at]


def _printout(person_id: int, episodes: Iterable[int], now: datetime) -> Printout:
    onward = OnwardReferral.objects.filter(episode__in=episodes, status__in=ONWARD.open)
    places = onward.filter(status__in=TAKES_A_PLACE).values("service")
    plans = CarePlan.objects.filter(episode__in=episodes).prefetch_related("needs", "goals").order_by("-agreed_at")
    coming = Appointment.objects.filter(episode__in=episodes).coming(now).select_related("membership__user")
    sessions = Session.objects.filter(service__in=places, starts_at__gte=now, cancelled_at=None)
    held = Episode.objects.filter(pk__in=episodes).select_related("team", "holder__user").order_by("-opened_at")
    in_force = Agreement.objects.filter(person=person_id, withdrawn_at=None).order_by("given_at", "pk")
    return Printout(
        plans=[(plan, [one for one in plan.goals.all() if one.status != GoalStatus.DROPPED]) for plan in plans],
        appointments=list(coming[:SHOWN]),
        sessions=list(sessions.select_related("service__organisation").order_by("starts_at")[:SHOWN]),
        episodes=list(held),
        onward_referrals=list(onward.select_related("service__organisation").order_by(F("pk").desc())),
        agreements=list(in_force),
    )
