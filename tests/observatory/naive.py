"""The measures once more, slow and obvious, straight from the rows with loops. It shares no rule with the product."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from statistics import mean, median
from zoneinfo import ZoneInfo

from devices.models import PersonDay
from referrals.models import (
    Attendance,
    OnwardReferral,
    Person,
    PersonAddress,
    PersonEthnicity,
    Referral,
    ReferralStatusChange,
)

# Whose it is, on which day, and a value where there is one.
Fact = tuple[Person, date, int]
EPOCH = date(2024, 1, 1)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo("Europe/London")).date()


def facts(measure: str) -> Iterator[Fact]:
    """Everything that the measure counts, of all time."""
    counted: dict[str, Callable[[], Iterator[Fact]]] = {
        "referred": referred,
        "accepted": accepted,
        "declined": declined,
        "referred_on": referred_on,
        "first_attended": first_attended,
        "attendances": attendances,
        "people_with_steps": lambda: steps("counted"),
        "median_daily_steps": lambda: steps("counted", "zero"),
    }
    return counted[measure]()


def referred() -> Iterator[Fact]:
    for referral in Referral.objects.all():
        yield referral.person, day_of(referral.referred_at), 0


def accepted() -> Iterator[Fact]:
    for referral in Referral.objects.all():
        changes = ReferralStatusChange.objects.filter(referral=referral)
        taken = [change.occurred_at for change in changes if change.event in {"claim", "join"}]
        if taken:
            yield referral.person, day_of(min(taken)), 0


def declined() -> Iterator[Fact]:
    for change in ReferralStatusChange.objects.all():
        if change.to_status == "declined":
            yield change.referral.person, day_of(change.occurred_at), 0


def referred_on() -> Iterator[Fact]:
    for onward in OnwardReferral.objects.all():
        if onward.status != "entered-in-error":
            yield onward.episode.person, day_of(onward.offered_at), 0


def first_attended() -> Iterator[Fact]:
    for onward in OnwardReferral.objects.all():
        came = [row.session.starts_at for row in onward.attendances.all() if row.status == "attended"]
        if came:
            yield onward.episode.person, day_of(min(came)), 0


def attendances() -> Iterator[Fact]:
    for attendance in Attendance.objects.all():
        if attendance.status == "attended":
            yield attendance.person, day_of(attendance.session.starts_at), 0


def steps(*states: str) -> Iterator[Fact]:
    for day in PersonDay.objects.all():
        if day.state in states:
            yield day.person, day.date, day.steps


def monday(day: date) -> date:
    while day.isoweekday() != 1:
        day -= timedelta(days=1)
    return day


def period_of(day: date, period: str) -> date:
    if period == "week":
        return monday(day)
    start = EPOCH
    while start > day:
        start -= timedelta(weeks=13)
    while start + timedelta(weeks=13) <= day:
        start += timedelta(weeks=13)
    return start


def segments_of(person: Person, day: date) -> dict[str, str]:
    """The person's segments at the end of the day's week."""
    sunday = monday(day) + timedelta(days=6)
    category = decile = area = None
    for ethnicity in PersonEthnicity.objects.filter(person=person):
        if ethnicity.valid_from <= sunday and (ethnicity.valid_to is None or ethnicity.valid_to > sunday):
            category = ethnicity.category
    for address in PersonAddress.objects.filter(person=person):
        if address.valid_from <= sunday and (address.valid_to is None or address.valid_to > sunday):
            decile, area = address.imd_decile, address.area_code
    groups = {"asian": "HJKLR", "black": "MNP", "mixed": "DEFG", "white": "ABC", "other": "S"}
    group = [name for name, letters in groups.items() if category and category in letters]
    quintiles = {1: "1", 2: "1", 3: "2", 4: "2", 5: "3", 6: "3", 7: "4", 8: "4", 9: "5", 10: "5"}
    return {
        "all": "all",
        "age_band": band(person.born_on, sunday),
        "sex": person.sex,
        "ethnic_group": group[0] if group else "unknown",
        "imd_quintile": quintiles[decile] if decile else "unknown",
        "area": area or "unknown",
    }


def band(born_on: date, day: date) -> str:
    age = day.year - born_on.year
    if (day.month, day.day) < (born_on.month, born_on.day):
        age -= 1
    for lowest, name in ((75, "75+"), (65, "65-74"), (45, "45-64"), (30, "30-44"), (18, "18-29"), (0, "0-17")):
        if age >= lowest:
            return name
    return "unknown"


def cells(measure: str, period: str) -> dict[tuple[date, str, str], tuple[float, int]]:
    """(start of the period, dimension, segment) -> raw value and number of people, for all time."""
    found: dict[tuple[date, str, str], list[tuple[int, int]]] = defaultdict(list)
    for person, day, value in facts(measure):
        for dimension, segment in segments_of(person, day).items():
            found[period_of(day, period), dimension, segment].append((person.pk, value))
    return {key: (_number(measure, rows), len({who for who, _ in rows})) for key, rows in found.items()}


def _number(measure: str, rows: list[tuple[int, int]]) -> float:
    people = {who for who, _ in rows}
    if measure == "people_with_steps":
        return len(people)
    if measure == "median_daily_steps":
        return median(mean(value for who, value in rows if who == person) for person in people)
    return len(rows)


def shown(measure: str, cell: tuple[float, int] | None) -> tuple[int | None, bool]:
    """What may be seen of a raw cell: (value, suppressed)."""
    raw, people = cell or (0, 0)
    if measure == "median_daily_steps":
        if people == 0:
            return None, False
        return (None, True) if people < 8 else (int((raw + 50) // 100) * 100, False)
    if raw in range(1, 8):
        return None, True
    return int((raw + 2) // 5) * 5, False
