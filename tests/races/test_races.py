"""Many act at the same moment: one wins, the others are told so, and without its guard each race is lost."""

import pytest

from tests.races.crowd import crowd
from tests.races.races import RACES, Race
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("race", RACES)]


def run(race: type[Race], world: World, *, size: int, rounds: int) -> list[list[int]]:
    """How many won, of each round."""
    raced = race(world, size)
    with crowd(size) as actors:
        return [raced.winners(actors.act(raced.prepare())) for _round in range(rounds)]


def test_one_wins(world: World, race: type[Race]) -> None:
    won = run(race, world, size=8, rounds=3)
    assert {count for counts in won for count in counts} == {1}


def test_without_its_guard_more_than_one_wins(world: World, race: type[Race], monkeypatch: pytest.MonkeyPatch) -> None:
    race.take_guard_away(monkeypatch)
    won = run(race, world, size=8, rounds=5)
    assert any(count > 1 for counts in won for count in counts)


@pytest.mark.long
@pytest.mark.parametrize("size", [2, 8, 32])
def test_one_wins_in_200_of_200_rounds(world: World, race: type[Race], size: int) -> None:
    won = run(race, world, size=size, rounds=200)
    assert {count for counts in won for count in counts} == {1}
