"""Population segments: which groups a figure is counted by, and the group that each value falls in.

A person's segment is that of their dated values at the end of the event's week. `unknown` is a segment of every
dimension, so that the segments of a dimension always hold everyone.
"""

from collections.abc import Iterable
from datetime import date

ALL = "all"
UNKNOWN = "unknown"
DIMENSIONS = ("all", "age_band", "sex", "ethnic_group", "imd_quintile", "area")

# The lowest age of each band, in whole years.
AGE_BANDS = ((0, "0-17"), (18, "18-29"), (30, "30-44"), (45, "45-64"), (65, "65-74"), (75, "75+"))
SEXES = ("female", "male", "other")
# NHS ethnic category codes by the groups of Census 2021: Chinese (R) is Asian, not "other" as in the NHS list.
ETHNIC_GROUPS = {
    "asian": ("H", "J", "K", "L", "R"),
    "black": ("M", "N", "P"),
    "mixed": ("D", "E", "F", "G"),
    "white": ("A", "B", "C"),
    "other": ("S",),
}
IMD_QUINTILES = ("1", "2", "3", "4", "5")

_FIXED: dict[str, tuple[str, ...]] = {
    "all": (ALL,),
    "age_band": (*(band for _lowest, band in AGE_BANDS), UNKNOWN),
    "sex": (*SEXES, UNKNOWN),
    "ethnic_group": (*ETHNIC_GROUPS, UNKNOWN),
    "imd_quintile": (*IMD_QUINTILES, UNKNOWN),
}


def keys(dimension: str, areas: Iterable[str] = ()) -> tuple[str, ...]:
    """Every segment of a dimension, in the order in which pages show them. `areas` are local authority codes."""
    return (*sorted(set(areas)), UNKNOWN) if dimension == "area" else _FIXED[dimension]


def age_on(born_on: date, day: date) -> int:
    """Whole years; someone born on 29 February has a birthday on 1 March of other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def age_band(born_on: date, day: date) -> str:
    """The band of the age on a day; `unknown` before birth."""
    age = age_on(born_on, day)
    return next((band for lowest, band in reversed(AGE_BANDS) if age >= lowest), UNKNOWN)


def sex(value: str) -> str:
    """The segment of a recorded sex."""
    return value if value in SEXES else UNKNOWN


def ethnic_group(category: str | None) -> str:
    """The group of an NHS ethnic category; not stated, not known and none are `unknown`."""
    return next((group for group, categories in ETHNIC_GROUPS.items() if category in categories), UNKNOWN)


def imd_quintile(decile: int | None) -> str:
    """`1` (most deprived) to `5`: two deciles each."""
    return UNKNOWN if decile is None else str((decile + 1) // 2)


def area(code: str | None) -> str:
    """The local authority."""
    return code or UNKNOWN
