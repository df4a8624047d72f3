"""Appointments: made, moved and cancelled by the link worker; the person is told at once and reminded in time."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.drafts import AppointmentDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Appointment, Episode, Membership


@transaction.atomic
def make(*, episode: Episode, draft: AppointmentDraft, by: Actor, now: datetime) -> Appointment:
    """Plan a contact with the person."""
    check(by, Permission.SUPPORT)
    _refuse_the_past(draft, now)
    # The lock keeps the episode from being closed meanwhile, which cancels what is planned in it.
    if Episode.objects.select_for_update().get(pk=episode.pk).closed_at:
        raise Refusal("episode-closed", _("Support has ended. Re-open the referral first."))
    appointment = Appointment.objects.create(
        episode=episode, membership_id=by.member(), arranged_at=now, **_columns(draft)
    )
    audit.record(by=by, did="appointment.made", to=appointment, person_id=episode.person_id)
    messages.tell_person(about=appointment, kind="appointment_told", by=by, now=now)
    return appointment


@transaction.atomic
def move(*, appointment: Appointment, draft: AppointmentDraft, by: Actor, now: datetime, version: int) -> None:
    """Plan it for another time or place: the person is told anew, and what still waited to be said is dropped."""
    check(by, Permission.SUPPORT)
    _refuse_the_past(draft, now)
    _change(appointment, now, version, arranged_at=now, **_columns(draft))
    audit.record(by=by, did="appointment.moved", to=appointment, person_id=appointment.episode.person_id)
    messages.tell_person(about=appointment, kind="appointment_told", by=by, now=now)


@transaction.atomic
def cancel(*, appointment: Appointment, by: Actor, now: datetime) -> None:
    """It does not take place: the person is told, and not reminded."""
    check(by, Permission.SUPPORT)
    _change(appointment, now, None, cancelled_at=now)
    audit.record(by=by, did="appointment.cancelled", to=appointment, person_id=appointment.episode.person_id)
    messages.tell_person(about=appointment, kind="appointment_cancelled", by=by, now=now)


def hand_over(*, of: int, heir: Membership, by: Actor, now: datetime, episode: Episode | None = None) -> None:
    """A colleague keeps what a link worker planned, in one episode or in all; the person is told who comes."""
    planned = Appointment.objects.filter(membership=of).coming(now)
    for appointment in planned.filter(episode=episode) if episode else planned:
        _change(appointment, now, None, membership=heir, arranged_at=now)
        audit.record(by=by, did="appointment.handed_over", to=appointment, person_id=appointment.episode.person_id)
        messages.tell_person(about=appointment, kind="appointment_colleague", by=by, now=now)


def cancel_all(*, episode: Episode, by: Actor, now: datetime) -> None:
    """Nothing is planned in a closed episode."""
    for appointment in Appointment.objects.filter(episode=episode).coming(now):
        cancel(appointment=appointment, by=by, now=now)


def _change(appointment: Appointment, now: datetime, version: int | None, **columns: object) -> None:
    """One change at a time, to one that is still to come."""
    rows = Appointment.objects.filter(pk=appointment.pk).coming(now)
    if version is not None:
        rows = rows.filter(version=version)
    if rows.update(version=F("version") + 1, **columns) != 1:
        message = _("This appointment has been changed or is over. Open the person's page again to see how it stands.")
        raise Refusal("changed-meanwhile", message)
    appointment.refresh_from_db()
    messages.overtake(about=appointment)


def _columns(draft: AppointmentDraft) -> dict[str, object]:
    return {"starts_at": draft.starts_at, "ends_at": draft.ends_at, "mode": draft.mode, "place": draft.place}


def _refuse_the_past(draft: AppointmentDraft, now: datetime) -> None:
    if draft.starts_at <= now:
        raise Refusal("in-the-past", _("Enter a time that is still to come."))
