"""Which of a CSV file's headings say what: a mapping file for each council's file. A new file is a new mapping.

Where several headings are named their cells are put together, divided by a comma. Every heading named in a mapping has
to be in the file; others may be, and are not used.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from referrals.directory.listing import FileError
from referrals.directory.needs import WORDS as NEEDS
from referrals.directory.rows import NEEDED, READERS
from referrals.plain_text import bare

MAPPINGS = Path(__file__).with_name("mappings")
# Read from other headings than its own, or worked out.
FIELDS = frozenset(READERS) - (frozenset(NEEDED) - {"name"}) - {"days"}
PARTS = frozenset({"id", "organisation_id", "organisation", "says", "needs", "accessible"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Columns by what they say.

    `id` and `organisation_id` are the columns that tell one service or organisation from another: the publisher's own
    number where there is one. `needs` is what everything in the file helps with, as NeedCodes. `accessible` are
    columns of Yes and No, each with what it says.
    """

    name: str
    id: tuple[str, ...]
    organisation_id: tuple[str, ...]
    organisation: tuple[str, ...]
    says: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    accessible: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> frozenset[str]:
        """Every column that is used."""
        named = {column for columns in self.says.values() for column in columns}
        return frozenset({*self.id, *self.organisation_id, *self.organisation, *named, *self.accessible})


def read(text: str, name: str) -> Shape:
    """A mapping file (TOML) as a shape; a FileError that says what is wrong with it."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"The mapping {name} is no TOML: {error}."
        raise FileError(message) from error
    _refuse_names("parts", found, PARTS, name)
    says, accessible = found.get("says", {}), found.get("accessible", {})
    if not isinstance(says, dict) or not isinstance(accessible, dict):
        message = f"The mapping {name} needs [says] and [accessible] to be tables."
        raise FileError(message)
    _refuse_names("fields", says, FIELDS, name)
    needs = _headings(found, "needs", name) if "needs" in found else ()
    _refuse_names("needs", needs, frozenset(NEEDS), name)
    return Shape(
        name=name,
        id=_headings(found, "id", name),
        organisation_id=_headings(found, "organisation_id", name),
        organisation=_headings(found, "organisation", name),
        says={field_: _headings(says, field_, name) for field_ in {"name": (), **says}},
        needs=needs,
        accessible={column: str(words) for column, words in accessible.items()},
    )


def _refuse_names(what: str, named: Collection[str], known: frozenset[str], mapping: str) -> None:
    if unknown := sorted(set(named) - known):
        message = (
            f"The mapping {mapping} has unknown {what}: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}."
        )
        raise FileError(message)


def _headings(of: Mapping[str, object], part: str, mapping: str) -> tuple[str, ...]:
    """One or several headings; at least one."""
    value = of.get(part)
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not several or not all(isinstance(one, str) for one in several):
        message = f'The mapping {mapping} has to name the headings of {part}, like {part} = ["Name"].'
        raise FileError(message)
    return tuple(several)


SHAPES = tuple(read(file.read_text(), file.stem) for file in sorted(MAPPINGS.glob("*.toml")))


def of(header: Collection[str], shapes: Collection[Shape] = SHAPES) -> Shape | None:
    """The shape whose columns are all in a header; of several the one that uses most of them."""
    seen = {key(column) for column in header}
    fitting = [shape for shape in shapes if {key(column) for column in shape.columns()} <= seen]
    return max(fitting, key=lambda shape: len(shape.columns()), default=None)


def key(column: str) -> str:
    """A column's name without regard to capitals, spaces around it, and marks that nobody sees."""
    return bare(column).casefold()
