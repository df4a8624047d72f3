"""The region where the person lived: the one that their local authority lay in."""

from observatory.dimensions.area import area
from observatory.dimensions.conditions import quoted
from observatory.dimensions.dimension import ADDRESSES, UNKNOWN, Dimension
from observatory.dimensions.places import Kind, Places
from observatory.words import gettext_noop as _

DIMENSION = Dimension(
    code="region",
    order=70,
    title=_("Region"),
    note=_("The region of England where the person lived at the end of the week."),
    sql=f"coalesce(nullif(addresses.area_code, ''), {quoted(UNKNOWN)})",
    segment=lambda address, _sunday: area(address.get("area_code")),
    labels={},
    source=ADDRESSES,
    places=Places(kind=Kind.REGION, of=Kind.LOCAL_AUTHORITY, known="areas"),
)
