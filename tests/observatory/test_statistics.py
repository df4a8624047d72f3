"""A statistic is the same in SQL as it is fact by fact, and hides the few."""

import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.db import connection
from psycopg2 import sql

from observatory.disclosure import HIDDEN, NO_DATA, Shown
from observatory.statistics.averages import DAYS, MEAN, mean, median
from observatory.statistics.count import COUNT, PEOPLE
from observatory.statistics.share import SHARE, SHARE_OF_PEOPLE, SHARE_OF_THINGS
from observatory.statistics.statistic import Fact, RawCell, Statistic

STEPS = median(Decimal(100), "steps a day")
OF_NUMBERS = [COUNT, PEOPLE, MEAN, STEPS, DAYS]
OF_TRUTHS = [SHARE, SHARE_OF_PEOPLE, SHARE_OF_THINGS]


def in_sql(statistic: Statistic, facts: Sequence[Fact]) -> RawCell:
    rows = sql.SQL(", ").join(sql.Literal(("w", "d", "s", fact.who, fact.value)) for fact in facts)
    statement = sql.SQL("WITH cell (period, dimension, segment, who, value) AS (VALUES {}) {}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(rows, sql.SQL(statistic.sql)).as_string(cursor.cursor))
        [(period, dimension, segment, *numbers)] = cursor.fetchall()
    assert (period, dimension, segment) == ("w", "d", "s")
    return RawCell(*numbers)


def agrees(statistic: Statistic, facts: Sequence[Fact]) -> None:
    cell, by_hand = in_sql(statistic, facts), statistic.recount(facts)
    assert by_hand is not None
    assert float(cell.value) == pytest.approx(float(by_hand))
    assert cell.people == len({fact.who for fact in facts})


def drawn(seed: int, values: Sequence[object]) -> list[Fact]:
    """From 1 to 12 facts of at most 4 people, the same for the same seed."""
    draw = random.Random(seed)
    return [Fact(draw.randint(1, 4), draw.choice(values)) for _index in range(draw.randint(1, 12))]


@pytest.mark.parametrize("statistic", OF_NUMBERS, ids=lambda statistic: statistic.code)
def test_numbers_come_out_the_same_in_sql(db: None, statistic: Statistic) -> None:
    for seed in range(20):
        agrees(statistic, drawn(seed, range(20_000)))


@pytest.mark.parametrize("statistic", OF_TRUTHS, ids=lambda statistic: statistic.code)
def test_shares_come_out_the_same_in_sql(db: None, statistic: Statistic) -> None:
    for seed in range(20):
        facts = drawn(seed, [True, False])
        agrees(statistic, facts)
        cell = in_sql(statistic, facts)
        assert float(cell.value) == pytest.approx(100 * cell.part / cell.whole)


FACTS = [Fact(1, 10), Fact(1, 20), Fact(2, 40), Fact(3, 0)]
TRUTHS = [Fact(1, value=True), Fact(1, value=False), Fact(2, value=True), Fact(3, value=True), Fact(4, value=False)]


@pytest.mark.parametrize(
    ("statistic", "facts", "number"),
    [
        *((COUNT, FACTS, 4), (PEOPLE, FACTS, 3), (MEAN, FACTS, 17.5), (DAYS, FACTS, 15), (STEPS, FACTS, 15)),
        *((STEPS, [*FACTS, Fact(3, 100)], 40), (DAYS, [*FACTS, Fact(3, 100)], 20)),
        *((SHARE, TRUTHS, 60), (SHARE_OF_PEOPLE, TRUTHS, 50), (SHARE_OF_THINGS, TRUTHS, 60)),
        *((COUNT, [], 0), (PEOPLE, [], 0)),
        *((empty, [], None) for empty in (MEAN, DAYS, STEPS, SHARE, SHARE_OF_PEOPLE, SHARE_OF_THINGS)),
    ],
)
def test_a_recount_is_what_its_name_says(statistic: Statistic, facts: list[Fact], number: float | None) -> None:
    assert statistic.recount(facts) == number


@pytest.mark.parametrize(
    ("statistic", "cell", "shown"),
    [
        *((COUNT, None, Shown(Decimal(0))), (COUNT, RawCell(7, 1), HIDDEN), (COUNT, RawCell(8, 1), Shown(Decimal(10)))),
        *((PEOPLE, None, Shown(Decimal(0))), (PEOPLE, RawCell(13, 13), Shown(Decimal(15)))),
        *((MEAN, None, NO_DATA), (MEAN, RawCell(3.14, 7), HIDDEN), (MEAN, RawCell(3.14, 8), Shown(Decimal("3.1")))),
        *((DAYS, None, NO_DATA), (DAYS, RawCell(12.5, 7), HIDDEN), (DAYS, RawCell(12.5, 8), Shown(Decimal(13)))),
        *((STEPS, None, NO_DATA), (STEPS, RawCell(4449, 7), HIDDEN), (STEPS, RawCell(4450, 8), Shown(Decimal(4500)))),
        *((SHARE, None, NO_DATA), (SHARE, RawCell(50, 9, 7, 14), HIDDEN)),
        (SHARE, RawCell(57, 9, 8, 14), Shown(Decimal(67))),
        *((SHARE_OF_PEOPLE, None, NO_DATA), (SHARE_OF_PEOPLE, RawCell(50, 14, 7, 14), HIDDEN)),
        *((SHARE_OF_THINGS, None, NO_DATA), (SHARE_OF_THINGS, RawCell(50, 2, 1, 2), Shown(Decimal(50)))),
    ],
)
def test_a_statistic_hides_the_few_and_rounds(statistic: Statistic, cell: RawCell | None, shown: Shown) -> None:
    assert statistic.show(cell) == shown


def test_a_statistic_has_the_decimal_places_of_its_base() -> None:
    assert [mean(Decimal(base), "").digits for base in ("100", "5", "1", "0.5", "0.1", "0.25")] == [0, 0, 0, 1, 1, 2]
    assert [statistic.digits for statistic in (*OF_NUMBERS, *OF_TRUTHS)] == [0, 0, 1, 0, 0, 0, 0, 0]


def test_every_statistic_has_a_unit_and_only_counts_have_rates() -> None:
    every = [*OF_NUMBERS, *OF_TRUTHS]
    assert all(statistic.unit for statistic in every)
    assert [statistic.code for statistic in every if statistic.has_rate] == ["count", "people"]
    assert len({statistic.code for statistic in every}) == len(every)
