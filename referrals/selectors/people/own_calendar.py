"""What a person has planned, as events of a calendar."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from referrals.icalendar import Event
from referrals.kit.actor import Actor
from referrals.models import Appointment, Session
from referrals.selectors.people import own_record
from referrals.selectors.support import appointments


def events(by: Actor, now: datetime, *, show_place: bool) -> list[Event]:
    """The person's appointments and their next sessions, by time; where they are only if the person wants that."""
    coming = sorted(_coming(by, now), key=lambda planned: planned.starts_at)
    return [_event(planned, show_place=show_place) for planned in coming]


def event_of(by: Actor, public_id: UUID, now: datetime, *, show_place: bool) -> list[Event]:
    """One of them alone; nothing where it is not the person's, or no longer to come."""
    return [_event(planned, show_place=show_place) for planned in _coming(by, now) if planned.public_id == public_id]


def _coming(by: Actor, now: datetime) -> Iterable[Appointment | Session]:
    return (*appointments.own(by, now), *own_record.next_sessions(by, now))


def _event(planned: Appointment | Session, *, show_place: bool) -> Event:
    place = planned.place if isinstance(planned, Appointment) else planned.service.location
    return Event(
        uid=f"{planned.public_id}@socialrx",
        sequence=planned.version,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        place=place if show_place else "",
    )
