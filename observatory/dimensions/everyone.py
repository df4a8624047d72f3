"""Everyone together."""

from observatory.dimensions.conditions import quoted
from observatory.dimensions.dimension import ALL, Dimension
from observatory.words import gettext_noop as _

DIMENSION = Dimension(
    code="all",
    order=10,
    title=_("Everyone together"),
    sql=quoted(ALL),
    segment=lambda _row, _sunday: ALL,
    labels={ALL: _("Everyone")},
)
