"""The real files load completely: counts are the files' own, what is odd in them is found, again changes nothing."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from observatory.dimensions.places import Kind
from observatory.models import Geography, Population
from observatory.selectors import geographies
from observatory.selectors import populations as selectors
from referrals.kit.calendar import LONDON
from referrals.models import Organisation, ReferenceLoad
from tests.observatory.reference.files import Loaded, run

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(datetime(2026, 9, 23, 12, tzinfo=LONDON), tick=False)]
AS_OF = date(2025, 5, 1)
Load = Callable[..., Loaded]
TRAFFORD = "E08000009"


@pytest.fixture
def load(shared_data: Path) -> Load:
    """Load one of the files twice: the second run has to change nothing. What the first run said."""

    def twice(command: str, name: str, edition: str, source: str, **options: Any) -> Loaded:
        file = shared_data / "nhs-reference" / name
        first = run(command, file, edition=edition, source=source, **options)
        again = run(command, file, edition=edition, source=source, **options)
        assert again.counts.startswith("0 new, 0 changed, "), again.counts
        assert " 0 ended, " in again.counts
        return first

    return twice


def test_every_practice_of_the_files_is_in_its_network_in_its_time(load: Load, shared_data: Path) -> None:
    first = load("load_networks", "practice_pcn_icb_region_map_2020-09.csv", "2020-09", "NHS England")
    assert first.odd == ["12 times no-network in pcn:"]
    assert Geography.objects.filter(kind="practice").count() == 888
    second = load("load_networks", "practice_pcn_icb_region_map_2022-01.csv", "2022-01", "NHS England")
    assert second.odd == ["43 times no-network in pcn:", "3 times two-parents in pcn:"]
    known = geographies.known(Kind.PRACTICE)
    # 23 of the 888 are in no later file.
    assert len(known) == 4750 + 23
    began = date(2022, 1, 1)
    there = set(
        Geography.objects.filter(kind="practice", valid_from__lte=began, valid_to=None).values_list("code", flat=True)
    )
    register = load("load_practices", "epraccur_practices.csv", "2025-05", "ODS", as_of=AS_OF, within=["QVV"])
    # 5,913 of the register's 7,892 are or were GP practices; the others are of another kind, or dormant.
    assert register.counts == "1,232 new, 4,521 changed, 0 same, 252 ended, 0 refused, 1,979 left out"
    assert register.odd == ["92 times gone in code:", "845 times no-such-place in board:"]
    now = set(Geography.objects.filter(kind="practice", valid_to=None).values_list("code", flat=True))
    assert len(now) == 4559
    # The 229 of the file of 2022 stay in the past and are out of the present; so are the 23 that went before.
    assert len(there - now) == 229 + 23
    assert all(geographies.holding(Kind.PRACTICE, code, began) == code for code in sorted(there - now)[:20])
    assert all(geographies.holding(Kind.PRACTICE, code, AS_OF) is None for code in sorted(there - now)[:20])
    ours = Organisation.objects.filter(kind="gp_practice")
    assert {practice.ods_code for practice in ours} == now & geographies.within(["QVV"])
    assert register.organisations.startswith(f"organisations: {Organisation.objects.count()} new")
    assert not ours.exclude(valid_to=None).exists()
    # The file of an earlier day, once more, says nothing new.
    file = shared_data / "nhs-reference" / "practice_pcn_icb_region_map_2020-09.csv"
    earlier = run("load_networks", file, edition="2020-09", source="NHS England")
    assert earlier.counts == "0 new, 0 changed, 1,045 same, 0 ended, 0 refused, 0 left out"
    assert ReferenceLoad.objects.count() == 3


def test_the_denominators_are_the_files_own_sums(load: Load, shared_data: Path) -> None:
    areas = load(
        "load_small_areas",
        "imd2019_lsoa11.csv",
        "2019",
        "MHCLG",
        boards=shared_data / "nhs-reference" / "lsoa11_to_subicb_icb_lad.csv",
    )
    assert (areas.counts, areas.odd) == ("32,844 new, 0 changed, 0 same, 0 ended, 0 refused, 0 left out", [])
    postcodes = load("load_postcodes", "trafford/postcodes_sample.csv", "2024", "ONS")
    assert (postcodes.counts, postcodes.odd) == ("2,816 new, 0 changed, 0 same, 0 ended, 0 refused, 0 left out", [])
    living = load("load_residents", "trafford/population_mid2024_by_lsoa_sex_age.csv", "mid-2024", "ONS")
    # Two small areas of 2021 were none in 2011: nothing says how deprived they are.
    assert living.odd == ["6 times no-such-small-area in code:"]
    people = selectors.on(date(2026, 1, 1))
    quintiles = sum(people["imd_quintile", str(fifth)] for fifth in range(1, 6))
    bands = sum(count for (dimension, _segment), count in people.items() if dimension == "age_band")
    sexes = people["sex", "female"] + people["sex", "male"]
    assert people["all", "all"] == people["area", TRAFFORD] == quintiles == bands == sexes
    assert people["all", "all"] == everyone(shared_data)
    refused = run_of_lists(shared_data)
    assert refused.odd == ["4,882 times counted-already in dimension:", "61 times few in count:"]
    Population.objects.all().delete()
    lists = load("load_list_sizes", "practice_list_size_2021-01.csv", "2021-01", "NHS England")
    assert lists.counts == "4,882 new, 0 changed, 0 same, 0 ended, 0 refused, 0 left out"
    assert selectors.on(date(2026, 1, 1))["all", "all"] == everyone_on_a_list(shared_data)


def everyone(shared_data: Path) -> int:
    """The residents of Trafford but for two small areas, added up from the file."""
    with (shared_data / "nhs-reference" / "trafford" / "population_mid2024_by_lsoa_sex_age.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["sex"] == "Persons"]
    return sum(int(row["all_ages"]) for row in rows if row["area_code"] not in {"E01034000", "E01034001"})


def everyone_on_a_list(shared_data: Path) -> int:
    """Everyone on a practice's list, added up from the file."""
    with (shared_data / "nhs-reference" / "practice_list_size_2021-01.csv").open() as file:
        return sum(int(row["NUMBER_OF_PATIENTS"]) for row in csv.DictReader(file))


def run_of_lists(shared_data: Path) -> Loaded:
    file = shared_data / "nhs-reference" / "practice_list_size_2021-01.csv"
    return run("load_list_sizes", file, edition="2021-01", source="NHS England")


def test_a_file_of_something_else_is_refused(shared_data: Path) -> None:
    for command in ("load_networks", "load_practices", "load_list_sizes", "load_residents", "load_postcodes"):
        with pytest.raises(CommandError, match="has no column"):
            run(
                command,
                shared_data / "nhs-reference" / "ethnic_category_england.csv",
                edition="1",
                source="x",
                as_of=AS_OF,
            )
