"""A table of populations by segment: which of its rows name something that figures are split by."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from observatory.dimensions import DIMENSIONS
from observatory.reference.spans import FOREVER
from referrals.kit.reference import rows as reading
from referrals.kit.reference.rows import Anomalies, Anomaly, Column, Layout, Row

# The codes of places by the Office for National Statistics.
RESIDENCE = re.compile(r"[EWSN][0-9]{8}")
AREA = reading.code(r"[A-Z0-9]{1,12}", "code of an area")
LAYOUT = Layout(
    (
        Column("dimension", reading.text(30)),
        Column("segment", reading.text(30)),
        Column("area", AREA),
        Column("valid_from", reading.day),
        Column("valid_to", reading.day, missing=None),
        Column("count", reading.number(0, 100_000_000)),
    )
)


@dataclass(frozen=True, slots=True)
class PopulationDraft:
    """The people of a segment in an area, valid from a day to before another."""

    dimension: str
    segment: str
    area: str
    valid_from: date
    count: int
    valid_to: date | None = None
    line: int = field(default=0, compare=False)


def drafts(rows: Iterable[Row]) -> Iterator[PopulationDraft]:
    """Rows of the layout's columns as drafts."""
    return (PopulationDraft(**row.values, line=row.line) for row in rows)


@dataclass(frozen=True, slots=True)
class Counted:
    """People whom a dimension counts on some days: where they live, or at their practices."""

    dimension: str
    valid_from: date
    valid_to: date | None
    where_they_live: bool

    def twice(self, other: "Counted") -> bool:
        """Whether a rate would add up the same people at their practices and where they live."""
        return (
            self.dimension == other.dimension
            and self.where_they_live is not other.where_they_live
            and self.valid_from < (other.valid_to or FOREVER)
            and other.valid_from < (self.valid_to or FOREVER)
        )


def counted(draft: PopulationDraft) -> Counted:
    """Whom a row counts. Areas with the ONS's codes are where people live; practices have the ODS's."""
    where_they_live = RESIDENCE.fullmatch(draft.area) is not None
    return Counted(draft.dimension, draft.valid_from, draft.valid_to, where_they_live)


def possible(
    drafts: Iterable[PopulationDraft],
    places: Mapping[str, Collection[str]],
    others: Iterable[Counted],
    anomalies: Anomalies,
) -> Iterator[PopulationDraft]:
    """The drafts that can be denominators; others are anomalies.

    `places`: each dimension of places → its codes. `others`: whom populations count that are loaded already.
    """
    known = set(others)
    for draft in drafts:
        here = counted(draft)
        if anomaly := _objection(draft, places):
            anomalies.add(anomaly)
        elif any(here.twice(other) for other in known):
            words = f"{draft.dimension} has populations of the other kind: at practices, or where people live"
            anomalies.add(Anomaly(draft.line, "dimension", "counted-already", words))
        else:
            known.add(here)
            yield draft


def _objection(draft: PopulationDraft, places: Mapping[str, Collection[str]]) -> Anomaly | None:
    dimension = DIMENSIONS.get(draft.dimension)
    if dimension is None:
        return Anomaly(draft.line, "dimension", "no-such-dimension", f"nothing is counted by {draft.dimension}")
    if draft.segment not in dimension.segments(places.get(draft.dimension, ())):
        words = f"{draft.segment} is no segment of {draft.dimension}"
        return Anomaly(draft.line, "segment", "no-such-segment", words)
    if draft.valid_to and draft.valid_to <= draft.valid_from:
        return Anomaly(draft.line, "valid_to", "ends-before-it-began", "ends before it began")
    return None
