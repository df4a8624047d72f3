"""Appointments with a person: make, move, cancel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals.actions.people import agreements
from referrals.actions.support import appointments
from referrals.forms.support.appointments import AppointmentForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import LONDON
from referrals.kit.forms.base import NHSForm
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.messages import messages
from referrals.selectors.support import appointments as selectors
from referrals.templatetags.nhsuk import nhs_datetime
from referrals.views.support.pages import episode_or_404, form_page

if TYPE_CHECKING:
    from referrals.models import Appointment, Episode


@for_roles(Role.LINK_WORKER)
def make(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Make an appointment."""
    episode = episode_or_404(request, episode_id)
    form = _form(request, episode, {"version": 0})
    now = timezone.now()

    def act() -> None:
        _note_agreement(request, episode, form, now)
        appointments.make(episode=episode, draft=form.draft(), by=request.actor, now=now)

    return form_page(
        request,
        episode,
        form,
        act,
        title=_("Make an appointment"),
        submit=_("Save appointment"),
        done=_("Appointment saved."),
    )


@for_roles(Role.LINK_WORKER)
def move(request: ActorRequest, episode_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Move an appointment."""
    episode = episode_or_404(request, episode_id)
    now = timezone.now()
    appointment = record_or_404(selectors.get(episode, appointment_id, now))
    form = _form(request, episode, _as_it_is(appointment), appointment)

    def act() -> None:
        _note_agreement(request, episode, form, now)
        appointments.move(
            appointment=appointment,
            draft=form.draft(),
            by=request.actor,
            now=now,
            version=form.cleaned_data["version"],
        )

    return form_page(
        request,
        episode,
        form,
        act,
        title=_("Move the appointment"),
        submit=_("Save appointment"),
        done=_("Appointment moved."),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def cancel(request: ActorRequest, episode_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Ask whether to cancel an appointment, and cancel it: the person is told, which nobody takes back."""
    episode = episode_or_404(request, episode_id)
    now = timezone.now()
    appointment = record_or_404(selectors.get(episode, appointment_id, now))
    return form_page(
        request,
        episode,
        NHSForm(sent_data(request)),
        lambda: appointments.cancel(appointment=appointment, by=request.actor, now=now),
        title=_("Cancel this appointment?"),
        lead=_("%(at)s. Who wants messages is told at once that it does not take place.")
        % {"at": nhs_datetime(appointment.starts_at)},
        submit=_("Cancel the appointment"),
        kind="warning",
        done=_("Appointment cancelled."),
    )


def _form(
    request: ActorRequest, episode: Episode, initial: dict[str, object], moved: Appointment | None = None
) -> AppointmentForm:
    """The form; with one more box where something else is planned at the time that was typed."""
    asks_to_tell = not messages.agreed(episode.person_id, "get_messages")
    form = AppointmentForm(sent_data(request), initial=initial, asks_to_tell=asks_to_tell)
    if form.is_bound and form.is_valid() and (clash := _clash(request, episode, form, moved)):
        return AppointmentForm(sent_data(request), initial=initial, asks_to_tell=asks_to_tell, clash=clash)
    return form


def _clash(request: ActorRequest, episode: Episode, form: AppointmentForm, moved: Appointment | None) -> str:
    """What is planned at the same time, without a name: the page is this person's."""
    found = selectors.clashes(request.actor, episode, form.draft(), but=moved.pk if moved else 0).first()
    if found is None:
        return ""
    times = {"from": f"{found.starts_at.astimezone(LONDON):%H:%M}", "to": f"{found.ends_at.astimezone(LONDON):%H:%M}"}
    if found.episode.person_id == episode.person_id:
        return _("This person has an appointment from %(from)s to %(to)s on that day.") % times
    return _("You have another appointment from %(from)s to %(to)s on that day.") % times


def _note_agreement(request: ActorRequest, episode: Episode, form: AppointmentForm, now: datetime) -> None:
    if form.cleaned_data.get("tell"):
        agreements.give(person=episode.person, purpose="get_messages", by=request.actor, now=now)


def _as_it_is(appointment: Appointment) -> dict[str, object]:
    start = appointment.starts_at.astimezone(LONDON)
    return {
        "version": appointment.version,
        "on": start.date(),
        "at": start.time(),
        "minutes": int((appointment.ends_at - appointment.starts_at).total_seconds() // 60),
        "mode": appointment.mode,
        "place": appointment.place,
    }
