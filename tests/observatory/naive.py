"""The measures once more, slow and obvious, straight from the rows with loops. It shares no rule with the product."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, median
from zoneinfo import ZoneInfo

from devices.models import PersonDay
from observatory.models import Geography
from referrals.models import (
    Attendance,
    OnwardReferral,
    Person,
    PersonAddress,
    PersonEthnicity,
    Referral,
    ReferralStatusChange,
    Session,
)

# Whose it is (None for a session, which is nobody's), on which day, and a value where there is one.
Fact = tuple[Person | None, date, float]
# What is counted, by the key of whose it is, with its value.
Row = tuple[int, float]
EPOCH = date(2024, 1, 1)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo("Europe/London")).date()


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
        if day.state in states and day.covered is not None and day.covered >= 600:
            yield day.person, day.date, day.steps


def ethnicity_known() -> Iterator[Fact]:
    for person, day, _value in referred():
        assert person
        yield person, day, segments_of(person, day, ())["ethnic_group"] != "unknown"


def registers_marked() -> Iterator[Fact]:
    """Every session, as if it were over."""
    for session in Session.objects.all():
        if session.cancelled_at is None:
            yield None, day_of(session.starts_at), session.marked_at is not None


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


def segments_of(person: Person, day: date, places: Iterable[Geography]) -> dict[str, str]:
    """The person's segments at the end of the day's week. `places`: every place there is."""
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
        "region": region_of(area, sunday, places),
    }


def region_of(area: str | None, sunday: date, places: Iterable[Geography]) -> str:
    """The region that holds the local authority on that Sunday."""
    standing = [place for place in places if place.valid_from <= sunday < (place.valid_to or date.max)]
    for place in standing:
        for region in standing:
            if place.code == area and region.code == place.parent and region.kind == "region":
                return region.code
    return "unknown"


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
    return {key: (COUNTED[measure].number(rows), people(rows)) for key, rows in _rows(measure, period)}


def shown(measure: str, period: str) -> dict[tuple[date, str, str], tuple[int | None, bool]]:
    """What may be seen of each raw cell that is not empty: (value, suppressed)."""
    return {key: COUNTED[measure].shown(rows) for key, rows in _rows(measure, period)}


def shown_empty(measure: str) -> tuple[int | None, bool]:
    """What may be seen of an empty cell."""
    return COUNTED[measure].shown([])


def _rows(measure: str, period: str) -> Iterable[tuple[tuple[date, str, str], list[Row]]]:
    found: dict[tuple[date, str, str], list[Row]] = defaultdict(list)
    places = list(Geography.objects.all())
    for number, (person, day, value) in enumerate(COUNTED[measure].facts()):
        segments = segments_of(person, day, places) if person else {"all": "all"}
        for dimension, segment in segments.items():
            found[period_of(day, period), dimension, segment].append((person.pk if person else number, value))
    return found.items()


def people(rows: list[Row]) -> int:
    return len({who for who, _value in rows})


def marked(rows: list[Row]) -> int:
    return len([value for _who, value in rows if value])


def known(rows: list[Row]) -> int:
    """People of whom nothing is unknown."""
    return len({who for who, _value in rows} - {who for who, value in rows if not value})


def middle(rows: list[Row]) -> float:
    everyone = {who for who, _value in rows}
    return median(mean(value for who, value in rows if who == person) for person in everyone)


def shown_count(number: int) -> tuple[int | None, bool]:
    return (None, True) if number in range(1, 8) else ((number + 2) // 5 * 5, False)


def shown_middle(rows: list[Row]) -> tuple[int | None, bool]:
    if not rows:
        return None, False
    return (None, True) if people(rows) < 8 else (int((middle(rows) + 50) // 100) * 100, False)


def shown_known(rows: list[Row]) -> tuple[int | None, bool]:
    (part, part_hidden), (whole, whole_hidden) = shown_count(known(rows)), shown_count(people(rows))
    if part_hidden or whole_hidden:
        return None, True
    if people(rows) in range(8, 20) and part in (0, whole):
        return None, True
    return (int((100 * (part or 0) / whole + 0.5) // 1) if whole else None), False


def shown_marked(rows: list[Row]) -> tuple[int | None, bool]:
    return (int((100 * marked(rows) / len(rows) + 0.5) // 1) if rows else None), False


@dataclass(frozen=True)
class Counted:
    """Everything that a measure counts of all time, the number that it comes to, and what of it may be seen."""

    facts: Callable[[], Iterator[Fact]]
    number: Callable[[list[Row]], float] = len
    shown: Callable[[list[Row]], tuple[int | None, bool]] = lambda rows: shown_count(len(rows))


COUNTED = {
    "referred": Counted(referred),
    "accepted": Counted(accepted),
    "declined": Counted(declined),
    "referred_on": Counted(referred_on),
    "first_attended": Counted(first_attended),
    "attendances": Counted(attendances),
    "people_with_steps": Counted(lambda: steps("counted"), people, lambda rows: shown_count(people(rows))),
    "median_daily_steps": Counted(lambda: steps("counted", "zero"), middle, shown_middle),
    "ethnicity_known": Counted(ethnicity_known, lambda rows: 100 * known(rows) / people(rows), shown_known),
    "registers_marked": Counted(registers_marked, lambda rows: 100 * marked(rows) / len(rows), shown_marked),
}
