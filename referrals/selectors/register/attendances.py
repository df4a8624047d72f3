"""Whether people came."""

from dataclasses import dataclass
from datetime import date

from referrals.kit.calendar import day_starts, local_day
from referrals.models import Attendance, Person


@dataclass(frozen=True, slots=True)
class Visit:
    """A session that the person came to, on its London day."""

    day: date
    service: str


def visits(person: Person, since: date) -> list[Visit]:
    """The sessions that the person came to since a day, in order of time. Ask only about a person one may see."""
    came = Attendance.objects.filter(person=person, status="attended", occurred_at__gte=day_starts(since))
    rows = came.select_related("session__service").order_by("occurred_at")
    return [Visit(local_day(row.occurred_at), row.session.service.name) for row in rows]
