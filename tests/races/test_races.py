"""Many act at the same moment: one wins, the others are told so, and without its guard each race is lost."""

import contextlib
from collections.abc import Iterator

import pytest

from tests.races.crowd import crowd
from tests.races.races import RACES, Race
from tests.support.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("race", RACES)]


def run(race: type[Race], world: World, *, size: int, rounds: int) -> Iterator[list[int]]:
    """How many won, of each round."""
    raced = race(world, size)
    with crowd(size) as actors, contextlib.ExitStack() as stack:
        stack.callback(raced.over)
        for _round in range(rounds):
            yield raced.winners(actors.act(raced.prepare()))


def test_one_wins(world: World, race: type[Race]) -> None:
    assert {count for counts in run(race, world, size=8, rounds=3) for count in counts} == {1}


def test_without_its_guard_more_than_one_wins(world: World, race: type[Race], monkeypatch: pytest.MonkeyPatch) -> None:
    race.take_guard_away(monkeypatch)
    # Seen in the first round or two, on a busy machine perhaps a little later.
    assert any(count > 1 for counts in run(race, world, size=8, rounds=50) for count in counts)


@pytest.mark.long
@pytest.mark.parametrize("size", [2, 8, 32])
def test_one_wins_in_200_of_200_rounds(world: World, race: type[Race], size: int) -> None:
    assert [counts for counts in run(race, world, size=size, rounds=200) if set(counts) != {1}] == []
