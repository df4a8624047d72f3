"""The local authority where the person lived."""

from observatory.dimensions.conditions import quoted
from observatory.dimensions.dimension import ADDRESSES, UNKNOWN, Dimension
from observatory.dimensions.places import Kind, Places
from observatory.words import gettext_noop as _


def area(code: str | None) -> str:
    """The local authority."""
    return code or UNKNOWN


DIMENSION = Dimension(
    code="area",
    order=60,
    title=_("Local authority"),
    note=_("The local authority where the person lived at the end of the week."),
    sql=f"coalesce(nullif(addresses.area_code, ''), {quoted(UNKNOWN)})",
    segment=lambda address, _sunday: area(address.get("area_code")),
    labels={},
    source=ADDRESSES,
    places=Places(kind=Kind.LOCAL_AUTHORITY, of=Kind.LOCAL_AUTHORITY, known="areas"),
)
