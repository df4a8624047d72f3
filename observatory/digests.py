"""The digest of a release, by which anyone can check that its figures are those that were released."""

import json
from collections.abc import Iterable
from hashlib import sha256

FIELDS = ("measure", "dimension", "segment", "value", "suppressed", "rate", "denominator")


def digest(figures: Iterable[object]) -> str:
    """SHA-256, hexadecimal, of the figures as JSON without spaces: a list of FIELDS for each, rates as text, sorted."""
    rows = [[getattr(figure, field) for field in FIELDS] for figure in figures]
    rows.sort(key=lambda row: row[:3])
    return sha256(json.dumps(rows, separators=(",", ":"), default=str).encode()).hexdigest()
