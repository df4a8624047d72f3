"""The measures, in the order of the pathway. One module each; adding one is adding it here."""

from observatory.measures import (
    accepted,
    attendances,
    declined,
    first_attended,
    median_daily_steps,
    people_with_steps,
    referred,
    referred_on,
)
from observatory.measures.measure import Measure

_MODULES = (
    referred,
    accepted,
    declined,
    referred_on,
    first_attended,
    attendances,
    people_with_steps,
    median_daily_steps,
)
MEASURES: dict[str, Measure] = {module.MEASURE.code: module.MEASURE for module in _MODULES}
