"""What the record knows of people, for dimensions: found by the names that dimensions give."""

from datetime import date

from observatory.dimensions.dimension import Row, Source
from referrals import facts


def rows(source: Source) -> facts.Facts:
    """The rows of a source; an AttributeError where `facts` has no such function."""
    found: facts.Facts = getattr(facts, source.name)()
    return found


def row_of(source: Source | None, who: int, day: date) -> Row:
    """What a source says of a person on a day; empty where nothing holds. Slow: one person at a time."""
    if source is None:
        return {}
    of_person = rows(source).filter(who=who)
    return next((dict(row) for row in of_person if not source.is_dated or _holds(row, day)), {})


def codes(known: str) -> set[str]:
    """The codes of places that the record knows of people, by the name that a dimension gives."""
    found: set[str] = getattr(facts, known)()
    return found


def _holds(row: Row, day: date) -> bool:
    return bool(row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]))
