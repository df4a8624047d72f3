"""The measures, one module each, in the order of the pathway. Adding one is adding its module."""

from observatory.discovery import declared
from observatory.measures.measure import Measure

EVERY: dict[str, Measure] = declared(__name__, __path__, "MEASURE", Measure)
# What can be chosen, and what stands beside it to say how complete the record is.
MEASURES = {code: measure for code, measure in EVERY.items() if not measure.stands_beside}
COMPLETENESS = {code: measure for code, measure in EVERY.items() if measure.stands_beside}

__all__ = ["COMPLETENESS", "EVERY", "MEASURES", "Measure"]
