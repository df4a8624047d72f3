"""Denominators from practices' lists, from residents of small areas, and from a table."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from observatory.actions import geographies
from observatory.actions.geographies import GeographyDraft
from observatory.dimensions.places import Kind
from observatory.models import Population
from observatory.reference import ages
from observatory.selectors import populations as selectors
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import LONDON
from referrals.kit.reference.loads import Edition
from referrals.kit.reference.rows import UnreadableError
from referrals.models import SmallArea
from tests.observatory.reference.files import Loaded, run

pytestmark = [pytest.mark.time_machine(datetime(2026, 9, 23, 12, tzinfo=LONDON), tick=False)]
TRAFFORD = "E08000009"


def load(tmp_path: Path, command: str, text: str, edition: str = "2026-04", **options: Any) -> Loaded:
    file = tmp_path / "file.csv"
    file.write_text(text)
    return run(command, file, edition=edition, source=options.pop("source", "Test lists"), **options)


def table(*lines: str) -> str:
    return "\n".join(["dimension,segment,area,valid_from,valid_to,count", *lines]) + "\n"


def lists(*lines: str) -> str:
    return "\n".join(["EXTRACT_DATE,ORG_CODE,SEX,AGE,NUMBER_OF_PATIENTS", *lines]) + "\n"


@pytest.fixture
def small_areas(db: None) -> None:
    for code, decile, area in (("E01000001", 1, TRAFFORD), ("E01000002", 9, TRAFFORD), ("E01000003", 2, "E06000021")):
        SmallArea.objects.create(
            code=code, name=code, area_code=area, area_name=area, imd_decile=decile, imd_edition="2019"
        )


@pytest.mark.parametrize(
    ("line", "odd"),
    [
        ("surname,smith,E08000009,2026-04-01,,7", "1 times no-such-dimension in dimension:"),
        ("imd_quintile,6,E08000009,2026-04-01,,7", "1 times no-such-segment in segment:"),
        ("age_band,0-16,E08000009,2026-04-01,,7", "1 times no-such-segment in segment:"),
        ("area,E08000008,E08000008,2026-04-01,,7", "1 times no-such-segment in segment:"),
        ("all,all,E08000009,2026-04-01,2026-04-01,7", "1 times ends-before-it-began in valid_to:"),
        ("all,all,E08000009,2026-04-01,,-7", "1 times no-number in count:"),
        ("all,all,E06000021,2026-04-01,,7\nall,all,E06000021,2026-04-01,,8", "1 times twice in dimension:"),
        ("sex,female,P91001,2026-05-01,,7", "1 times counted-already in dimension:"),
    ],
)
def test_a_row_that_can_be_no_denominator_is_listed_and_the_rest_is_loaded(
    tmp_path: Path, small_areas: None, line: str, odd: str
) -> None:
    good = [f"sex,female,{TRAFFORD},2026-04-01,,118000", f"area,{TRAFFORD},{TRAFFORD},2026-04-01,,235000"]
    loaded = load(tmp_path, "load_populations", table(*good, line))
    assert loaded.odd == [odd]
    assert (Population.objects.filter(area=TRAFFORD).count(), " 1 refused" in loaded.counts) == (2, True)


def test_an_edition_takes_the_place_of_what_it_said_before(tmp_path: Path, db: None) -> None:
    rows = [f"all,all,{TRAFFORD},2026-04-01,,10", f"sex,male,{TRAFFORD},2026-04-01,,5"]
    assert load(tmp_path, "load_populations", table(*rows)).counts.startswith("2 new")
    assert load(tmp_path, "load_populations", table(*rows)).counts.startswith("0 new, 0 changed, 2 same, 0 ended")
    rows = [f"all,all,{TRAFFORD},2026-04-01,,11"]
    assert load(tmp_path, "load_populations", table(*rows)).counts.startswith("0 new, 1 changed, 0 same, 1 ended")
    assert selectors.on(date(2026, 9, 1)) == {("all", "all"): 11}


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        ("ALL", ages.EVERYONE),
        ("17", "0-17"),
        ("18", "18-29"),
        ("0_4", "0-17"),
        ("20-24", "18-29"),
        ("65 to 69", "65-74"),
        ("95+", "75+"),
        ("75+", "75+"),
    ],
)
def test_an_age_is_in_the_band_that_holds_it(cell: str, band: str) -> None:
    assert ages.age_band(cell) == band


@pytest.mark.parametrize("cell", ["15_19", "16+", "0-90", "9-5", "old", "1e2"])
def test_an_age_in_two_bands_or_none_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableError):
        ages.age_band(cell)


def test_lists_become_everyone_by_sex_and_by_age_at_each_practice(tmp_path: Path, db: None) -> None:
    loaded = load(
        tmp_path,
        "load_list_sizes",
        lists(
            "01APR2026,P91001,ALL,ALL,6000",
            "01APR2026,P91001,FEMALE,ALL,3500",
            "01APR2026,P91001,MALE,ALL,2500",
            "01APR2026,P91001,FEMALE,17,1500",
            "01APR2026,P91001,FEMALE,18,2000",
            "01APR2026,P91001,MALE,0,2500",
            "01APR2026,P91002,MALE,95+,2000",
        ),
    )
    assert loaded.counts.startswith("8 new")
    assert selectors.on(date(2026, 4, 1)) == {
        ("all", "all"): 8000,
        ("sex", "female"): 3500,
        ("sex", "male"): 4500,
        ("age_band", "0-17"): 4000,
        ("age_band", "18-29"): 2000,
        ("age_band", "75+"): 2000,
    }
    assert selectors.on(date(2026, 3, 31)) == {}


@pytest.mark.parametrize(
    ("lines", "odd"),
    [
        (["01APR2026,P91001,MALE,15_19,9"], "1 times two-age-bands in age:"),
        (["01APR2026,P91001,ALL,ALL,9"], "1 times few in count:"),
        (["01APR2026,P91001,ALL,ALL,9000", "01APR2026,P91001,ALL,ALL,9000"], "1 times twice in practice:"),
        (["01APR2026,P91001,ALL,ALL,9000", "01APR2026,P91001,MALE,1,8000"], "1 times sum-differs in age:"),
        (["01APR2026,P91001,MALE,1,9", "01MAY2026,P91001,MALE,2,9"], "1 times another-day in as_of:"),
        (["01APR2026,P91001,TALL,1,9"], "1 times no-such-word in sex:"),
    ],
)
def test_an_odd_line_of_the_lists_is_listed(tmp_path: Path, db: None, lines: list[str], odd: str) -> None:
    text = "\n".join(["EXTRACT_DATE,CODE,SEX,AGE,NUMBER_OF_PATIENTS", *lines])
    assert odd in load(tmp_path, "load_list_sizes", text).odd


def test_lists_hold_until_the_next_ones_also_for_a_practice_that_has_ended(tmp_path: Path, db: None) -> None:
    april = lists("01APR2026,P91001,ALL,ALL,6000", "01APR2026,P91002,ALL,ALL,4000")
    july = lists("01JUL2026,P91001,ALL,ALL,9500")
    for _again in range(2):
        load(tmp_path, "load_list_sizes", april, edition="2026-04")
        load(tmp_path, "load_list_sizes", july, edition="2026-07")
    assert load(tmp_path, "load_list_sizes", april, edition="2026-04").counts.startswith("0 new, 0 changed, 2 same")
    assert selectors.on(date(2026, 6, 30)) == {("all", "all"): 10_000}
    assert selectors.on(date(2026, 7, 1)) == {("all", "all"): 9_500}


def test_only_the_lists_of_the_area_count_where_one_is_named(tmp_path: Path, db: None) -> None:
    text = lists("01APR2026,P91001,ALL,ALL,6000", "01APR2026,P91002,ALL,ALL,4000")
    loaded = load(tmp_path, "load_list_sizes", text, within=["P91001"])
    assert loaded.counts == "1 new, 0 changed, 0 same, 0 ended, 0 refused, 1 left out"


def residents(*rows: tuple[str, str, dict[str, int]], day: str = "2024-06-30") -> str:
    years = [*map(str, range(90)), "90+"]
    lines = [",".join(["period", "area_code", "sex", "all_ages", *years])]
    for code, sex, people in rows:
        counts = [people.get(year, 0) for year in years]
        lines.append(",".join([day, code, sex, str(people.get("total", sum(counts))), *map(str, counts)]))
    return "\n".join(lines) + "\n"


def test_residents_become_everyone_by_age_sex_deprivation_and_authority(tmp_path: Path, small_areas: None) -> None:
    text = residents(
        ("E01000001", "Persons", {"17": 100, "90+": 50}),
        ("E01000001", "Females", {"17": 60, "90+": 40}),
        ("E01000002", "Persons", {"30": 200}),
        ("E01000003", "Persons", {"30": 70}),
    )
    region = GeographyDraft("E12000002", Kind.REGION, "North West", date(2020, 1, 1))
    trafford = GeographyDraft(TRAFFORD, Kind.LOCAL_AUTHORITY, "Trafford", date(2020, 1, 1), parent=region.code)
    geographies.load(drafts=[region, trafford], edition=Edition("1", "Test places"), by=SCHEDULE)
    loaded = load(tmp_path, "load_residents", text, within=[region.code])
    assert loaded.counts.endswith("0 refused, 1 left out")
    assert selectors.on(date(2026, 1, 1)) == {
        ("all", "all"): 350,
        ("area", TRAFFORD): 350,
        ("region", "E12000002"): 350,
        ("sex", "female"): 100,
        ("imd_quintile", "1"): 150,
        ("imd_quintile", "5"): 200,
        ("age_band", "0-17"): 100,
        ("age_band", "75+"): 50,
        ("age_band", "30-44"): 200,
        **{("age_band", band): 0 for band in ("18-29", "45-64", "65-74")},
    }


@pytest.mark.parametrize(
    ("rows", "odd"),
    [
        ([("E01999999", "Persons", {"1": 1})], "1 times no-such-small-area in code:"),
        ([("E01000001", "Persons", {"1": 1})] * 2, "1 times twice in code:"),
        ([("E01000001", "Persons", {"1": 1, "total": 2})], "1 times sum-differs in total:"),
        ([("E05000001", "Nobody", {"1": 1})], "1 times no-such-word in sex:"),
    ],
)
def test_an_odd_line_of_the_residents_is_listed(
    tmp_path: Path, small_areas: None, rows: list[tuple[str, str, dict[str, int]]], odd: str
) -> None:
    good = ("E01000002", "Persons", {"30": 200})
    assert load(tmp_path, "load_residents", residents(good, *rows)).odd == [odd]


@pytest.mark.parametrize("command", ["load_list_sizes", "load_residents"])
def test_what_counts_people_has_to_say_of_which_day(tmp_path: Path, small_areas: None, command: str) -> None:
    text = lists(",P91001,ALL,ALL,6000") if command == "load_list_sizes" else residents(day="")
    with pytest.raises(CommandError, match="--as-of"):
        load(tmp_path, command, text)
    assert load(tmp_path, command, text, as_of=date(2026, 4, 1)).said
