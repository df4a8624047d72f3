"""The outbox: a message is a row of ids in the transaction of the act it tells of; a worker sends it (`outbox`)."""

from datetime import date, datetime

from django.conf import settings

from referrals import channels
from referrals.actions.work import tasks
from referrals.channels import Reach
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.registries import message_kinds
from referrals.kit.registries.subjects import subject_of
from referrals.models import (
    ContactPoint,
    Invitation,
    Membership,
    OnwardReferral,
    OutboundMessage,
    Person,
    Record,
    Referral,
    Service,
    Session,
)
from referrals.models.choices import ContactKind
from referrals.selectors.messages import messages, reach
from referrals.selectors.work import subjects


def tell_practice(*, referral: Referral, kind: str, now: datetime, once: str = "") -> None:
    """Tell the referring practice what happened: nobody where the team itself took the referral down.

    `once` tells apart what may be told twice of the same version of a referral.
    """
    practice_id = referral.referring_organisation_id
    if practice_id is not None and practice_id != referral.team_id:
        _queue(kind, referral, now, "email", once, to_organisation_id=practice_id)


def tell_team(*, about: Record, kind: str, now: datetime) -> None:
    """Tell the team that holds the episode: nobody where no team ever had one."""
    episode = subjects.find_episode(about)
    if episode:
        _queue(kind, about, now, "email", to_organisation_id=episode.team_id)


def tell_organisation(*, about: Record, kind: str, channel: str, organisation_id: int, now: datetime) -> None:
    """Tell an organisation, or whom the kind of message finds there (`to`)."""
    _queue(kind, about, now, channel, to_organisation_id=organisation_id)


def tell_managers(*, referral: Referral, kind: str, due_on: date | None, now: datetime) -> None:
    """Tell the team, for its managers, of what has been due since a day: once for that day, whatever moved since."""
    _queue(kind, referral, now, "email", f"due {due_on}", to_organisation_id=referral.episode.team_id)


def tell_of_new_team(*, referral: Referral, now: datetime) -> None:
    """Another team takes a referral over and hears so; the practice sees it on its own page."""
    tell_team(about=referral, kind="referral_received", now=now)


def tell_provider(*, onward_referral: OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the provider of a service."""
    _queue(kind, onward_referral, now, "email", to_organisation_id=onward_referral.service.organisation_id)


def ask_provider(*, service: Service, days: int, now: datetime) -> None:
    """Ask the provider whether a listing is still right, so many days after it was confirmed."""
    OutboundMessage.objects.get_or_create(
        once_key=messages.listing_key(service, days),
        defaults={
            "kind": "listing_check",
            "channel": "email",
            "not_before": now,
            "service": service,
            "to_organisation_id": service.organisation_id,
        },
    )


def send_sign_in(*, person: Person, by: Actor, now: datetime) -> None:
    """Send a link to sign in by. They asked for it, so it needs no agreement; asked again at once, it is one."""
    message, is_new = OutboundMessage.objects.get_or_create(
        once_key=messages.sign_in_key(person, now),
        defaults={"kind": "sign_in", "channel": channels.EMAIL, "not_before": now, "to_person": person},
    )
    if is_new:
        audit.record(by=by, did="message.queued", to=message, person_id=person.pk, kind="sign_in", channel="email")


def ask_to_prove(*, point: ContactPoint, by: Actor, now: datetime) -> None:
    """Send a link to a number or address that nobody has proved yet; asked again at once, it is one."""
    _write_to(point, "confirm_address", f"at {messages.proof_turn(now)}", by, now)


def tell_of_another(*, point: ContactPoint, newly_proved: ContactPoint, by: Actor, now: datetime) -> None:
    """Tell whoever reads there that another number or address counts now; it needs no agreement."""
    _write_to(point, "address_added", f"proved {newly_proved.pk} {newly_proved.version}", by, now)


def _write_to(point: ContactPoint, kind: str, occasion: str, by: Actor, now: datetime) -> None:
    """To that very number or address, and no other of the person's."""
    channel = channels.EMAIL if point.kind == ContactKind.EMAIL else channels.TEXT
    not_before = channels.not_before(channel, now, frozenset(point.person.bad_times))
    queued = _queue(kind, point, not_before, channel, occasion, to_person_id=point.person_id)
    if queued:
        audit.record(by=by, did="message.queued", to=queued, person_id=point.person_id, kind=kind, channel=channel)


def invite(*, invitation: Invitation, now: datetime) -> None:
    """Send an invitation to the address that it is for: once for each time that it is sent."""
    _queue("invitation", invitation, now, channels.EMAIL, to_organisation_id=invitation.organisation_id)


def tell_member(*, membership: Membership, kind: str, now: datetime) -> None:
    """Tell somebody who works in an organisation of what was done to their account: each time."""
    _queue(kind, membership, now, channels.EMAIL, now.isoformat(), to_organisation_id=membership.organisation_id)


def tell_person(*, about: Record, kind: str, by: Actor, now: datetime, session: Session | None = None) -> None:
    """Tell the person, if they agree to that, in the way that is safe and suits them; where none is, a human has to.

    Of each `session` to come at the service of the onward referral `about` they are told once.
    """
    person = subjects.find_person(about)
    if person is None or not messages.agreed_to(person.pk, message_kinds.kind(kind)):
        return
    person_id = person.pk
    reachable = reach.of_person(person_id)
    channel = way(reachable, kind)
    if not channel:
        _ask_to_reach(about, now)
        return
    occasion, session_id = (f"session {session.pk}", session.pk) if session else ("", None)
    not_before = channels.not_before(channel, now, reachable.bad_times)
    queued = _queue(kind, about, not_before, channel, occasion, to_person_id=person_id, session_id=session_id)
    if queued:
        audit.record(by=by, did="message.queued", to=queued, person_id=person_id, kind=kind, channel=channel)


def _ask_to_reach(about: Record, now: datetime) -> None:
    episode = subjects.find_episode(about)
    if episode:
        tasks.put(kind="message_failed", episode=episode, due_on=add_working_days(local_day(now), 1))


def way_to(person_id: int, kind: str) -> str:
    """The channel for a message of a kind; empty where none is safe."""
    return way(reach.of_person(person_id), kind)


def way(reachable: Reach, kind: str) -> str:
    """The same of someone of whom it is known how they can be reached."""
    can_text = bool(settings.NOTIFY_API_KEY)
    return channels.choose(reachable, can_text=can_text, soon=message_kinds.kind(kind).soon)


def overtake(*, about: Record) -> None:
    """What still waits to be said about it is no longer true."""
    waiting = OutboundMessage.objects.filter(state="waiting", **subjects.subject_columns(OutboundMessage, about))
    waiting.update(state="failed", failure="overtaken")


def _queue(
    kind: str, about: Record, not_before: datetime, channel: str, occasion: str = "", **recipient: int | None
) -> OutboundMessage | None:
    """The record's version makes the key, unless an `occasion` does: a move that is told twice is one message, and the
    second time None.
    """
    told_of = subjects.subject_columns(OutboundMessage, about)
    row = {"kind": kind, "channel": channel, "not_before": not_before, **told_of, **recipient}
    key = f"{kind}:{subject_of(about).name}:{about.pk}:{occasion or about.version}"
    message, is_new = OutboundMessage.objects.get_or_create(once_key=key, defaults=row)
    return message if is_new else None
