"""Places in time: what a file that describes one day changes in the spans that are known of a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from observatory.dimensions.places import Kind

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class GeographyDraft:
    """A place, valid from a day to before another. `parent`: the code of the place that it lies in, blank for none.

    `edition` and `source` say where that is from, `line` where in the file.
    """

    code: str
    kind: Kind
    name: str
    valid_from: date
    valid_to: date | None = None
    parent: str = ""
    edition: str = ""
    source: str = ""
    line: int = field(default=0, compare=False)

    def holds_on(self, day: date) -> bool:
        """Whether the span has this day in it."""
        return self.valid_from <= day < (self.valid_to or FOREVER)

    def says(self) -> tuple[Kind, str, str]:
        """What a span says of its place."""
        return self.kind, self.name, self.parent


# The spans of one place, in order and apart.
Spans = Sequence[GeographyDraft]


def on(spans: Spans, day: date) -> GeographyDraft | None:
    """The span of a place that holds on a day."""
    return next((span for span in spans if span.holds_on(day)), None)


def follow(spans: Spans, said: GeographyDraft) -> list[GeographyDraft]:
    """The spans once a file says what the place is on one day, `said.valid_from`.

    Another name or parent begins on that day. A parent that was not known is filled in for as long as it was not.
    """
    day = said.valid_from
    standing = on(spans, day)
    if standing is None:
        later = next((span for span in spans if span.valid_from > day), None)
        if later and later.says() == said.says():
            return _with(spans, later, [replace(later, valid_from=day)])
        return sorted([*spans, replace(said, valid_to=later.valid_from if later else None)], key=_began)
    if standing.says() == said.says():
        return list(spans)
    known = replace(said, valid_to=standing.valid_to)
    if standing.valid_from == day or (not standing.parent and standing.name == said.name):
        return _with(spans, standing, [replace(known, valid_from=standing.valid_from)])
    return _with(spans, standing, [replace(standing, valid_to=day), known])


def end(spans: Spans, day: date) -> list[GeographyDraft]:
    """The spans of a place that ends before a day. What is known of later goes, but never all that is known."""
    lasting = [span for span in spans if span.valid_from < day] or list(spans[:1])
    if lasting:
        last = lasting[-1]
        lasting[-1] = replace(last, valid_to=max(day, last.valid_from + timedelta(days=1)))
    return lasting


def begin(spans: Spans, said: GeographyDraft) -> list[GeographyDraft]:
    """The spans of a place that began on `said.valid_from`, with what is said of it until something else is known."""
    if spans and spans[0].valid_from <= said.valid_from:
        return list(spans)
    return [replace(said, valid_to=spans[0].valid_from if spans else said.valid_to), *spans]


def _with(spans: Spans, old: GeographyDraft, new: Iterable[GeographyDraft]) -> list[GeographyDraft]:
    return sorted([*(span for span in spans if span is not old), *new], key=_began)


def _began(span: GeographyDraft) -> date:
    return span.valid_from
