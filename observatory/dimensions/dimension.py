"""What a dimension is: the groups that figures are split by, as SQL for the counting and as Python for the recount.

A person's segment is that of their dated values at the end of the event's week. `unknown` is a segment of every
dimension that splits, so that the segments of a dimension always hold everyone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from observatory.dimensions.places import Places

ALL = "all"
UNKNOWN = "unknown"

# A row of a source, by the names of its columns; empty for a person without one at the end of the week.
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows about people: a function of `referrals.facts`. SQL names its columns as `source.column`.

    A dated one has a row for each span of days, of which the one that holds at the end of the week counts.
    """

    name: str
    is_dated: bool = True


PEOPLE = Source("people", is_dated=False)
ETHNICITIES = Source("ethnicities")
ADDRESSES = Source("addresses")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension. `sql` and `segment` (the row, the Sunday) are the same rule and give one of the segments' codes.

    `labels` are the names of its segments in the order in which pages show them, `unknown` left out; a dimension of
    `places` has the places' codes and names instead. `note` tells readers how the groups are made.
    """

    code: str
    order: int
    title: str
    sql: str
    segment: Callable[[Row, date], str]
    labels: Mapping[str, str]
    note: str = ""
    source: Source | None = None
    places: Places | None = None

    def segments(self, places: Iterable[str] = ()) -> tuple[str, ...]:
        """Every segment's code, in the order in which pages show them. `places`: those of a dimension of places."""
        if self.source is None:
            return tuple(self.labels)
        return (*(sorted({*places} - {UNKNOWN}) if self.places else self.labels), UNKNOWN)
