"""Where the example lies: small areas, their postcodes and the places of figures, loaded by the product's own actions.

Small areas, local authorities, boards and regions are real; practices, networks and half of the postcodes are invented.
"""

from collections.abc import Iterator
from datetime import date

from observatory.actions import geographies
from observatory.actions.geographies import GeographyDraft
from observatory.dimensions.places import Kind
from referrals.actions.people import places
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.loads import Edition, all_or_nothing
from referrals.kit.reference.rows import numbered
from socialrx.tools.example import tables
from socialrx.tools.example.script import SCRIPT, Area

DEPRIVATION = Edition("2019", "Index of Multiple Deprivation 2019")
POSTCODES = Edition("example", "Office for National Statistics, and a district that does not exist")
PLACES = Edition("example", "Office for National Statistics, NHS England; invented practices and networks")
ENGLAND = ("E92000001", "England")


def load(since: date) -> None:
    """Load all of it. The places are valid from `since`."""
    areas = numbered(_small_areas())
    places.load_small_areas(rows=areas, edition=DEPRIVATION, anomalies=all_or_nothing(), by=SCHEDULE)
    postcodes = numbered(_postcodes())
    places.load_postcodes(rows=postcodes, edition=POSTCODES, anomalies=all_or_nothing(), by=SCHEDULE)
    geographies.load(drafts=_places(since), edition=PLACES, by=SCHEDULE)


def _small_areas() -> Iterator[dict[str, object]]:
    boards = {area.code: area.icb[0] for area in SCRIPT}
    for place in tables.places():
        yield {
            "code": place.code,
            "name": place.name,
            "area_code": place.area_code,
            "area_name": place.area_name,
            "imd_decile": place.decile,
            "board_code": boards.get(place.area_code, ""),
        }


def _postcodes() -> Iterator[dict[str, object]]:
    for place in tables.places():
        for postcode in place.postcodes:
            latitude, longitude = tables.points().get(postcode, (None, None))
            yield {"postcode": postcode, "lsoa_code": place.code, "latitude": latitude, "longitude": longitude}


def _places(since: date) -> Iterator[GeographyDraft]:
    """England, its two regions, and in each a local authority; beside these the NHS's regions, boards and practices."""
    yield GeographyDraft(ENGLAND[0], Kind.NATION, ENGLAND[1], since)
    for area in SCRIPT:
        yield from _of_area(area, since)


def _of_area(area: Area, since: date) -> Iterator[GeographyDraft]:
    chains = (
        (ENGLAND[0], (Kind.REGION, *area.region), (Kind.LOCAL_AUTHORITY, area.code, area.name)),
        (ENGLAND[0], (Kind.REGION, *area.nhs_region), (Kind.ICB, *area.icb), (Kind.PCN, *area.pcn)),
    )
    for parent, *chain in chains:
        for kind, code, name in chain:
            yield GeographyDraft(code, kind, name, since, parent=parent)
            parent = code  # noqa: PLW2901  # each lies in the one before
    for code, name in area.practices:
        yield GeographyDraft(code, Kind.PRACTICE, name, since, parent=area.pcn[0])
