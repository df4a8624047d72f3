"""Finding what stands still, and putting it on somebody's worklist. May run at any time and any number of times.

One thing that is broken stays for the next run and stops no other (`referrals.kit.isolation`).
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from referrals import channels
from referrals.actions.messages import messages
from referrals.actions.onward import reoffers
from referrals.actions.organisation import teams
from referrals.actions.work import tasks
from referrals.channels import Reach
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.isolation import each, isolated, logged
from referrals.kit.permissions import Permission
from referrals.models import Appointment, OnwardReferral, Referral, Session
from referrals.selectors.messages import reach
from referrals.selectors.register import feedback, sessions
from referrals.selectors.support import appointments
from referrals.selectors.work import overdue
from referrals.states import OnwardStatus

# Working days without an answer after which the provider is asked again, and the link worker's team is told.
ASK_AGAIN, TELL_TEAM = 6, 9


@transaction.atomic
def unanswered_offers(*, by: Actor, now: datetime) -> int:
    """Ask providers again who have not answered, later tell the teams; how many messages went out."""
    check(by, Permission.RUN_SCHEDULE)
    today = local_day(now)
    forgotten = list(overdue.unanswered(today, working_days=ASK_AGAIN, not_told="offer_reminder"))
    slow = list(overdue.unanswered(today, working_days=TELL_TEAM, not_told="offer_unanswered"))
    return each("offer", forgotten, partial(_ask_provider_again, by=by, now=now)) + each(
        "offer", slow, partial(_tell_team, by=by, now=now)
    )


def _ask_provider_again(offer: OnwardReferral, by: Actor, now: datetime) -> None:
    messages.tell_provider(onward_referral=offer, kind="offer_reminder", now=now)
    _record_chase(offer, "provider", by)


def _tell_team(offer: OnwardReferral, by: Actor, now: datetime) -> None:
    messages.tell_team(about=offer, kind="offer_unanswered", now=now)
    _record_chase(offer, "team", by)


def _record_chase(offer: OnwardReferral, whom: str, by: Actor) -> None:
    audit.record(by=by, did="onward_referral.chased", to=offer, person_id=offer.episode.person_id, whom=whom)


@transaction.atomic
def appointment_reminders(*, by: Actor, now: datetime) -> int:
    """Remind people of appointments whose time to be reminded has come; how many.

    Whoever was told only after that time knows, and is not told twice.
    """
    check(by, Permission.RUN_SCHEDULE)
    due = [appointment for appointment in appointments.unreminded(now) if _is_to_remind(appointment, now)]
    return each(
        "appointment", due, lambda one: messages.tell_person(about=one, kind="appointment_reminder", by=by, now=now)
    )


def _is_to_remind(appointment: Appointment, now: datetime) -> bool:
    reachable = reach.of_person(appointment.episode.person_id)
    channel = messages.way(reachable, "appointment_reminder")
    return appointment.arranged_at < channels.remind_at(channel, appointment.starts_at, reachable.bad_times) <= now


@transaction.atomic
def session_reminders(*, by: Actor, now: datetime) -> int:
    """Remind people of the next sessions of the services where they have a place; how many."""
    check(by, Permission.RUN_SCHEDULE)
    found = sessions.unreminded(now)
    ways = reach.of_people({place.episode.person_id for _session, place in found})
    due = [(session, place) for session, place in found if _is_soon(session, place, ways, now)]
    return each("session and place", due, partial(_remind_of_session, by=by, now=now))


def _remind_of_session(planned: tuple[Session, OnwardReferral], by: Actor, now: datetime) -> None:
    session, place = planned
    messages.tell_person(about=place, kind="session_reminder", session=session, by=by, now=now)


def _is_soon(session: Session, place: OnwardReferral, ways: Mapping[int, Reach], now: datetime) -> bool:
    """Nobody is called every week: by phone or post people are reminded until they have come for the first time."""
    reachable = ways[place.episode.person_id]
    channel = messages.way(reachable, "session_reminder")
    has_to_be_told = channel in channels.BY_MACHINE or (channel and place.status == OnwardStatus.ACCEPTED)
    return bool(has_to_be_told) and channels.remind_at(channel, session.starts_at, reachable.bad_times) <= now


@transaction.atomic
def how_it_was(*, by: Actor, now: datetime) -> int:
    """Ask people by mail on the morning after a session how it was; how many. Nobody is called for it."""
    check(by, Permission.RUN_SCHEDULE)
    people = [one for one in feedback.to_ask(now) if messages.way_to(one.person_id, "how_was_it") == channels.EMAIL]
    return each("attendance", people, lambda one: messages.tell_person(about=one, kind="how_was_it", by=by, now=now))


@transaction.atomic
def overdue_offers(*, by: Actor, now: datetime) -> int:
    """Offers that no service has answered in time go to the next suitable service, if the person wants that, or else
    on the worklist of whoever made them; how many did. Each is a transaction of its own.
    """
    check(by, Permission.RUN_SCHEDULE)
    moved = 0
    for offer in list(overdue.offers(local_day(now))):
        with logged(f"offer {offer.pk}"):
            moved += _move_on(offer, by, now)
    return moved


def _move_on(offer: OnwardReferral, by: Actor, now: datetime) -> bool:
    return bool(offer.may_ask_next and reoffers.ask_next(offer=offer, by=by, now=now)) or _list_offer(offer, by, now)


@transaction.atomic
def _list_offer(offer: OnwardReferral, by: Actor, now: datetime) -> bool:
    """Put an unanswered offer on the worklist, unless it was answered or listed meanwhile."""
    today = local_day(now)
    locked = overdue.offers(today).filter(pk=offer.pk).select_for_update(of=("self",)).first()
    if locked is None:
        return False
    task = tasks.put(kind="offer_overdue", episode=locked.episode, about=locked, due_on=today)
    audit.record(by=by, did="task.put", to=task, person_id=locked.episode.person_id, kind=task.kind)
    return True


@transaction.atomic
def overdue_places(*, by: Actor, now: datetime) -> int:
    """Places whose next step is late go on the worklist of whoever supports the person, or of the team; how many."""
    check(by, Permission.RUN_SCHEDULE)
    return each("place", list(overdue.places(local_day(now))), partial(_list_place, by=by, now=now))


def _list_place(place: OnwardReferral, by: Actor, now: datetime) -> None:
    task = tasks.put(kind="place_overdue", episode=place.episode, about=place, due_on=local_day(now))
    audit.record(by=by, did="task.put", to=task, person_id=place.episode.person_id, kind=task.kind)


@transaction.atomic
def unclaimed_referrals(*, by: Actor, now: datetime) -> int:
    """Referrals that nobody holds and that stand on no worklist go on their team's; how many there were."""
    check(by, Permission.RUN_SCHEDULE)
    return each("referral", list(overdue.unclaimed()), partial(_list_referral, by=by, now=now))


def _list_referral(referral: Referral, by: Actor, now: datetime) -> None:
    due_on = referral.due_on or local_day(now)
    task = tasks.put(kind="claim_referral", episode=referral.episode, about=referral, due_on=due_on)
    audit.record(by=by, did="task.put", to=task, person_id=referral.person_id, kind=task.kind)


@transaction.atomic
def closed_teams(*, by: Actor, now: datetime) -> int:
    """A referral that was on its way while its team closed goes on to the team that took over; how many did."""
    check(by, Permission.RUN_SCHEDULE)
    moved = 0
    for team, heir in list(overdue.closed_teams(local_day(now))):
        with isolated(f"closed team {team.pk}"):
            moved += teams.move_everyone(team=team, heir=heir, by=by, now=now)
    return moved
