"""A person takes what they have planned over into the calendar of their phone: all of it, or one thing."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals import icalendar
from referrals.icalendar import Event
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.selectors.people import own_calendar


@require_safe
@for_roles(Role.PERSON)
def download(request: ActorRequest) -> HttpResponse:
    """`calendar.ics`: everything that is to come."""
    now = timezone.now()
    return _file("calendar.ics", own_calendar.events(request.actor, now, show_place=_show_place(request)), now)


@require_safe
@for_roles(Role.PERSON)
def download_one(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """`appointment.ics`: one appointment or session."""
    now = timezone.now()
    events = own_calendar.event_of(request.actor, public_id, now, show_place=_show_place(request))
    if not events:
        raise Http404
    return _file("appointment.ics", events, now)


def _show_place(request: ActorRequest) -> bool:
    return "place" in request.GET


def _file(name: str, events: list[Event], now: datetime) -> HttpResponse:
    """Others may see a phone's screen: each event is an appointment, and no more."""
    return HttpResponse(
        icalendar.calendar(events, title=_("Appointment"), now=now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
