"""SQL for dimensions, put together from constants of their modules."""

from collections.abc import Iterable, Mapping


def quoted(text: str) -> str:
    """The text as SQL has it."""
    return "'{}'".format(text.replace("'", "''"))


def is_one_of(column: str, values: Iterable[str]) -> str:
    """Whether the column has one of the values."""
    return f"{column} IN ({', '.join(map(quoted, values))})"


def first_of(branches: Mapping[str, str], otherwise: str) -> str:
    """The segment whose condition holds first; `branches` are segment → condition."""
    whens = " ".join(f"WHEN {condition} THEN {quoted(segment)}" for segment, condition in branches.items())
    return f"CASE {whens} ELSE {quoted(otherwise)} END"
