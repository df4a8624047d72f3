"""Referring on to a service, and the service's answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.actions.people import agreements
from referrals.actions.work import moves, tasks
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Episode, OnwardReferral, Service
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.onward import suitability
from referrals.states import ONWARD


@transaction.atomic
def offer(
    *,
    episode: Episode,
    service: Service,
    need: str,
    note: str,
    by: Actor,
    now: datetime,
    may_ask_next: bool = False,
    is_agreed: bool = False,
    may_wait: bool = False,
    what_to_do: str = "",
) -> OnwardReferral:
    """Refer a person to a service, with their agreement that it learns what it needs; meanwhile its listing waits.

    `may_ask_next`: they want the next suitable service asked if this one does not answer. `is_agreed`: this one takes
    them although it is closed or they do not meet its criteria. `may_wait`: they would wait. `what_to_do`: see there.
    """
    check(by, Permission.REFER_ON)
    if episode.closed_at:
        raise Refusal("episode-closed", _("Support has ended: re-open the referral first."))
    current = Service.objects.select_for_update().get(pk=service.pk)
    if not is_agreed:
        require_suitable(episode, current, now)
    if not may_wait:
        require_no_wait(current)
    if OnwardReferral.objects.filter(episode=episode, service=service).open().exists():
        raise Refusal("already-offered", _("The person is already referred to this service."))
    agreements.give(person=episode.person, purpose="share_with_provider", by=by, now=now)
    tasks.finish(episode=episode, kinds={"offer_declined", "service_closed"}, now=now)
    onward_referral = OnwardReferral(
        episode=episode,
        service=service,
        need=need,
        note=note,
        what_to_do=what_to_do,
        referred_by_id=by.member(),
        may_ask_next=may_ask_next,
    )
    return send(onward_referral, by=by, now=now)


def send(onward_referral: OnwardReferral, *, by: Actor, now: datetime) -> OnwardReferral:
    """Put a new offer before its service; whoever calls has made sure that the person agrees."""
    move, columns = moves.beginning(ONWARD, "offer", by, now)
    for name, value in {"offered_at": now, **columns}.items():
        setattr(onward_referral, name, value)
    onward_referral.save()
    moves.begun_onward(onward_referral, move, by, now)
    audit.record(by=by, did="onward_referral.offer", to=onward_referral, person_id=onward_referral.episode.person_id)
    messages.tell_provider(onward_referral=onward_referral, kind="person_offered", now=now)
    return onward_referral


@transaction.atomic
def accept(*, onward_referral: OnwardReferral, by: Actor, now: datetime) -> OnwardReferral:
    """The service takes the person, if a place is free."""
    check(by, Permission.ANSWER_OFFER)
    require_place(onward_referral)
    carry_out(onward_referral, "accept", by, now)
    messages.tell_team(about=onward_referral, kind="offer_accepted", now=now)
    messages.tell_person(about=onward_referral, kind="place_found", by=by, now=now)
    return onward_referral


@transaction.atomic
def reject(*, onward_referral: OnwardReferral, reason: str, by: Actor, now: datetime) -> OnwardReferral:
    """The service says no. It stands on the link worker's worklist the next working day."""
    check(by, Permission.ANSWER_OFFER)
    carry_out(onward_referral, "reject", by, now, reason)
    tasks.put(
        kind="offer_declined",
        episode=onward_referral.episode,
        about=onward_referral,
        due_on=add_working_days(local_day(now), 1),
    )
    messages.tell_team(about=onward_referral, kind="offer_rejected", now=now)
    return onward_referral


@transaction.atomic
def put_on_waiting_list(*, onward_referral: OnwardReferral, by: Actor, now: datetime) -> OnwardReferral:
    """The service takes the person on, but not yet: accepted, then on hold, and no place is taken."""
    check(by, Permission.ANSWER_OFFER)
    carry_out(onward_referral, "accept", by, now)
    carry_out(onward_referral, "hold", by, now, "waiting_list")
    messages.tell_team(about=onward_referral, kind="offer_waiting", now=now)
    return onward_referral


def answer(*, onward_referral: OnwardReferral, answer: str, reason: str, by: Actor, now: datetime) -> OnwardReferral:
    """A provider's answer to an offer: `accept`, `wait` (the waiting list) or `reject` with a reason."""
    if answer == "reject":
        return reject(onward_referral=onward_referral, reason=reason, by=by, now=now)
    take = accept if answer == "accept" else put_on_waiting_list
    return take(onward_referral=onward_referral, by=by, now=now)


@transaction.atomic
def move(*, onward_referral: OnwardReferral, event: str, by: Actor, now: datetime, reason: str = "") -> OnwardReferral:
    """Any other move of the table: start, hold, resume, complete, fail, cancel, enter_in_error."""
    check(by, Permission.ANSWER_OFFER if by.role is Role.PROVIDER else Permission.REFER_ON)
    if event == "resume":
        require_place(onward_referral)
    return carry_out(onward_referral, event, by, now, reason)


def require_suitable(episode: Episode, service: Service, now: datetime) -> None:
    """Refuse a closed service and one whose criteria the person does not meet."""
    if service.status == ServiceStatus.CLOSED:
        raise Refusal("service-closed", _("This service has closed: send it only what you have agreed with it."))
    if unmet := suitability.unmet(episode.person, service, local_day(now)):
        words = _("The person does not meet: %(criteria)s. Send it only if you have agreed this with the service.")
        raise Refusal("criteria-not-met", words % {"criteria": ", ".join(unmet)})


def require_no_wait(service: Service) -> None:
    """Refuse a service at which someone new has to wait."""
    if service.status == ServiceStatus.WAITING_LIST or _is_full(service):
        raise Refusal("has-to-wait", _("Nobody can begin there now: ask the person whether they want to wait."))


def require_place(onward_referral: OnwardReferral) -> None:
    """Refuse unless a place is free. The service's row is the lock: the last place goes to one person."""
    if _is_full(Service.objects.select_for_update().get(pk=onward_referral.service_id)):
        raise Refusal("no-place", _("Every place is taken. Decline, or put the person on the waiting list."))


def _is_full(service: Service) -> bool:
    if service.places is None:
        return False
    return OnwardReferral.objects.filter(service=service).taking_a_place().count() >= service.places


def carry_out(
    onward_referral: OnwardReferral, event: str, by: Actor, now: datetime, reason: str = ""
) -> OnwardReferral:
    """A move that whoever calls has allowed."""
    moves.onward(record=onward_referral, event=event, by=by, now=now, reason=reason)
    # However it moved on, nobody waits any more for what was late.
    late = {"offer_overdue", "place_overdue"}
    tasks.finish(episode=onward_referral.episode, kinds=late, now=now, onward_referral=onward_referral)
    _settled(onward_referral.episode, now)
    audit.record(
        by=by,
        did=f"onward_referral.{event}",
        to=onward_referral,
        person_id=onward_referral.episode.person_id,
        reason=reason,
    )
    return onward_referral


def _settled(episode: Episode, now: datetime) -> None:
    """With the last open onward referral nothing is left to settle with any service."""
    if not OnwardReferral.objects.filter(episode=episode).open().exists():
        tasks.finish(episode=episode, kinds={"sharing_withdrawn"}, now=now)
