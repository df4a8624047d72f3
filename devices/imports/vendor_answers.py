"""What the services of Fitbit, Google Fit and iHealth answer, as JSON."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from devices.imports.walked import Row, RowError, Walked, Why, by_the_clock, london_day, steps_of
from devices.payloads import UnfitError

FITBIT_DAYS, FITBIT_MINUTES, GOOGLE, IHEALTH = "activities-steps", "activities-steps-intraday", "point", "ARDataList"
# In answers of Google Fit that are empty, too.
SOURCE = "dataSourceId"
GOOGLE_STEPS = "com.google.step_count.delta"
TYPED_IN = "user_input"
ONE_DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Answer = Mapping[str, object]


def knows(answer: object) -> bool:
    return isinstance(answer, dict) and bool({FITBIT_DAYS, GOOGLE, SOURCE, IHEALTH} & answer.keys())


def read(answer: Answer) -> Iterator[Row]:
    """Each entry of an answer: minutes and their day's total both, since the day's rule adds neither to the other."""
    for name, entries in (
        (FITBIT_DAYS, _fitbit_day),
        (GOOGLE, _google),
        (IHEALTH, _ihealth),
    ):
        for row, entry in enumerate(_list(answer.get(name)), start=1):
            try:
                yield entries(row, _members(entry))
            except (UnfitError, KeyError, TypeError, AttributeError, IndexError):
                yield RowError(row, Why.NOT_THE_SHAPE)
            except (ValueError, OverflowError):
                yield RowError(row, Why.NO_DATE)
    if FITBIT_MINUTES in answer:
        yield from _fitbit_minutes(answer)


def _fitbit_day(row: int, entry: Answer) -> Row:
    return london_day(row, date.fromisoformat(_text(entry["dateTime"])), steps_of(entry["value"]))


def _fitbit_minutes(answer: Answer) -> Iterator[Row]:
    """Minutes of the one day that the answer is about."""
    rows: list[tuple[int, datetime, int]] = []
    try:
        told = _members(answer[FITBIT_MINUTES])
        day = date.fromisoformat(_text(_members(_list(answer[FITBIT_DAYS])[0])["dateTime"]))
        length = timedelta(minutes=steps_of(told["datasetInterval"]))
        for row, entry in enumerate(map(_members, _list(told["dataset"])), start=1):
            at = datetime.combine(day, time.fromisoformat(_text(entry["time"])))
            rows.append((row, at, steps_of(entry["value"])))
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        yield RowError(len(rows) + 1, Why.NOT_THE_SHAPE)
        return
    yield from by_the_clock(rows, length)


def _google(row: int, entry: Answer) -> Row:
    if entry.get("dataTypeName") != GOOGLE_STEPS:
        return RowError(row, Why.NOT_A_TOTAL)
    if _text(entry.get("originDataSourceId", "")).endswith(TYPED_IN):
        return RowError(row, Why.TYPED_IN)
    start, end = (_nanoseconds(entry[name]) for name in ("startTimeNanos", "endTimeNanos"))
    if start >= end:
        return RowError(row, Why.NO_DATE)
    return Walked(row, start, end, steps_of(_members(_list(entry["value"])[0])["intVal"]))


def _nanoseconds(value: object) -> datetime:
    return EPOCH + timedelta(microseconds=steps_of(value) // 1000)


def _ihealth(row: int, entry: Answer) -> Row:
    """A day's total; the moment that it names lies in that day, in the zone that it names."""
    if entry.get("DataSource") == "Manual":
        return RowError(row, Why.TYPED_IN)
    zone = datetime.strptime(_text(entry["TimeZone"]), "%z").tzinfo or UTC
    day = (EPOCH + timedelta(seconds=steps_of(entry["MDate"]))).astimezone(zone).date()
    starts = datetime.combine(day, time(), zone).astimezone(UTC)
    return Walked(row, starts, starts + ONE_DAY, steps_of(entry["Steps"]))


def _members(value: object) -> Answer:
    if not isinstance(value, dict):
        raise UnfitError
    return value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnfitError
    return value
