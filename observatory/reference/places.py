"""A table of places with their days: which of its rows can stand beside each other and beside what is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from observatory.dimensions.places import LIES_IN, Kind
from observatory.reference.spans import FOREVER, GeographyDraft
from referrals.kit.reference import rows as reading
from referrals.kit.reference.rows import Anomalies, Anomaly, Column, Layout, Row

CODE = reading.code(r"[A-Z0-9]{1,12}", "code of a place")
LAYOUT = Layout(
    (
        Column("code", CODE),
        Column("kind", reading.one_of({kind.value: kind.value for kind in Kind})),
        Column("name", reading.text(200)),
        Column("parent", CODE, missing=""),
        Column("valid_from", reading.day),
        Column("valid_to", reading.day, missing=None),
    )
)


def drafts(rows: Iterable[Row]) -> Iterator[GeographyDraft]:
    """Rows of the layout's columns as drafts."""
    return (GeographyDraft(**{**row.values, "kind": Kind(row["kind"])}, line=row.line) for row in rows)


def possible(
    drafts: Iterable[GeographyDraft], known: Sequence[GeographyDraft], anomalies: Anomalies
) -> list[GeographyDraft]:
    """The drafts that can be: each code one place on any day, in a place that is there. Others are anomalies.

    `known` are the places of other sources.
    """
    left = list(_once_a_day(drafts, known, anomalies))
    while True:
        kinds = {draft.code: draft.kind for draft in [*known, *left]}
        placed = []
        for draft in left:
            if anomaly := _misplaced(draft, kinds):
                anomalies.add(anomaly)
            else:
                placed.append(draft)
        # What lies in a place that is refused is refused as well.
        if len(placed) == len(left):
            return placed
        left = placed


def _once_a_day(
    drafts: Iterable[GeographyDraft], known: Iterable[GeographyDraft], anomalies: Anomalies
) -> Iterator[GeographyDraft]:
    of_code: dict[str, list[GeographyDraft]] = defaultdict(list)
    for draft in known:
        of_code[draft.code].append(draft)
    for draft in drafts:
        if draft.valid_to and draft.valid_to <= draft.valid_from:
            words = f"{draft.code} ends before it began"
            anomalies.add(Anomaly(draft.line, "valid_to", "ends-before-it-began", words))
        elif any(_meet(draft, other) for other in of_code[draft.code]):
            words = f"{draft.code} is a place on some of these days already"
            anomalies.add(Anomaly(draft.line, "code", "two-places-at-once", words))
        else:
            of_code[draft.code].append(draft)
            yield draft


def _meet(one: GeographyDraft, other: GeographyDraft) -> bool:
    return one.valid_from < (other.valid_to or FOREVER) and other.valid_from < (one.valid_to or FOREVER)


def _misplaced(draft: GeographyDraft, kinds: dict[str, Kind]) -> Anomaly | None:
    if not draft.parent:
        return None
    if draft.parent not in kinds:
        return Anomaly(
            draft.line, "parent", "no-such-place", f"{draft.code} lies in {draft.parent}, which is not known"
        )
    if draft.parent == draft.code or kinds[draft.parent] not in LIES_IN[draft.kind]:
        return Anomaly(draft.line, "parent", "wrong-kind-of-place", f"{draft.code} cannot lie in {draft.parent}")
    return None
