"""The digest of a release, by which anyone can check that its figures are those that were released."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from observatory import spelling

FIELDS = ("measure", "dimension", "segment", "value", "suppressed", "rate", "denominator")


def digest(figures: Iterable[object]) -> str:
    """SHA-256, hexadecimal, of the figures as JSON without spaces: a list of FIELDS for each, sorted.

    A whole value is a number, `35`; any other is text, `"35.5"`, and so is each rate, with its one decimal.
    `suppressed` is true or false, or `"withheld"` for what is hidden for the sake of another figure.
    """
    rows = sorted((_row(figure) for figure in figures), key=lambda row: row[:3])
    return sha256(json.dumps(rows, separators=(",", ":"), default=str).encode()).hexdigest()


def _row(figure: object) -> list[Any]:
    values = {field: getattr(figure, field) for field in FIELDS}
    suppressed = "withheld" if getattr(figure, "withheld", False) else values["suppressed"]
    return list((values | {"value": spelling.canonical(values["value"]), "suppressed": suppressed}).values())
