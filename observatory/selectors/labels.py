"""What readers see for dimensions and segments."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals import facts

Text = str | Promise

DIMENSIONS: dict[str, Text] = {
    "imd_quintile": _("Deprivation"),
    "age_band": _("Age"),
    "sex": _("Sex"),
    "ethnic_group": _("Ethnic group"),
    "area": _("Local authority"),
    "all": _("Everyone together"),
}
NOTES: dict[str, Text] = {
    "imd_quintile": _("Fifths of England's small areas by the Index of Multiple Deprivation, where the person lived."),
    "age_band": _("Age in years at the end of the week."),
    "ethnic_group": _("Groups of Census 2021: Chinese is counted under Asian."),
    "area": _("The local authority where the person lived at the end of the week."),
}
_SEGMENTS: dict[tuple[str, str], Text] = {
    ("all", "all"): _("Everyone"),
    ("imd_quintile", "1"): _("1 most deprived"),
    ("imd_quintile", "5"): _("5 least deprived"),
    ("sex", "female"): _("Female"),
    ("sex", "male"): _("Male"),
    ("sex", "other"): _("Other"),
    ("ethnic_group", "asian"): _("Asian"),
    ("ethnic_group", "black"): _("Black"),
    ("ethnic_group", "mixed"): _("Mixed"),
    ("ethnic_group", "white"): _("White"),
    ("ethnic_group", "other"): _("Other"),
}
_NOT_KNOWN = _("Not known")


def of_segments(dimension: str, segments: Iterable[str]) -> dict[str, str]:
    """The segments' names, in their order; an area without a known name keeps its code."""
    codes = list(segments)
    names: dict[str, str] = facts.area_names(codes) if dimension == "area" else {}
    found = {code: _SEGMENTS.get((dimension, code)) or names.get(code, code) for code in codes}
    return {code: str(_NOT_KNOWN if code == "unknown" else name) for code, name in found.items()}
