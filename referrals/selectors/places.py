"""Where a postcode is and how deprived its small area is."""

from collections.abc import Iterable
from dataclasses import dataclass

from referrals.models import Postcode, SmallArea


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


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of local authorities by their codes, of those that are in the table."""
    return dict(SmallArea.objects.filter(area_code__in=codes).values_list("area_code", "area_name").distinct())
