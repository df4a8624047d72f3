"""Sex, as it is recorded."""

from observatory.dimensions.conditions import first_of, quoted
from observatory.dimensions.dimension import PEOPLE, UNKNOWN, Dimension
from observatory.words import gettext_noop as _

LABELS = {"female": _("Female"), "male": _("Male"), "other": _("Other")}


def sex(value: str) -> str:
    """The segment of a recorded sex."""
    return value if value in LABELS else UNKNOWN


DIMENSION = Dimension(
    code="sex",
    order=30,
    title=_("Sex"),
    sql=first_of({value: f"people.sex = {quoted(value)}" for value in LABELS}, UNKNOWN),
    segment=lambda person, _sunday: sex(person["sex"]),
    labels=LABELS,
    source=PEOPLE,
)
