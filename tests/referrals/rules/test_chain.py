"""The chain over the audit finds each way of tampering, and names the first row that is not as it was."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest

from referrals import chain
from referrals.chain import Anchor, Fault, Link

BEGAN = datetime(2026, 3, 2, 8, tzinfo=UTC)
ROWS, RUN = 120, 10
TRIES = 200


@dataclass(frozen=True, slots=True)
class Audit:
    """Rows with their links, those without one, and what stands outside."""

    links: list[Link]
    loose: list[tuple[int, datetime]]
    anchors: list[Anchor]

    def fault(self) -> Fault | None:
        return chain.first_fault(self.links, self.loose, self.anchors)


@cache
def _written() -> Audit:
    """Twelve runs of ten rows, two hours apart; an anchor after each third run, and one row that waits."""
    links, before = [], chain.BEGINNING
    for number in range(1, ROWS + 1):
        run = (number - 1) // RUN
        at = BEGAN + timedelta(hours=2 * run, seconds=number)
        content = chain.content_of({"id": 1000 + number, "did": "person.opened", "at": at, "person_id": number % 7})
        before = chain.digest_of(before, content)
        links.append(Link(number, 1000 + number, before, content, at))
    held = [links[last - 1] for last in range(3 * RUN, ROWS + 1, 3 * RUN)]
    anchors = [Anchor(link.number, link.digest, link.at or BEGAN) for link in held]
    return Audit(links, [(2000, links[-1].at or BEGAN)], anchors)


def written() -> Audit:
    """The same, to be tampered with."""
    audit = _written()
    return Audit([*audit.links], [*audit.loose], audit.anchors)


def made_anew(links: list[Link]) -> list[Link]:
    """The chain as somebody would make it who may write everything."""
    before, anew = chain.BEGINNING, []
    for number, link in enumerate(links, 1):
        before = chain.digest_of(before, link.content or "")
        anew.append(replace(link, number=number, digest=before))
    return anew


def edited(audit: Audit, chance: Random) -> int:
    spot = chance.randrange(ROWS)
    audit.links[spot] = replace(
        audit.links[spot], content=(audit.links[spot].content or "").replace("opened", "closed")
    )
    return spot + 1


def deleted(audit: Audit, chance: Random) -> int:
    spot = chance.randrange(ROWS - 1)
    if chance.random() < 0.5:
        audit.links[spot] = replace(audit.links[spot], content=None, at=None)
    else:
        del audit.links[spot]
    return spot + 1


def moved(audit: Audit, chance: Random) -> int:
    first, second = sorted(chance.sample(range(ROWS), 2))
    one, other = audit.links[first], audit.links[second]
    audit.links[first] = replace(one, content=other.content, at=other.at, event_id=other.event_id)
    audit.links[second] = replace(other, content=one.content, at=one.at, event_id=one.event_id)
    return first + 1


def put_in(audit: Audit, chance: Random) -> int:
    spot = chance.randrange(RUN, ROWS - RUN)
    like = audit.links[spot]
    if chance.random() < 0.5:
        # Without a link, among rows that have one.
        audit.loose.append((999, like.at or BEGAN))
        return ROWS + 1
    forged = replace(like, event_id=999, at=BEGAN + timedelta(minutes=chance.randrange(20)))
    audit.links.insert(spot, replace(forged, digest=chain.digest_of(audit.links[spot - 1].digest, like.content or "")))
    return spot + 1


def cut_off(audit: Audit, chance: Random) -> int:
    left = chance.randrange(ROWS)
    del audit.links[left:]
    return left + 1


TAMPERINGS = (edited, deleted, moved, put_in, cut_off)


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_each_of_a_thousand_tamperings_is_found_at_its_first_row(tampering: Callable[[Audit, Random], int]) -> None:
    """Two hundred of each kind, five kinds."""
    for seed in range(TRIES):
        audit = written()
        expected = tampering(audit, Random(seed))  # repeatable is the point
        fault = audit.fault()
        assert fault is not None, (tampering.__name__, seed)
        # Where a row is put in, the links after it are moved by one: it, or the one after it, is the first.
        assert expected <= fault.number <= expected + (tampering is put_in), (tampering.__name__, seed, fault)


def test_what_nobody_touched_is_whole() -> None:
    assert written().fault() is None


@pytest.mark.parametrize("sealed", [0, 1, 35, ROWS])
def test_rows_that_wait_for_their_links_are_no_fault_however_long_they_wait(sealed: int) -> None:
    """After an upgrade, or when the worker was away, batches are sealed long after the acts, and most still wait."""
    audit = written()
    waiting = [(link.event_id, link.at or BEGAN) for link in audit.links[sealed:]]
    later = [replace(one, at=BEGAN + timedelta(days=9)) for one in audit.anchors if one.number <= sealed]
    assert Audit(audit.links[:sealed], waiting, later).fault() is None


@pytest.mark.parametrize("seed", range(20))
def test_a_chain_that_is_made_anew_is_not_what_stands_outside(seed: int) -> None:
    audit = written()
    at = edited(audit, Random(seed))  # repeatable is the point
    fault = Audit(made_anew(audit.links), audit.loose, audit.anchors).fault()
    assert fault is not None
    assert at <= fault.number < at + 3 * RUN
    assert Audit(made_anew(audit.links), audit.loose, []).fault() is None


def test_an_anchor_of_a_chain_that_was_made_anew_does_not_stand_for_the_one_before_it() -> None:
    audit = written()
    edited(audit, Random(1))
    anew = made_anew(audit.links)
    later = [Anchor(link.number, link.digest, BEGAN + timedelta(days=9)) for link in anew[-1:]]
    assert Audit(anew, audit.loose, [*audit.anchors[-1:], *later]).fault() is not None


def test_a_column_that_came_later_changes_no_older_digest() -> None:
    row = {"id": 1, "did": "person.opened", "at": BEGAN}
    assert chain.content_of(row) == chain.content_of({**row, "address": "", "shown_ids": [], "role": None})


def test_an_anchor_is_found_in_a_line_of_a_log() -> None:
    anchor = written().anchors[0]
    assert chain.anchor_in(f"2026-03-02 INFO - referrals.actions.access.sealing {anchor}") == anchor
    assert chain.anchor_in(f'{{"message": "{anchor}"}}') == anchor
    assert chain.anchor_in(str(anchor)[:-8]) is None
    assert chain.anchor_in("audit-anchor of a ship") is None
    assert chain.anchor_in("another line") is None
