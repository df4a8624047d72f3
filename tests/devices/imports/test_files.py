"""Files that people bring along, read without a database: real exports, real answers, and what is wrong with some."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from devices.imports import files, fitbit_csv, open_mhealth
from devices.imports.apple_health import STEPS
from devices.imports.fitbit_csv import DateOrder
from devices.imports.walked import RowError, UnreadableFileError, Walked, Why
from devices.payloads import UnfitError, read_instant
from referrals.kit.calendar import LONDON

FIRST = "1503960366"


def walked(path: Path, order: DateOrder | None = None, wearer: str = "") -> list[Walked]:
    return [row for row in files.read(path, order=order, wearer=wearer) if isinstance(row, Walked)]


def errors(path: Path, order: DateOrder | None = None, wearer: str = "") -> list[RowError]:
    return [row for row in files.read(path, order=order, wearer=wearer) if isinstance(row, RowError)]


def by_day(rows: list[Walked]) -> dict[date, int]:
    return {row.start.astimezone(LONDON).date(): row.steps for row in rows}


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("comma_dd-mm-yyyy_slashes.csv", DateOrder.DAY_FIRST),
        ("comma_iso.csv", None),
        ("quoted_m-d-yyyy.csv", DateOrder.MONTH_FIRST),
        ("semicolon_m-d-yyyy.csv", DateOrder.MONTH_FIRST),
    ],
)
def test_every_spelling_of_one_table_says_the_same(shared_data: Path, name: str, order: DateOrder | None) -> None:
    folder = shared_data / "fitbit-2016" / "locale-variants"
    days = by_day(walked(folder / name, order, FIRST))
    assert days == by_day(walked(folder / "comma_iso.csv", None, FIRST))
    assert (len(days), days[date(2016, 4, 12)]) == (31, 13162)
    assert errors(folder / name, order, FIRST) == []
    if order:
        with pytest.raises(UnreadableFileError, match="month or with the day"):
            walked(folder / name, None, FIRST)


def test_several_wearers_are_told_apart(shared_data: Path) -> None:
    with pytest.raises(UnreadableFileError, match="3 wearers"):
        walked(shared_data / "fitbit-2016" / "locale-variants" / "comma_iso.csv")


def test_a_date_that_the_told_order_cannot_have_is_an_error_of_its_row(shared_data: Path) -> None:
    path = shared_data / "fitbit-2016" / "locale-variants" / "comma_dd-mm-yyyy_slashes.csv"
    found = errors(path, DateOrder.MONTH_FIRST, FIRST)
    assert {row.why for row in found} == {Why.NO_DATE}
    assert found[0].row == 3


def test_hours_and_minutes_of_the_same_export_add_up_to_the_same(shared_data: Path) -> None:
    folder = shared_data / "fitbit-2016" / "export-2_2016-04-12_to_2016-05-12"
    hours = walked(folder / "hourlySteps_merged.csv", DateOrder.MONTH_FIRST, FIRST)
    minutes = walked(folder / "minuteStepsWide_merged.csv", DateOrder.MONTH_FIRST, FIRST)
    assert {row.end - row.start for row in minutes} == {timedelta(minutes=1)}
    by_hour: Counter[datetime] = Counter()
    for row in minutes:
        by_hour[row.start.replace(minute=0)] += row.steps
    both = {row.start: row.steps for row in hours if row.start in by_hour}
    assert len(both) == 693
    assert both == {start: by_hour[start] for start in both}
    # Midnight on a London clock in summer.
    assert hours[0] == Walked(2, datetime(2016, 4, 11, 23, tzinfo=UTC), datetime(2016, 4, 12, tzinfo=UTC), 373)


def test_the_columns_may_stand_in_any_order_blanks_are_no_data_and_nonsense_is_named(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "\ufeffStepTotal;ActivityDay;Id\n4;2016-04-12;1\n;2016-04-13;1\n 3212 ;2016-04-14;1\n"
        "3,5;2016-04-15;1\n7;2016-04-12;1\n7;12. April;1\n"
    )
    assert by_day(walked(path)) == {date(2016, 4, 12): 4, date(2016, 4, 14): 3212}
    assert errors(path) == [RowError(5, Why.NO_NUMBER), RowError(6, Why.TWICE), RowError(7, Why.NO_DATE)]


def test_the_hour_that_is_skipped_joins_the_one_before_and_the_one_that_comes_twice_is_two(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    path.write_text("ActivityHour,StepTotal\n2016-03-27 00:00,10\n2016-03-27 01:00,5\n2016-03-27 02:00,7\n")
    midnight = datetime(2016, 3, 27, tzinfo=UTC)
    assert [(row.start - midnight, row.steps) for row in walked(path)] == [
        (timedelta(), 15),
        (timedelta(hours=1), 7),
    ]
    path.write_text("ActivityHour,StepTotal\n2016-10-30 01:00,1\n2016-10-30 01:00,2\n2016-10-30 02:00,3\n")
    assert [(row.start.hour, row.steps) for row in walked(path)] == [(0, 1), (1, 2), (2, 3)]


def test_a_day_is_as_long_as_it_is_in_london(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("ActivityDay,StepTotal\n2016-03-27,1\n2016-10-30,1\n2016-06-01,1\n")
    assert [(row.end - row.start) / timedelta(hours=1) for row in walked(path)] == [23, 25, 24]


def verdict(document: object) -> bool:
    return isinstance(open_mhealth.read(1, document), Walked) or open_mhealth.read(1, document) == RowError(
        1, Why.NOT_A_TOTAL
    )


def holds(check: Callable[[object], object]) -> Callable[[object], bool]:
    def judge(document: object) -> bool:
        try:
            check(document)
        except UnfitError:
            return False
        return True

    return judge


@pytest.mark.parametrize(
    ("schema", "judge", "number"),
    [
        ("step-count", verdict, 13),
        ("data-point", holds(open_mhealth.check_data_point), 6),
        ("header", holds(open_mhealth.check_header), 5),
        ("date-time", holds(read_instant), 8),
    ],
)
def test_open_mhealths_own_cases_are_judged_right(
    shared_data: Path, schema: str, judge: Callable[[object], bool], number: int
) -> None:
    cases = sorted((shared_data / "open-mhealth" / "test-data" / "omh" / schema).rglob("*.json"))
    assert len(cases) == number
    for case in cases:
        assert judge(json.loads(case.read_text())) == (case.parent.name == "shouldPass"), case


def test_a_statistic_is_no_total_and_what_a_person_typed_is_no_count(tmp_path: Path) -> None:
    frame = {"time_interval": {"start_date_time": "2016-02-05T07:00:00Z", "duration": {"value": 2, "unit": "h"}}}
    body = {"step_count": {"value": 900, "unit": "steps"}, "effective_time_frame": frame}
    header = {
        "id": "1",
        "creation_date_time": "2016-02-05T09:00:00+01:00",
        "schema_id": {"namespace": "omh", "name": "step-count", "version": "3.0"},
        "acquisition_provenance": {"source_name": "x", "modality": "self-reported"},
    }
    documents = [body, body | {"descriptive_statistic": "average"}, {"header": header, "body": body}, {}, 7]
    path = tmp_path / "points.json"
    for text in (json.dumps(documents), "\n".join(json.dumps(document) for document in documents)):
        path.write_text(text)
        assert [(row.end - row.start, row.steps) for row in walked(path)] == [(timedelta(hours=2), 900)]
        assert [row.why for row in errors(path)] == [
            Why.NOT_A_TOTAL,
            Why.TYPED_IN,
            Why.NOT_THE_SHAPE,
            Why.NOT_THE_SHAPE,
        ]


ANSWERS = {
    "fitbit/fitbit-activities-steps-timeseries.json": ([175, 2937, 0], []),
    "fitbit/fitbit-activities-steps-1d-1m-intraday.json": ([3212, 7, 0, 52], []),
    "googlefit/googlefit-empty.json": ([], []),
    "googlefit/googlefit-merge-activity-segments.json": ([], None),
    "ihealth/ihealth-activity.json": ([21], [Why.TYPED_IN]),
    "ihealth/ihealth-activity-empty.json": ([], []),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_services_answer_is_read(shared_data: Path, name: str) -> None:
    path = shared_data / "vendor-step-apis" / name
    steps, why = ANSWERS[name]
    assert [row.steps for row in walked(path)] == steps
    if why is not None:
        assert [row.why for row in errors(path)] == why


def test_google_fit_tells_nanoseconds_as_text_and_what_somebody_typed_in(shared_data: Path) -> None:
    path = shared_data / "vendor-step-apis" / "googlefit" / "googlefit-merge-step-deltas.json"
    assert walked(path)[0].start == datetime(2015, 2, 2, 22, 49, 39, 811000, tzinfo=UTC)
    assert walked(path)[0].steps == 4146
    assert [row.why for row in errors(path)] == [Why.TYPED_IN, Why.TYPED_IN]


HEALTH = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [ <!ELEMENT HealthData (Record*)> ]>
<HealthData locale="en_GB">
 <Record type="HKQuantityTypeIdentifierHeartRate" value="61" startDate="2026-03-01 09:00:00 +0000"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" unit="count" value="120"
  startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:10:00 +0100"/>
 <Record type="HKQuantityTypeIdentifierStepCount" value="9" startDate="2026-03-01 10:00:00 +0100"
  endDate="2026-03-01 10:10:00 +0100"><MetadataEntry key="HKWasUserEntered" value="1"/></Record>
 <Record type="HKQuantityTypeIdentifierStepCount" value="many" startDate="2026-03-01 10:00:00 +0100"
  endDate="2026-03-01 10:10:00 +0100"/>
 <Record type="HKQuantityTypeIdentifierStepCount" value="9" startDate="2026-03-01 10:00:00"
  endDate="2026-03-01 10:10:00 +0100"/>
</HealthData>
"""


def test_apple_healths_export_is_read_as_it_streams(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(HEALTH)
    assert walked(path) == [
        Walked(1, datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 1, 8, 10, tzinfo=UTC), 120)
    ]
    assert errors(path) == [RowError(2, Why.TYPED_IN), RowError(3, Why.NO_NUMBER), RowError(4, Why.NO_DATE)]
    path.write_text(HEALTH[:-20])
    with pytest.raises(UnreadableFileError, match="ends in its middle"):
        walked(path)


def test_apple_healths_export_is_known_by_its_document_type_however_long_that_is(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    declared = "".join(f"<!ATTLIST Record note{number} CDATA #IMPLIED>\n" for number in range(200))
    path.write_text(HEALTH.replace("(Record*)> ]", f"(Record*)>\n{declared}]"))
    assert path.read_text().index("<HealthData") > files.BEGINNING
    assert [row.steps for row in walked(path)] == [120]


def xml(start: str = "2026-03-01 09:00:00 +0000", end: str = "2026-03-01 10:00:00 +0000", value: str = "1") -> str:
    record = f'<Record type="{STEPS}" value="{value}" startDate="{start}" endDate="{end}"/>'
    return f"<HealthData>{record}</HealthData>"


def point(steps: str = "1", **frame: object) -> str:
    interval = {"start_date_time": "2026-03-01T09:00:00Z", "duration": {"value": 1, "unit": "h"}} | frame
    told = {key: value for key, value in interval.items() if value is not None}
    return f'{{"step_count": {steps}, "effective_time_frame": {json.dumps({"time_interval": told})}}}'


def minutes(day: str = "2026-03-01", interval: object = 1, value: object = 1) -> str:
    dataset = {"datasetInterval": interval, "dataset": [{"time": "23:59:00", "value": value}]}
    return json.dumps({"activities-steps": [{"dateTime": day, "value": "x"}], "activities-steps-intraday": dataset})


def google(nanoseconds: str = "1", value: object = 1) -> str:
    entry = {"dataTypeName": "com.google.step_count.delta", "startTimeNanos": "0", "endTimeNanos": nanoseconds}
    return json.dumps({"point": [entry | {"value": [{"intVal": value}]}]})


DIGITS = "9" * 5000
LAST, FIRST_DAY = "9999-12-31", "0001-01-01"
WIDE = ",".join(["ActivityHour", *fitbit_csv.IN_THE_HOUR])


@pytest.mark.parametrize(
    "content",
    [
        *(xml(value=value) for value in (DIGITS, "1e999", "-1", "\u0663", "NaN")),
        *(xml(end=end) for end in (f"{LAST} 23:59:59 -0100", "2026-03-01 10:00:00 +9999", DIGITS)),
        xml(start=f"{FIRST_DAY} 00:00:00 +0100"),
        '<?xml version="1.0" encoding="utf-16"?>' + xml(),
        '<?xml version="1.0" encoding="big5"?>' + xml(),
        '<?xml version="1.0" encoding="none"?>' + xml(),
        *(point(steps) for steps in ("1e999", "1e308", "NaN", "-1", DIGITS[:4000], DIGITS, '{"unit": "steps"}')),
        *(
            point(duration={"value": value, "unit": "wk"})
            for value in (1e300, float("inf"), float("nan"), 10**400, 420_000, -1)
        ),
        point(start_date_time=f"{LAST}T23:59:00Z"),
        point(start_date_time=None, end_date_time=f"{FIRST_DAY}T00:01:00Z"),
        point(start_date_time=f"{LAST}T23:59:00-10:00"),
        *(f"ActivityDay,Steps\n{day},1\n" for day in (LAST, "0000-01-01", DIGITS)),
        f"ActivityDay,Steps\n2026-03-01,{DIGITS}\n",
        *(f"ActivityHour,Steps\n{LAST} {clock},1\n" for clock in ("23:59", "24:00", "23:00")),
        f"{WIDE}\n{LAST} 23:59{',1' * 60}\n",
        f'ActivityDay,Steps\n2026-03-01,"{"1" * 140_000}"\n',
        f'ActivityDay,Steps,"{"x" * 140_000}"\n2026-03-01,1\n',
        *(minutes(interval=interval) for interval in (10**12, 10**400, DIGITS, -1, 1.5, None)),
        *(minutes(day=day) for day in (LAST, DIGITS)),
        *(minutes(value=value) for value in (DIGITS, -1, 1e300, True)),
        *(google(nanoseconds) for nanoseconds in (DIGITS, "9" * 19, "1e9", "-5")),
        *(google("3600000000000", value) for value in (10**400, -1, 1.5, DIGITS)),
        json.dumps({"activities-steps": [{"dateTime": LAST, "value": "1"}]}),
        *(
            json.dumps({"ARDataList": [{"TimeZone": "+0100", "MDate": moment, "Steps": steps}]})
            for moment, steps in ((253_402_300_799, 1), (10**400, 1), (0, 10**400))
        ),
    ],
    ids=lambda content: f"{len(content)}-{content[:60]}",
)
def test_what_is_beyond_numbers_and_the_calendar_is_left_out_and_breaks_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "beyond"
    path.write_text(content)
    try:
        assert walked(path, DateOrder.DAY_FIRST) == []
    except UnreadableFileError:
        return
    assert errors(path, DateOrder.DAY_FIRST)


@pytest.mark.parametrize(("content", "said"), [(b"\xff\xfe", "no text"), (b"a,b\n1,2\n", "Nothing here knows")])
def test_other_files_are_refused_with_words(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=said):
        walked(path)


@pytest.mark.parametrize("why", Why)
def test_some_reader_gives_each_reason(why: Why) -> None:
    readers = Path(files.__file__).parent.glob("*.py")
    assert any(f"Why.{why.name}" in reader.read_text() for reader in readers)
