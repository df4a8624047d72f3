"""Places end, merge and lie in others; a figure is of the place as it was."""

from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2 import sql

from observatory.actions import geographies
from observatory.actions.geographies import GeographyDraft
from observatory.dimensions.places import Kind
from observatory.models import Geography
from observatory.selectors import geographies as selectors
from observatory.selectors import labels
from referrals.kit.actor import PUBLIC, SCHEDULE
from referrals.kit.calendar import LONDON
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.reference.rows import Anomalies
from referrals.kit.refusal import Refusal
from tests.support.world import World

pytestmark = pytest.mark.time_machine(datetime(2026, 9, 23, 12, tzinfo=LONDON), tick=False)
BEGAN = date(2020, 4, 1)
EDITION = Edition("2026-04", "Test places")
MERGED = date(2026, 4, 1)
PLACES = [
    GeographyDraft("E92000001", Kind.NATION, "England", BEGAN),
    GeographyDraft("E12000002", Kind.REGION, "North West", BEGAN, parent="E92000001"),
    GeographyDraft("E12000005", Kind.REGION, "West Midlands", BEGAN, parent="E92000001"),
    GeographyDraft("E08000009", Kind.LOCAL_AUTHORITY, "Trafford", BEGAN, parent="E12000002"),
    # Moved from one region to another, and ended.
    GeographyDraft("E06000021", Kind.LOCAL_AUTHORITY, "Stoke", BEGAN, MERGED, "E12000002"),
    GeographyDraft("E06000021", Kind.LOCAL_AUTHORITY, "Stoke-on-Trent", MERGED, date(2028, 4, 1), "E12000005"),
]


def load(drafts: list[GeographyDraft] = PLACES) -> Counts:
    return geographies.load(drafts=drafts, edition=EDITION, by=SCHEDULE)


def lying(kind: Kind) -> set[tuple[str, str, date, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT code, place, valid_from, valid_to FROM ({}) AS lying").format(selectors.lying_in(kind))
        )
        return set(cursor.fetchall())


def test_loading_twice_is_loading_once(db: None) -> None:
    assert load() == Counts(new=len(PLACES))
    assert load() == Counts(same=len(PLACES))
    assert Geography.objects.count() == len(PLACES)


def test_another_edition_of_a_source_takes_the_place_of_the_one_before(db: None) -> None:
    load()
    moved = replace(PLACES[3], name="Trafford (new)")
    later = Edition("2027-04", EDITION.source)
    counts = geographies.load(drafts=[*PLACES[:3], moved], edition=later, by=SCHEDULE)
    # Whatever stands in the newer edition is of that edition.
    assert counts == Counts(changed=4, ended=2)
    assert set(Geography.objects.values_list("edition", flat=True)) == {"2027-04"}


def test_a_place_lies_in_larger_ones_as_long_as_both_last(db: None) -> None:
    load()
    assert {row for row in lying(Kind.REGION) if row[0] == "E06000021"} == {
        ("E06000021", "E12000002", BEGAN, MERGED),
        ("E06000021", "E12000005", MERGED, date(2028, 4, 1)),
    }
    assert ("E08000009", "E92000001", BEGAN, None) in lying(Kind.NATION)
    assert ("E12000002", "E12000002", BEGAN, None) in lying(Kind.REGION)


@pytest.mark.parametrize(
    ("kind", "code", "day", "place"),
    [
        (Kind.REGION, "E06000021", date(2026, 3, 31), "E12000002"),
        (Kind.REGION, "E06000021", MERGED, "E12000005"),
        (Kind.NATION, "E06000021", MERGED, "E92000001"),
        (Kind.REGION, "E06000021", date(2028, 4, 1), None),
        (Kind.REGION, "E06000021", date(2020, 3, 31), None),
        (Kind.LOCAL_AUTHORITY, "E06000021", MERGED, "E06000021"),
        (Kind.ICB, "E06000021", MERGED, None),
        (Kind.REGION, "unknown", MERGED, None),
    ],
)
def test_step_by_step_upwards_is_the_same(db: None, kind: Kind, code: str, day: date, place: str | None) -> None:
    load()
    assert selectors.holding(kind, code, day) == place
    by_sql = {
        larger
        for smaller, larger, since, until in lying(kind)
        if smaller == code and since <= day and (until is None or day < until)
    }
    assert by_sql == ({place} if place else set())


def test_names_are_the_newest_and_fall_back_on_the_small_areas(world: World) -> None:
    assert labels.of_segments("area", ["E08000009", "E06000021"])["E08000009"] == "Trafford"
    load([*PLACES[:3], GeographyDraft("E08000009", Kind.LOCAL_AUTHORITY, "Trafford (new)", BEGAN), *PLACES[4:]])
    assert labels.of_segments("area", ["E08000009", "E06000021", "E99999999", "unknown"]) == {
        "E08000009": "Trafford (new)",
        "E06000021": "Stoke-on-Trent",
        "E99999999": "E99999999",
        "unknown": "Not known",
    }


def draft(parent: str = "", kind: Kind = Kind.PCN, *, ends: date | None = None) -> GeographyDraft:
    return GeographyDraft("U12345", kind, "Somewhere", BEGAN, ends, parent)


@pytest.mark.parametrize(
    ("drafts", "codes"),
    [
        ([draft(), draft()], ["two-places-at-once"]),
        ([draft(ends=BEGAN)], ["ends-before-it-began"]),
        ([draft("U12345")], ["wrong-kind-of-place"]),
        ([draft("QOP")], ["no-such-place"]),
        ([draft("E08000009")], ["wrong-kind-of-place"]),
        # What lies in a place that cannot be is refused as well.
        (
            [draft("QOP"), GeographyDraft("P91001", Kind.PRACTICE, "Surgery", BEGAN, parent="U12345")],
            ["no-such-place", "no-such-place"],
        ),
    ],
)
def test_what_cannot_be_is_listed_and_the_rest_is_loaded(
    db: None, drafts: list[GeographyDraft], codes: list[str]
) -> None:
    anomalies = Anomalies()
    everything = [replace(each, line=line) for line, each in enumerate([*PLACES, *drafts], start=2)]
    counts = geographies.load(drafts=everything, edition=EDITION, by=SCHEDULE, anomalies=anomalies)
    assert [anomaly.code for anomaly in anomalies.kept] == codes
    assert anomalies.kept[-1].line in {8, 9}
    kept = len(everything) - len(codes)
    assert (counts.new, counts.refused, Geography.objects.count()) == (kept, len(codes), kept)


def test_without_a_list_of_what_cannot_be_all_of_it_is_refused(db: None) -> None:
    load()
    with pytest.raises(Refusal) as refused:
        load([*PLACES, draft("QOP")])
    assert (refused.value.code, "QOP" in refused.value.message) == ("row-refused", True)
    assert Geography.objects.count() == len(PLACES)


def test_a_place_of_another_source_is_not_taken_over(db: None) -> None:
    load()
    anomalies = Anomalies()
    other = Edition("1", "Somebody else")
    counts = geographies.load(drafts=PLACES[:1], edition=other, by=SCHEDULE, anomalies=anomalies)
    assert (counts.new, list(anomalies.counts)) == (0, [("two-places-at-once", "code")])


def test_only_the_schedule_loads_places(db: None) -> None:
    with pytest.raises(Refusal):
        geographies.load(drafts=[], edition=EDITION, by=PUBLIC)


FILE = """code,kind,name,parent,valid_from,valid_to
E92000001,nation,England,,2020-04-01,
E12000002,region,North West,E92000001,2020-04-01,2030-04-01
"""


def test_places_are_loaded_from_a_file(db: None, tmp_path: Path) -> None:
    file, out = tmp_path / "places.csv", StringIO()
    file.write_text(FILE)
    call_command("load_geographies", file, edition="2026-04", source="ONS", stdout=out)
    assert out.getvalue().splitlines() == [
        "geographies, 2026-04 (ONS).",
        "2 new, 0 changed, 0 same, 0 ended, 0 refused, 0 left out",
    ]
    assert list(Geography.objects.order_by("code").values_list("code", "parent", "valid_to", "edition", "source")) == [
        ("E12000002", "E92000001", date(2030, 4, 1), "2026-04", "ONS"),
        ("E92000001", "", None, "2026-04", "ONS"),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (FILE.replace("nation", "planet"), "line 2 refused: 'planet' is none of practice"),
        (FILE.replace("2030-04-01", "1 April"), "1 times no-day in valid_to"),
        (FILE.replace("region", "pcn"), "line 3 refused: E12000002 cannot lie in E92000001"),
    ],
)
def test_a_row_that_cannot_be_read_is_said_with_its_line(db: None, tmp_path: Path, text: str, complaint: str) -> None:
    file, out = tmp_path / "places.csv", StringIO()
    file.write_text(text)
    call_command("load_geographies", file, edition="x", source="y", stdout=out)
    assert complaint in out.getvalue()


def test_a_file_that_cannot_be_read_says_why(db: None, tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("code,name\nE1,England\n")
    with pytest.raises(CommandError, match=r"has no column kind; valid_from\. Its columns: code, name"):
        call_command("load_geographies", file, edition="x", source="y")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_geographies", tmp_path / "nowhere.csv", edition="x", source="y")
    assert not Geography.objects.exists()
