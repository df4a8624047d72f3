"""How a published value is written: the same number everywhere, and a whole one as whole."""

from decimal import Decimal


def number(value: Decimal) -> int | float:
    """For JSON and charts: 35 for 35.000, 35.5 for 35.500."""
    return int(value) if value == value.to_integral_value() else float(value)


def text(value: Decimal, digits: int) -> str:
    """For downloads: with as many decimal places as its measure has."""
    return f"{value:.{digits}f}"


def grouped(value: Decimal, digits: int) -> str:
    """For readers: as `text`, with thousands apart."""
    return f"{value:,.{digits}f}"


def canonical(value: Decimal | None) -> int | str | None:
    """For digests: a whole number as such, any other as text without noughts at its end."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
