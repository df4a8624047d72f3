"""Postcodes and small areas from files: every row is in afterwards, or listed with the reason."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from referrals.actions.people import places as actions
from referrals.kit.actor import PUBLIC
from referrals.kit.calendar import LONDON
from referrals.kit.reference.loads import Edition
from referrals.kit.reference.rows import Anomalies
from referrals.kit.refusal import Refusal
from referrals.kit.registries import reference_kinds
from referrals.models import Postcode, ReferenceLoad, SmallArea
from referrals.selectors.organisation import reference_data
from referrals.selectors.people import places

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(datetime(2026, 9, 23, 12, tzinfo=LONDON), tick=False)]
TODAY = date(2026, 9, 23)


def load(tmp_path: Path, command: str, text: str, **options: Any) -> str:
    file, out = tmp_path / "file.csv", StringIO()
    file.write_text(text)
    call_command(command, file, edition=options.pop("edition", "2026-08"), source="ONS", stdout=out, **options)
    return out.getvalue()


def postcodes(*lines: str) -> str:
    return "\n".join(["pcds,lsoa11,lat,long", *lines]) + "\n"


def test_postcodes_are_added_moved_and_never_lost(tmp_path: Path) -> None:
    first = postcodes("M33 2AB,E01005001,53.42,-2.32", "m332ac,E01005001,99.999999,0.000000")
    assert "2 new, 0 changed, 0 same, 0 ended" in load(tmp_path, "load_postcodes", first)
    assert "0 new, 0 changed, 2 same, 0 ended" in load(tmp_path, "load_postcodes", first)
    assert Postcode.objects.get(pk="M33 2AC").latitude is None
    second = postcodes("M33 2AB,E01005002,53.42,-2.32")
    assert "0 new, 1 changed, 0 same, 0 ended" in load(tmp_path, "load_postcodes", second)
    assert dict(Postcode.objects.values_list("postcode", "lsoa_code")) == {
        "M33 2AB": "E01005002",
        "M33 2AC": "E01005001",
    }


@pytest.mark.parametrize(
    ("line", "odd", "kept"),
    [
        ("M33 2A,E01005001,53.42,-2.32", "1 times no-postcode in postcode:\n  line 3 refused:", 1),
        ("ZZ99 3VZ,E01005001,53.42,-2.32", "1 times no-place in postcode:", 1),
        ("JE2 3AB,L99999999,53.42,-2.32", "1 times no-small-area in lsoa_code:", 1),
        ("M33 2AC,E05000001X,53.42,-2.32", "1 times no-code in lsoa_code:", 1),
        ("M33 2AC,,53.42,-2.32", "1 times empty in lsoa_code:", 1),
        ("M33 2AC,E01005001,53.42,", "1 times half-a-place in latitude:\n  line 3:", 2),
        ("M33 2AC,E01005001,53.42,22.3", "1 times no-coordinate in longitude:", 2),
        ("M33 2AC,E01005001,north,-2.32", "1 times no-coordinate in latitude:", 2),
        ("M33 2AB,E01005002,53.42,-2.32", "1 times twice in postcode:\n  line 3 refused: stands in line 2", 1),
    ],
)
def test_an_odd_line_of_postcodes_is_listed(tmp_path: Path, line: str, odd: str, kept: int) -> None:
    said = load(tmp_path, "load_postcodes", postcodes("M33 2AB,E01005001,53.42,-2.32", line))
    assert odd in said
    assert Postcode.objects.count() == kept
    assert Postcode.objects.get(pk="M33 2AB").lsoa_code == "E01005001"


def test_which_small_areas_a_directory_has_is_chosen_where_it_has_two(tmp_path: Path) -> None:
    text = "pcds,lsoa11,lsoa21,lat,long\nM33 2AB,E01005001,E01034000,53.42,-2.32\n"
    with pytest.raises(CommandError, match="Choose with --column lsoa_code"):
        load(tmp_path, "load_postcodes", text)
    load(tmp_path, "load_postcodes", text, column=[("lsoa_code", "lsoa21")])
    assert Postcode.objects.get().lsoa_code == "E01034000"


def test_every_anomaly_goes_into_a_file_where_one_is_named(tmp_path: Path) -> None:
    text = postcodes(*["nowhere,E01005001,,"] * 30, "M33 2AB,E01005001,,")
    said = load(tmp_path, "load_postcodes", text, anomalies=tmp_path / "odd.csv", dry_run=True)
    assert "and 10 more; --anomalies FILE has them all" in said
    odd = (tmp_path / "odd.csv").read_text().splitlines()
    assert (len(odd), odd[0]) == (31, "line,column,code,refused,words")
    assert "Nothing was written" in said
    assert not Postcode.objects.exists()


SMALL_AREAS = """LSOA11CD,LSOA11NM,LAD19CD,LAD19NM,IMD19_decile
E01005001,Trafford 001A,E08000009,Trafford,1
E01005002,Trafford 001B,E08000009,Trafford,9
"""


def test_small_areas_have_a_decile_an_authority_and_a_board(tmp_path: Path) -> None:
    boards = tmp_path / "boards.csv"
    boards.write_text("LSOA11CD,icb_code\nE01005001,QOP\nE01005009,X\n")
    said = load(tmp_path, "load_small_areas", SMALL_AREAS, edition="2019", boards=boards)
    assert "2 new, 0 changed, 0 same, 0 ended, 1 refused" in said
    assert "1 times no-board in board_code:\n  line 3: E01005002" in said
    assert places.small_areas() == {"E01005001": ("E08000009", 1), "E01005002": ("E08000009", 9)}
    assert list(SmallArea.objects.order_by("code").values_list("board_code", flat=True)) == ["QOP", ""]
    assert "2 same" in load(tmp_path, "load_small_areas", SMALL_AREAS, edition="2019", boards=boards)


def test_a_newer_edition_of_the_index_stands_beside_the_older_and_counts(tmp_path: Path) -> None:
    load(tmp_path, "load_small_areas", SMALL_AREAS, edition="2019")
    load(tmp_path, "load_small_areas", SMALL_AREAS.replace("Trafford,1", "Trafford,2"), edition="2025")
    assert SmallArea.objects.count() == 4
    assert places.small_areas()["E01005001"] == ("E08000009", 2)


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("E01005003,Trafford 001C,E08000009,Trafford,11", "1 times no-number in imd_decile:"),
        ("E01005003,Trafford 001C,Trafford,Trafford,1", "1 times no-code in area_code:"),
        ("E01005003,,E08000009,Trafford,1", "1 times empty in name:"),
        ("E01005001,Trafford 001A,E08000009,Trafford,2", "1 times twice in code:"),
    ],
)
def test_an_odd_line_of_small_areas_is_listed(tmp_path: Path, line: str, odd: str) -> None:
    assert odd in load(tmp_path, "load_small_areas", SMALL_AREAS + line + "\n", edition="2019")
    assert SmallArea.objects.count() == 2


def test_only_the_schedule_loads_places() -> None:
    for act in (actions.load_postcodes, actions.load_small_areas):
        with pytest.raises(Refusal):
            act(rows=[], edition=Edition("1", "ONS"), anomalies=Anomalies(), by=PUBLIC)


def test_the_checklist_says_what_is_loaded_missing_and_out_of_date(tmp_path: Path) -> None:
    kinds = {kind.name: kind for kind in reference_kinds.kinds()}
    assert [*kinds][:4] == ["small_areas", "postcodes", "geographies", "networks"]
    found = [reference_data.edition(kind, TODAY) for kind in kinds.values()]
    assert all(edition.is_missing and edition.last is None for edition in found)
    load(tmp_path, "load_postcodes", postcodes("M33 2AB,E01005001,,"), as_of=date(2026, 8, 1))
    load(tmp_path, "load_postcodes", postcodes("M33 2AC,E01005001,,"), edition="2026-02", as_of=date(2026, 2, 1))
    loaded = reference_data.edition(kinds["postcodes"], TODAY)
    assert (loaded.is_missing, loaded.is_out_of_date) == (False, False)
    assert loaded.last is not None
    # The newest edition, whichever was loaded last.
    assert (loaded.last.edition, loaded.last.source, loaded.last.actor_kind, loaded.last.user) == (
        *("2026-08", "ONS", "schedule"),
        None,
    )
    assert loaded.kind.command == "load_postcodes"
    assert reference_data.edition(kinds["postcodes"], date(2027, 9, 1)).is_out_of_date
    assert ReferenceLoad.objects.count() == 2
