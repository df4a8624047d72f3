"""The chain over the audit: each link is a digest of the row and of all rows before it.

Whoever changes a row has to make every later link anew, and then no link is as it was written down outside.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

# Keys follow the clock, but for the length of a transaction: a row that is older by more than this than one before it
# was put in. When it was sealed says nothing, since a worker that was away seals afterwards what waits.
LATE = timedelta(hours=1)
BEGINNING = "0" * 64
# Number, digest, moment.
WRITTEN = re.compile(r"audit-anchor (\d+) ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT[\d:.]+\+\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """One link and its row. `content` and `at` are None where the row is gone; `at` is when the row says it was."""

    number: int
    event_id: int
    digest: str
    content: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stood outside the database: up to a link's number, its digest, at a moment."""

    number: int
    digest: str
    at: datetime

    def __str__(self) -> str:
        return f"audit-anchor {self.number} {self.digest} {self.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that is not as it was. `event_id` is None where the row and its link are both gone."""

    number: int
    event_id: int | None
    what: str


def content_of(columns: Mapping[str, object]) -> str:
    """A row as text, in one order. Empty columns are left out, so that a new column changes no older digest."""
    filled = {name: value for name, value in columns.items() if value not in (None, "", [], {})}
    return json.dumps(filled, sort_keys=True, default=_as_text)


def digest_of(before: str, content: str) -> str:
    """The digest of a row that follows the link `before`; 64 hexadecimal figures."""
    return sha256(f"{before}\n{content}".encode()).hexdigest()


def first_fault(
    links: Iterable[Link], loose: Iterable[tuple[int, datetime]], anchors: Sequence[Anchor]
) -> Fault | None:
    """The first fault of the chain, in the order of its links; None where it is whole.

    `loose` are the rows without a link, by key, with their moments. Where anchors of one link differ, one of them was
    written after it was made anew.
    """
    written: dict[int, set[str]] = {}
    for anchor in anchors:
        written.setdefault(anchor.number, set()).add(anchor.digest)
    before, number, latest = BEGINNING, 0, None
    for link in links:
        number += 1
        if fault := _fault_of(link, number, before, latest):
            return fault
        before = link.digest
        latest = max(filter(None, (latest, link.at)))
        if written.get(number, {link.digest}) != {link.digest}:
            return Fault(number, link.event_id, "this row or one before it was changed, and the chain made anew")
    if ends := [one for one in sorted(written) if one > number]:
        return Fault(number + 1, None, f"is gone, and all after it to {ends[-1]} at least")
    late = [key for key, at in loose if latest and at < latest - LATE]
    return Fault(number + 1, min(late), "was put in among older rows") if late else None


def _fault_of(link: Link, number: int, before: str, latest: datetime | None) -> Fault | None:
    if link.number != number:
        return Fault(number, None, "is gone with its link")
    if link.content is None or link.at is None:
        return Fault(number, link.event_id, "is gone")
    if digest_of(before, link.content) != link.digest:
        return Fault(number, link.event_id, "was changed or moved")
    if latest and link.at < latest - LATE:
        return Fault(number, link.event_id, "was put in among older rows")
    return None


def anchor_in(line: str) -> Anchor | None:
    """The anchor that a line of a file or a log holds; None where there is none, or it was cut off."""
    found = WRITTEN.search(line)
    return Anchor(int(found[1]), found[2], datetime.fromisoformat(found[3])) if found else None


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
