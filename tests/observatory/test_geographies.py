"""Places end, merge and lie in others; a figure is of the place as it was."""

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
from referrals.kit.refusal import Refusal
from tests.support.world import World

pytestmark = pytest.mark.time_machine(datetime(2026, 9, 23, 12, tzinfo=LONDON), tick=False)
BEGAN = date(2020, 4, 1)
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


def load(drafts: list[GeographyDraft] = PLACES) -> int:
    return geographies.load(drafts=drafts, edition="2026-04", source="Test places", by=SCHEDULE)


def lying(kind: Kind) -> set[tuple[str, str, date, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT code, place, valid_from, valid_to FROM ({}) AS lying").format(selectors.lying_in(kind))
        )
        return set(cursor.fetchall())


def test_loading_twice_is_loading_once(db: None) -> None:
    assert load() == load() == len(PLACES) == Geography.objects.count()


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
    ("drafts", "code"),
    [
        ([draft(), draft()], "two-places-at-once"),
        ([draft(ends=BEGAN)], "two-places-at-once"),
        ([draft("U12345")], "two-places-at-once"),
        ([draft("QOP")], "no-such-place"),
        ([draft("E08000009")], "wrong-kind-of-place"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(db: None, drafts: list[GeographyDraft], code: str) -> None:
    load()
    with pytest.raises(Refusal) as refused:
        load([*PLACES, *drafts])
    assert refused.value.code == code
    assert Geography.objects.count() == len(PLACES)


def test_only_the_schedule_loads_places(db: None) -> None:
    with pytest.raises(Refusal):
        geographies.load(drafts=[], edition="x", source="y", by=PUBLIC)


FILE = """code,kind,name,parent,valid_from,valid_to
E92000001,nation,England,,2020-04-01,
E12000002,region,North West,E92000001,2020-04-01,2030-04-01
"""


def test_places_are_loaded_from_a_file(db: None, tmp_path: Path) -> None:
    file, out = tmp_path / "places.csv", StringIO()
    file.write_text(FILE)
    call_command("load_geographies", file, edition="2026-04", source="ONS", stdout=out)
    assert out.getvalue() == "2 places\n"
    assert list(Geography.objects.order_by("code").values_list("code", "parent", "valid_to", "edition", "source")) == [
        ("E12000002", "E92000001", date(2030, 4, 1), "2026-04", "ONS"),
        ("E92000001", "", None, "2026-04", "ONS"),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("code,name\nE1,England\n", "kind"),
        (FILE.replace("nation", "planet"), "planet"),
        (FILE.replace("2030-04-01", "1 April"), "1 April"),
        (FILE.replace("region", "pcn"), "cannot lie in"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(db: None, tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "places.csv"
    file.write_text(text)
    with pytest.raises(CommandError, match=complaint):
        call_command("load_geographies", file, edition="x", source="y")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_geographies", tmp_path / "nowhere.csv", edition="x", source="y")
    assert not Geography.objects.exists()
