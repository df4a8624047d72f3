"""When a service meets, by the schedules of an Open Referral document that are in force: in words and as days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from referrals.directory import objects, values
from referrals.directory.objects import Object

WEEKDAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}


@dataclass(frozen=True, slots=True)
class Times:
    """The schedules in force in words, the days that they name, and what was left out because it has ended.

    None where the document has no schedule; blank where every one has ended.
    """

    words: str | None
    days: str | None
    ended: str = ""


def times(levels: Iterable[Sequence[Object]], today: date) -> Times:
    """The times of the first level (the service, its place, the place's building) that says any."""
    said = next((list(schedules) for schedules in levels if schedules), [])
    running = [schedule for schedule in said if not _has_ended(schedule, today)]
    if not said:
        return Times(None, None)
    ends = [str(end) for schedule in said if (end := _ends(schedule)) and end < today]
    ended = f"a schedule ended on {max(ends)}" if ends else ""
    words = objects.joined("; ", (_when(schedule, today) for schedule in running))
    days = objects.joined(", ", _days(running))
    return Times(words, days, ended) if running else Times("", "", ended)


def _has_ended(schedule: Object, today: date) -> bool:
    end = _ends(schedule)
    return end is not None and end < today


def _ends(schedule: Object) -> date | None:
    """The first of its last days; one that cannot be read ends nothing."""
    ends = [day for key in ("valid_to", "until") if (day := _day(schedule, key))]
    return min(ends, default=None)


def _day(schedule: Object, key: str) -> date | None:
    try:
        return values.day(objects.text(schedule, key) or "")
    except values.UnreadableError:
        return None


def _when(schedule: Object, today: date) -> str | None:
    """The publisher's own words, or else days and hours; from when, if that is to come."""
    days = _named_days(schedule)
    hours = [hour[:5] for key in ("opens_at", "closes_at") if (hour := objects.text(schedule, key))]
    worked_out = objects.joined(" ", [", ".join(days), " to ".join(hours)])
    begins = _day(schedule, "valid_from")
    since = f"(from {begins.day} {begins:%B %Y})" if begins and begins > today else None
    notes = objects.text(schedule, "notes")
    return objects.joined(" ", [objects.text(schedule, "description") or worked_out, notes, since])


def _named_days(schedule: Object) -> list[str]:
    byday = objects.text(schedule, "byday") or ""
    return [WEEKDAYS.get(day.strip()[-2:].upper(), day) for day in byday.split(",") if day]


def _days(schedules: Iterable[Object]) -> Iterator[str | None]:
    """The weekdays of the rule, or else what the publisher says in words."""
    for schedule in schedules:
        yield objects.joined(", ", _named_days(schedule)) or objects.text(schedule, "description")
