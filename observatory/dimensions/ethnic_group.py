"""Ethnic group, by the groups of Census 2021."""

from observatory.dimensions.conditions import first_of, is_one_of
from observatory.dimensions.dimension import ETHNICITIES, UNKNOWN, Dimension
from observatory.words import gettext_noop as _

# NHS ethnic category codes by the groups of Census 2021: Chinese (R) is Asian, not "other" as in the NHS list.
GROUPS = {
    "asian": ("H", "J", "K", "L", "R"),
    "black": ("M", "N", "P"),
    "mixed": ("D", "E", "F", "G"),
    "white": ("A", "B", "C"),
    "other": ("S",),
}
KNOWN = tuple(category for categories in GROUPS.values() for category in categories)


def ethnic_group(category: str | None) -> str:
    """The group of an NHS ethnic category; not stated, not known and none are `unknown`."""
    return next((group for group, categories in GROUPS.items() if category in categories), UNKNOWN)


DIMENSION = Dimension(
    code="ethnic_group",
    order=40,
    title=_("Ethnic group"),
    note=_("Groups of Census 2021: Chinese is counted under Asian."),
    sql=first_of({group: is_one_of("ethnicities.category", codes) for group, codes in GROUPS.items()}, UNKNOWN),
    segment=lambda ethnicity, _sunday: ethnic_group(ethnicity.get("category")),
    labels={
        "asian": _("Asian"),
        "black": _("Black"),
        "mixed": _("Mixed"),
        "white": _("White"),
        "other": _("Other"),
    },
    source=ETHNICITIES,
)
