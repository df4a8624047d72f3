"""One story of a person with a team: each time that they were supported, of whatever kind, newest first."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.actor import Actor
from referrals.kit.registries import stories
from referrals.kit.registries.stories import Happening
from referrals.models import (
    Appointment,
    Attendance,
    CarePlan,
    Contact,
    Episode,
    Goal,
    OnwardStatusChange,
    OutcomeScore,
    Person,
    ReferralStatusChange,
)
from referrals.selectors.messages import told
from referrals.selectors.support import episodes, histories

# Kind -> what its filter is called, in the order of the filters.
KINDS: Mapping[str, str | Promise] = {
    "contact": gettext_lazy("Contacts"),
    "appointment": gettext_lazy("Appointments"),
    "plan": gettext_lazy("Plan and goals"),
    "status": gettext_lazy("Referrals"),
    "onward": gettext_lazy("Services"),
    "attendance": gettext_lazy("Attendance"),
    "score": gettext_lazy("How they feel"),
    "message": gettext_lazy("Messages and letters"),
    "device": gettext_lazy("Devices"),
}


def times_of(by: Actor, person: Person) -> list[Episode]:
    """Every time that the actor's team supported the person, the latest first."""
    return list(episodes.visible(by).filter(person=person).order_by("-opened_at", "-pk"))


def of_person(by: Actor, person: Person, kind: str = "") -> list[Happening]:
    """What happened in all of these times, newest first: of one kind, or all for one that is unknown."""
    times = times_of(by, person)
    found = [*_support(times), *_referrals(times), *_services(times), *_scores(times), *_messages(times, person)]
    found += stories.of_person(person, by)
    wanted = [one for one in found if kind not in KINDS or one.kind == kind]
    return sorted(wanted, key=attrgetter("at"), reverse=True)


def _support(times: list[Episode]) -> Iterator[Happening]:
    """Contacts, appointments, plans and goals."""
    for contact in Contact.objects.filter(episode__in=times).select_related("by__user"):
        what = f"{contact.get_mode_display()}: {contact.get_outcome_display()}"
        agreed = _("Agreed: %(words)s") % {"words": contact.agreed} if contact.agreed else ""
        if contact.struck_out_at:
            what = _("Struck out: %(what)s") % {"what": what}
        words = _said(contact.struck_out_because, contact.note, agreed)
        yield Happening(contact.occurred_at, "contact", what, contact.by.user.name, words, contact.episode_id)
    for meeting in Appointment.objects.filter(episode__in=times).select_related("membership__user"):
        what = _("Cancelled appointment: %(how)s") if meeting.cancelled_at else _("Appointment: %(how)s")
        shown = what % {"how": meeting.get_mode_display()}
        who, words = meeting.membership.user.name, _said(meeting.place)
        yield Happening(meeting.starts_at, "appointment", shown, who, words, meeting.episode_id)
    for plan in CarePlan.objects.filter(episode__in=times):
        yield Happening(plan.agreed_at, "plan", _("Plan agreed"), "", _said(plan.what_matters), plan.episode_id)
    for goal in Goal.objects.filter(plan__episode__in=times).select_related("plan"):
        what = _("Goal set (now: %(status)s)") % {"status": goal.get_status_display()}
        yield Happening(goal.set_at, "plan", what, "", (goal.text,), goal.plan.episode_id)


def _referrals(times: list[Episode]) -> Iterator[Happening]:
    moves = _with_movers(ReferralStatusChange.objects.filter(referral__episode__in=times)).select_related("referral")
    for move, change in zip(moves, histories.of(moves), strict=True):
        if move.from_status != move.to_status:
            what = f"{change.label} ({move.referral.reference})"
            who, words = change.who or change.role, _said(change.reason)
            yield Happening(change.occurred_at, "status", what, who, words, move.referral.episode_id)


def _services(times: list[Episode]) -> Iterator[Happening]:
    """Onward referrals and who came."""
    moves = _with_movers(OnwardStatusChange.objects.filter(onward_referral__episode__in=times))
    moves = moves.select_related("onward_referral__service")
    for move, change in zip(moves, histories.of(moves), strict=True):
        if move.from_status != move.to_status:
            offer = move.onward_referral
            what, words = f"{offer.service.name}: {change.label}", _said(change.reason)
            yield Happening(change.occurred_at, "onward", what, change.who or change.role, words, offer.episode_id)
    came = Attendance.objects.filter(onward_referral__episode__in=times)
    for one in came.select_related("session__service", "onward_referral"):
        what = f"{one.session.service.name}: {one.get_status_display()}"
        yield Happening(one.session.starts_at, "attendance", what, episode=one.onward_referral.episode_id)


def _with_movers(moves: QuerySet) -> QuerySet:  # type: ignore[type-arg] # of either history
    return moves.select_related("by_membership__user", "by_client").order_by("pk")


def _scores(times: list[Episode]) -> Iterator[Happening]:
    """What was answered in one go is one line."""
    answers = OutcomeScore.objects.standing().filter(episode__in=times).select_related("by__user")
    together = attrgetter("occurred_at", "episode_id", "stage")
    for (at, episode, _stage), group in groupby(sorted(answers, key=together), key=together):
        rows = list(group)
        words = tuple(f"{row.own_words or row.get_measure_display()}: {row.value}" for row in rows)
        what = _("Asked how they feel (%(stage)s)") % {"stage": rows[0].get_stage_display()}
        yield Happening(at, "score", what, rows[0].by.user.name, words, episode)


def _messages(times: list[Episode], person: Person) -> Iterator[Happening]:
    """What they were told, as their page says it; no words of a message are kept."""
    for message in told.within(times, person):
        what = f"{message.how}: {message.subject}"
        yield Happening(message.at, "message", what, words=_said(message.came_to))


def _said(*words: str | None) -> tuple[str, ...]:
    return tuple(filter(None, words))
