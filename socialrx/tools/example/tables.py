"""The published figures in `data/`, as the loader needs them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
TRAFFORD = "E08000009"
STOKE = "E06000021"
AREAS = (TRAFFORD, STOKE)


@dataclass(frozen=True, slots=True)
class Place:
    """A lower layer super output area with its postcodes; `decile` 1 is the most deprived tenth."""

    code: str
    name: str
    area_code: str
    area_name: str
    decile: int
    postcodes: tuple[str, ...]

    @property
    def quintile(self) -> str:
        """The deprivation quintile, `1` to `5`."""
        return str((self.decile + 1) // 2)


@cache
def points() -> dict[str, tuple[float, float]]:
    """Latitude and longitude by postcode, of those that exist."""
    return {
        row["postcode"]: (float(row["latitude"]), float(row["longitude"]))
        for row in _rows("postcodes")
        if row["latitude"]
    }


@cache
def places() -> tuple[Place, ...]:
    """Every small area."""
    postcodes: dict[str, list[str]] = {}
    for row in _rows("postcodes"):
        postcodes.setdefault(row["lsoa_code"], []).append(row["postcode"])
    return tuple(
        Place(
            row["code"],
            row["name"],
            row["area_code"],
            row["area_name"],
            int(row["imd_decile"]),
            tuple(postcodes[row["code"]]),
        )
        for row in _rows("small_areas")
    )


@cache
def shares(dimension: str, area_code: str = "") -> dict[str, float]:
    """How referrals divide by a dimension: value -> share of 1; `area_code` for what differs by place."""
    return {
        row["value"]: float(row["share"])
        for row in _rows("rates")
        if row["dimension"] == dimension and row["area_code"] in {"", area_code}
    }


@cache
def residents(area_code: str) -> dict[str, dict[str, int]]:
    """Dimension -> segment -> how many of the place's residents (or of its small areas) are in it."""
    found: dict[str, dict[str, int]] = {}
    for row in _rows("population"):
        if row["area_code"] == area_code:
            found.setdefault(row["dimension"], {})[row["segment"]] = int(row["residents"])
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
