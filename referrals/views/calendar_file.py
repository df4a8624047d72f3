"""A person takes what they have planned over into the calendar of their phone."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals import icalendar
from referrals.permissions import Role
from referrals.selectors import own_calendar
from referrals.views.access import ActorRequest, for_roles


@require_safe
@for_roles(Role.PERSON)
def download(request: ActorRequest) -> HttpResponse:
    """`calendar.ics`. Others may see a phone's screen: each event is an appointment, and no more."""
    now = timezone.now()
    events = own_calendar.events(request.actor, now, show_place="place" in request.GET)
    return HttpResponse(
        icalendar.calendar(events, title=_("Appointment"), now=now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="calendar.ics"'},
    )
