"""A calendar file (RFC 5545) of what somebody has planned: enough for a phone to keep, and nothing of why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """`uid` stays the same when the event moves, and `sequence` grows, so that the phone moves it too."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str = ""


def calendar(events: Iterable[Event], *, title: str, now: datetime) -> bytes:
    """The file. Every event has the same title; times are UTC, which no change of the clocks can move."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//socialrx//EN", "METHOD:PUBLISH"]
    for event in events:
        lines += _event(event, title, now)
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in _folded(line))


def _event(event: Event, title: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SUMMARY:{_text(title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    # Nobody who shares the calendar sees more than that the time is taken.
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[bytes]:
    """Lines of 75 octets at most, never cut within a character; what goes on begins with a space."""
    part = b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > OCTETS:
            yield part + b"\r\n"
            part = b" "
        part += octets
    yield part + b"\r\n"
