"""A file of published facts becomes rows with types; every odd cell is named by its line and column."""

from datetime import date

import pytest

from referrals.kit.reference import rows as reading
from referrals.kit.reference.rows import KEPT, Anomalies, Anomaly, Column, Layout, UnreadableError, UnreadableFileError

DAY = date(2022, 1, 1)
LAYOUT = Layout(
    (
        Column("code", reading.code(r"[A-Z][0-9]{5}", "code of a practice"), ("practice_code", "org code")),
        Column("count", reading.number(0, 100)),
        Column("since", reading.day, missing=None),
        Column("name", reading.text(12), missing=""),
    ),
    {"code": 0, "count": 2},
)


def read(text: str, **chosen: str) -> tuple[list[dict[str, object]], list[tuple[int, str, str, bool]]]:
    anomalies = Anomalies()
    rows = [dict(row.values) for row in reading.read(text.splitlines(keepends=True), LAYOUT, anomalies, chosen)]
    return rows, [(odd.line, odd.column, odd.code, odd.refused) for odd in anomalies.kept]


def row(**changes: object) -> dict[str, object]:
    return {"code": "A81001", "count": 7, "since": None, "name": "", **changes}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("code,count\nA81001,7\n", [row()]),
        ("Count;Practice Code\n7;a81001\n", [row()]),
        ("PRACTICE_CODE\tcount\nA81001\t7\n", [row()]),
        ("code,count,since,name\nA81001,7,01Jan2022,  The   Surgery \n", [row(since=DAY, name="The Surgery")]),
        # Without a header, by place.
        ("A81001,something,7\nA81002,something,8\n", [row(), row(code="A81002", count=8)]),
        # Empty lines are no rows.
        ("code,count\n\n,,\nA81001,7\n\n", [row()]),
        # As spreadsheets of before Unicode have it.
        ("code,count,name\nA81001,7,Caf\udce9\n", [row(name="Café")]),
        ("code,count,name\nA81001,7,Caf\u00e9\u200b\n", [row(name="Café")]),
    ],
)  # fmt: skip
def test_a_row_has_our_names_and_types_however_the_file_has_them(text: str, rows: list[dict[str, object]]) -> None:
    assert read(text) == (rows, [])


@pytest.mark.parametrize(
    ("text", "odd", "left"),
    [
        ("A8100X,7,,", ("code", "no-code", True), 0),
        (",7,,", ("code", "empty", True), 0),
        ("A81001,101,,", ("count", "no-number", True), 0),
        ("A81001,7.5,,", ("count", "no-number", True), 0),
        ("A81001,\u0667,,", ("count", "no-number", True), 0),
        ("A81001,7,31 June,", ("since", "no-day", False), 1),
        ("A81001,7,,A name too long for its column", ("name", "too-long", False), 1),
        ("A81001,7,,\udc81", ("name", "encoding", False), 1),
        ("A81001,7", ("", "columns", True), 0),
        ('A81001,7,,"a"b', ("", "not-csv", True), 0),
    ],
)
def test_an_odd_cell_is_named_and_only_a_needed_one_takes_its_row_along(
    text: str, odd: tuple[str, str, bool], left: int
) -> None:
    rows, anomalies = read(f"code,count,since,name\nB81001,1,,\n{text}\n")
    assert anomalies == [(3, *odd)]
    assert len(rows) == 1 + left


@pytest.mark.parametrize(
    ("text", "chosen", "words"),
    [
        ("name,count\nx,7\n", {}, "no column code or practice_code or org code"),
        ("code,practice_code,count\nA81001,A81002,7\n", {}, "Several columns could be code: code, practice_code"),
        ("code,count\nA81001,7\n", {"code": "other"}, "no column code"),
        ("code,count\nA81001,7\n", {"size": "count"}, "no column size"),
        ("", {}, "no column code"),
    ],
)
def test_a_file_without_its_columns_is_refused_with_what_is_missing(
    text: str, chosen: dict[str, str], words: str
) -> None:
    layout = Layout(LAYOUT.columns)
    with pytest.raises(UnreadableFileError, match=words):
        list(reading.read(text.splitlines(keepends=True), layout, Anomalies(), chosen))


def test_one_of_several_columns_is_chosen() -> None:
    rows, _odd = read("code,practice_code,count\nA81001,A81002,7\n", code="practice_code")
    assert rows == [row(code="A81002")]


@pytest.mark.parametrize(
    "written", ["2022-01-01", "20220101", "01/01/2022", "01Jan2022", "01JAN2022", "1-Jan-22", "01-Jan-2022"]
)
def test_a_day_is_read_in_every_form_of_the_publishers(written: str) -> None:
    assert reading.day(written) == DAY


def test_a_word_of_a_list_is_read_in_any_case() -> None:
    reader = reading.one_of({"a": "active"})
    assert reader("A") == "active"
    with pytest.raises(UnreadableError, match="none of a"):
        reader("b")


def test_what_is_odd_is_all_told_and_counted_and_kept_up_to_a_number() -> None:
    told: list[Anomaly] = []
    anomalies = Anomalies(told.append)
    for line in range(KEPT + 5):
        anomalies.add(Anomaly(line, "code", "no-code", "odd", refused=line > 0))
    assert (len(told), len(anomalies.kept), anomalies.refused) == (KEPT + 5, KEPT, KEPT + 4)
    assert anomalies.counts == {("no-code", "code"): KEPT + 5}
