"""Where a postcode is and how deprived its small area is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Avg

from referrals.models import Organisation, Postcode, SmallArea


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere on the map, and what to call it after "miles from"."""

    latitude: float
    longitude: float
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A small area with its local authority and deprivation decile, 1 most deprived; empty where not known."""

    lsoa_code: str = ""
    area_code: str = ""
    imd_decile: int | None = None
    imd_edition: str = ""


NOWHERE = Place()


def of_postcode(postcode: str | None) -> Place:
    """The place of a postcode, by the newest edition of the index; NOWHERE for one that is not in the table."""
    if not postcode:
        return NOWHERE
    known = Postcode.objects.filter(postcode=postcode).first()
    area = known and SmallArea.objects.filter(code=known.lsoa_code).order_by("-imd_edition").first()
    if not area:
        return NOWHERE
    return Place(area.code, area.area_code, area.imd_decile, area.imd_edition)


def middle_of(around: str) -> Point | None:
    """The middle of the known postcodes of a district or sector; None where we know none there."""
    beginning = around if " " in around else f"{around} "
    known = Postcode.objects.filter(postcode__startswith=beginning, latitude__isnull=False)
    middle = known.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    return None if middle["latitude"] is None else Point(middle["latitude"], middle["longitude"], around)


def point_of(postcode: str | None, name: str) -> Point | None:
    """Where a postcode is; None where that is not known."""
    known = Postcode.objects.filter(postcode=postcode or "").first()
    if known is None or known.latitude is None or known.longitude is None:
        return None
    return Point(known.latitude, known.longitude, name)


def areas(also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Code and name of the local authorities in which an organisation works, and of others, by name."""
    worked_in = Organisation.objects.exclude(area_code="").values_list("area_code", flat=True)
    names = area_names({*worked_in, *also})
    return sorted(names.items(), key=lambda area: area[1])


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of local authorities by their codes, of those that are in the table."""
    return dict(SmallArea.objects.filter(area_code__in=codes).values_list("area_code", "area_name").distinct())


def small_areas() -> dict[str, tuple[str, int]]:
    """Every small area with its local authority and decile, each by the newest edition that has it."""
    newest = SmallArea.objects.order_by("code", "-imd_edition").distinct("code")
    return {code: (area, decile) for code, area, decile in newest.values_list("code", "area_code", "imd_decile")}
