"""Nobody is given away by what is published: not by one figure, and not by all of them together."""

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from observatory import disclosure
from observatory.protection.families import Family, protect_families
from observatory.protection.network import ENDLESS, Edge, Interval, Network
from observatory.protection.withholding import ENOUGH, Table, known, protect, protect_block
from tests.observatory.attacker import Attacker, Key, Seen

# `make test` attacks a few of them, `make test-long` all.
POPULATIONS, FEW, WEEKS = 200, 16, 4
SEGMENTS = {"age_band": 6, "sex": 3, "imd_quintile": 5}
# One event: the week, and the segment by dimension, of whom it is.
Event = tuple[int, dict[str, str]]


@cache
def events(seed: int) -> tuple[Event, ...]:
    """A small town in which some groups are rare and some weeks quiet, with one person planted whom nobody is like."""
    draw = random.Random(seed)
    rare = {name: [draw.random() ** 3 + 0.01 for _ in range(number)] for name, number in SEGMENTS.items()}

    def somebody() -> dict[str, str]:
        return {name: str(draw.choices(range(number), rare[name])[0]) for name, number in SEGMENTS.items()}

    found = [(week, somebody()) for week in range(WEEKS) for _ in range(draw.choice((3, 9, 20, 60)))]
    return (*found, (draw.randrange(WEEKS), {name: str(number - 1) for name, number in SEGMENTS.items()}))


def table_of(happened: list[dict[str, str]]) -> Table:
    """The counts of a period."""
    counted = {name: Counter(who[name] for who in happened) for name in SEGMENTS}
    splits = {name: {str(s): counted[name][str(s)] for s in range(number)} for name, number in SEGMENTS.items()}
    return Table(len(happened), splits)


def tables(happened: tuple[Event, ...], *, protected: bool = True) -> dict[str, Table]:
    """The weeks and their block, with what is withheld."""
    weeks = [table_of([who for week, who in happened if week == number]) for number in range(WEEKS)]
    block = table_of([who for _week, who in happened])
    if protected:
        for week in weeks:
            protect(week)
        protect_block(block, weeks)
    return {**{str(number): week for number, week in enumerate(weeks)}, "block": block}


def published(found: dict[str, Table]) -> dict[Key, Seen]:
    """All that anybody can fetch of it."""
    return {(period, *cell): one for period, table in found.items() for cell, one in seen(table)}


def seen(table: Table) -> Iterator[tuple[tuple[str, str], Seen]]:
    yield ("all", "all"), shown(table.everyone)
    for dimension, counts in table.splits.items():
        for segment, count in counts.items():
            cell = dimension, segment
            yield cell, Seen(withheld=True) if cell in table.withheld else shown(count)


def shown(count: int) -> Seen:
    value = disclosure.count(count).value
    return Seen(None if value is None else int(value))


def truth(found: dict[str, Table], key: Key) -> int:
    period, dimension, segment = key
    return found[period].everyone if dimension == "all" else found[period].splits[dimension][segment]


@pytest.mark.parametrize("seeds", [range(FEW), pytest.param(range(FEW, POPULATIONS), marks=pytest.mark.long)])
def test_no_hidden_count_can_be_narrowed_to_fewer_than_four_numbers(seeds: range) -> None:
    narrowed = {}
    for seed in seeds:
        found = tables(events(seed))
        narrowed.update({(seed, *key): values for key, values in Attacker(published(found)).narrowed(ENOUGH).items()})
    assert narrowed == {}


def test_without_what_is_withheld_people_are_worked_out() -> None:
    """The attack is one: the rule for single figures alone falls to it."""
    narrowed = 0
    for seed in range(FEW):
        found = tables(events(seed), protected=False)
        for key, values in Attacker(published(found)).narrowed(ENOUGH).items():
            narrowed += 1
            assert min(values) <= truth(found, key) <= max(values)
    assert narrowed >= 5


def test_four_single_people_are_known_exactly_without_protection() -> None:
    """12 in all are shown as 10, of whom 8 are of one kind: the others can only be one each."""
    table = Table(12, {"ethnic_group": {"a": 8, "b": 1, "c": 1, "d": 1, "e": 1}})
    found = Attacker(published({"0": table})).narrowed(ENOUGH)
    assert sorted(values for values in map(tuple, found.values())) == [(1,)] * 4
    protect(table)
    assert Attacker(published({"0": table})).narrowed(ENOUGH) == {}


def test_one_person_more_or_less_moves_few_cells_and_each_by_one_step() -> None:
    moved = cells = 0
    for seed in range(FEW):
        everyone = events(seed)
        before = published(tables(everyone))
        for index in random.Random(seed).sample(range(len(everyone)), 4):
            after = published(tables(everyone[:index] + everyone[index + 1 :]))
            cells += len(before)
            changes = [(before[key], after[key]) for key in before if before[key] != after[key]]
            moved += len(changes)
            assert all(is_one_step(old, new) for old, new in changes), changes
    assert moved <= 0.05 * cells


def is_one_step(old: Seen, new: Seen) -> bool:
    """A neighbouring multiple of five, or shown and hidden."""
    return old.value is None or new.value is None or abs(old.value - new.value) <= 5


def test_nearly_all_that_is_large_is_shown_near_the_truth() -> None:
    large = near = 0
    for seed in range(POPULATIONS):
        found = tables(events(seed))
        for key, one in published(found).items():
            count = truth(found, key)
            large += count >= 20
            near += count >= 20 and one.value is not None and abs(one.value - count) <= 2.5
    assert near >= 0.95 * large > 0


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        # 20 in all and 10 of one kind leave 6 or 7.
        ({"a": 12, "b": 6}, {"a"}),
        # 12 in all, shown as 10, and 8 of them of one kind: four others are one each.
        ({"a": 8, "b": 1, "c": 1, "d": 1, "e": 1}, {"a"}),
        ({"a": 30, "b": 3, "c": 22}, set()),
        ({"a": 30, "b": 0}, set()),
        # A split of a few is no split.
        ({"a": 3, "b": 0, "c": 4}, {"a", "b", "c"}),
    ],
)
def test_what_is_left_of_a_total_is_withheld(counts: dict[str, int], withheld: set[str]) -> None:
    assert protect(Table(sum(counts.values()), {"x": counts})) == {("x", segment) for segment in withheld}


def test_a_block_does_not_give_its_weeks_away() -> None:
    weeks = [Table(20, {"x": {"a": 12, "b": 8}}), Table(20, {"x": {"a": 6, "b": 14}})]
    for week in weeks:
        protect(week)
    block = Table(40, {"x": {"a": 18, "b": 22}})
    assert protect_block(block, weeks)


def test_what_a_reader_knows_of_a_count() -> None:
    assert known(0) == Interval(0, 0)
    assert known(7) == Interval(1, 7)
    assert known(8) == known(12) == Interval(8, 12)
    assert known(40, withheld=True) == Interval(0, ENDLESS)
    assert Interval(8, 12).holding(5) == Interval(5, 12)


def test_a_number_goes_as_far_as_others_make_room_for_it() -> None:
    bounds = Interval(0, 9)
    network = Network([Edge("a", "b", 3, bounds), Edge("a", "b", 2, Interval(1, 3)), Edge("b", "a", 5, Interval(5, 5))])
    # 2 to 4: the other may give one and take one.
    assert network.candidates(0, ENOUGH) == 3
    assert network.candidates(1, ENOUGH) == 3
    assert network.candidates(2, ENOUGH) == 1


def test_places_that_lie_in_one_another_do_not_give_each_other_away() -> None:
    """A network of 20 with a practice of 10 leaves 6 or 7 for the other practice."""
    counts = {"practice": {"P1": 12, "P2": 6, "P3": 31}, "network": {"N1": 18, "N2": 31}}
    families = [
        Family(("network", "N1"), [("practice", "P1"), ("practice", "P2")]),
        Family(("network", "N2"), [("practice", "P3")]),
    ]
    assert protect(Table(49, counts)) == set()
    assert protect_families(Table(49, counts), families) == {("practice", "P1")}


@pytest.mark.parametrize(
    ("practices", "withheld"),
    [
        # A network of a few that has many practices: each could only be one or two.
        ({"P1": 1, "P2": 1, "P3": 1, "P4": 1, "P5": 1, "P6": 40}, True),
        ({"P1": 3, "P6": 40}, False),
        ({"P1": 0, "P6": 40}, False),
    ],
)
def test_a_small_whole_is_not_known_by_its_parts(practices: dict[str, int], *, withheld: bool) -> None:
    small = sum(practices.values()) - 40
    counts = {"practice": practices, "network": {"N1": small, "N2": 40}}
    parts = [("practice", code) for code in practices if code != "P6"]
    families = [Family(("network", "N1"), parts), Family(("network", "N2"), [("practice", "P6")])]
    assert bool(protect_families(Table(small + 40, counts), families)) == withheld


def test_what_lies_nowhere_known_adds_up_to_nothing() -> None:
    """A network with people of practices that nobody knows leaves nothing for those that are known."""
    counts = {"practice": {"P1": 12, "P2": 6, "P3": 31}, "network": {"N1": 30, "N2": 19}}
    families = [Family(("network", "N1"), [("practice", "P1"), ("practice", "P2")])]
    assert protect_families(Table(49, counts), families) == set()
