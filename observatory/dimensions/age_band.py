"""Age, in bands."""

from datetime import date

from observatory.dimensions.conditions import first_of
from observatory.dimensions.dimension import PEOPLE, UNKNOWN, Dimension
from observatory.words import gettext_noop as _

# The lowest age of each band, in whole years.
BANDS = ((0, "0-17"), (18, "18-29"), (30, "30-44"), (45, "45-64"), (65, "65-74"), (75, "75+"))
AGE = "extract(year FROM age(week + 6, people.born_on))"


def age_on(born_on: date, day: date) -> int:
    """Whole years; someone born on 29 February has a birthday on 1 March of other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def age_band(born_on: date, day: date) -> str:
    """The band of the age on a day; `unknown` before birth."""
    age = age_on(born_on, day)
    return next((band for lowest, band in reversed(BANDS) if age >= lowest), UNKNOWN)


DIMENSION = Dimension(
    code="age_band",
    order=20,
    title=_("Age"),
    note=_("Age in years at the end of the week."),
    sql=first_of({band: f"{AGE} >= {lowest}" for lowest, band in reversed(BANDS)}, UNKNOWN),
    segment=lambda person, sunday: age_band(person["born_on"], sunday),
    labels={band: band for _lowest, band in BANDS},
    source=PEOPLE,
)
