"""Deprivation of the small area where the person lived, in fifths."""

from observatory.dimensions.conditions import quoted
from observatory.dimensions.dimension import ADDRESSES, UNKNOWN, Dimension
from observatory.words import gettext_noop as _


def imd_quintile(decile: int | None) -> str:
    """`1` (most deprived) to `5`: two deciles each."""
    return UNKNOWN if decile is None else str((decile + 1) // 2)


DIMENSION = Dimension(
    code="imd_quintile",
    order=50,
    title=_("Deprivation"),
    note=_("Fifths of England's small areas by the Index of Multiple Deprivation, where the person lived."),
    sql=f"coalesce(((addresses.imd_decile + 1) / 2)::text, {quoted(UNKNOWN)})",
    segment=lambda address, _sunday: imd_quintile(address.get("imd_decile")),
    labels={"1": _("1 most deprived"), "2": "2", "3": "3", "4": "4", "5": _("5 least deprived")},
    source=ADDRESSES,
)
