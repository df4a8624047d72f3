"""A published number is written the same everywhere, and one that is whole as whole."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

import pytest

from observatory import spelling
from observatory.digests import digest


@pytest.mark.parametrize(
    ("value", "number", "canonical"),
    [
        *(("35", 35, 35), ("35.000", 35, 35), ("35.500", 35.5, "35.5"), ("0.000", 0, 0), ("100", 100, 100)),
        *(("1200.000", 1200, 1200), ("0.25", 0.25, "0.25"), ("-3.000", -3, -3)),
    ],
)
def test_a_whole_value_is_a_whole_number(value: str, number: float, canonical: int | str) -> None:
    written = spelling.number(Decimal(value))
    assert json.dumps(written) == json.dumps(number)
    assert spelling.canonical(Decimal(value)) == canonical
    assert type(spelling.canonical(Decimal(value))) is type(canonical)


def test_a_value_is_read_with_the_decimal_places_of_its_measure() -> None:
    assert [spelling.text(Decimal("1234.500"), digits) for digits in (0, 1, 2)] == ["1234", "1234.5", "1234.50"]
    assert [spelling.grouped(Decimal("1234.500"), digits) for digits in (0, 1)] == ["1,234", "1,234.5"]
    assert spelling.text(Decimal("35.000"), 0) == "35"
    assert spelling.canonical(None) is None


@dataclass(frozen=True)
class Row:
    measure: str = "referred"
    dimension: str = "sex"
    segment: str = "female"
    value: Decimal | None = Decimal("35.000")
    suppressed: bool = False
    rate: Decimal | None = Decimal("2.0")
    denominator: int | None = 17_500


HIDDEN = Row(segment="male", value=None, suppressed=True, rate=None, denominator=None)


def test_a_digest_is_that_of_the_figures_as_they_were_always_written() -> None:
    text = '[["referred","sex","female",35,false,"2.0",17500],["referred","sex","male",null,true,null,null]]'
    assert digest([Row(), HIDDEN]) == sha256(text.encode()).hexdigest()
    assert digest([HIDDEN, replace(Row(), value=Decimal(35))]) == digest([Row(), HIDDEN])


@pytest.mark.parametrize(
    "other",
    [
        *(Row(measure="x"), Row(dimension="x"), Row(segment="x"), Row(value=Decimal("35.5")), Row(suppressed=True)),
        *(Row(rate=Decimal("2.1")), Row(rate=None), Row(denominator=1), Row(value=None)),
    ],
)
def test_a_digest_tells_of_every_change(other: Row) -> None:
    assert digest([other]) != digest([Row()])
