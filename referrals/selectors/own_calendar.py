"""What a person has planned, as events of a calendar."""

from collections.abc import Iterable
from datetime import datetime

from referrals.icalendar import Event
from referrals.models import Appointment, Session
from referrals.permissions import Actor
from referrals.selectors import appointments, own_record


def events(by: Actor, now: datetime, *, show_place: bool) -> list[Event]:
    """The person's appointments and their next sessions, by time; where they are only if the person wants that."""
    coming: Iterable[Appointment | Session] = (*appointments.own(by, now), *own_record.next_sessions(by, now))
    return [_event(one, show_place=show_place) for one in sorted(coming, key=lambda one: one.starts_at)]


def _event(planned: Appointment | Session, *, show_place: bool) -> Event:
    place = planned.place if isinstance(planned, Appointment) else planned.service.location
    return Event(
        uid=f"{planned.public_id}@socialrx",
        sequence=planned.version,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        place=place if show_place else "",
    )
