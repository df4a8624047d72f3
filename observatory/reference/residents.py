"""Residents of small areas by sex and year of age (ONS) → how many people each segment has in each local authority."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from observatory.dimensions.dimension import ALL
from observatory.dimensions.imd_quintile import imd_quintile
from observatory.reference import ages
from observatory.reference.ages import EVERYONE
from observatory.reference.populations import PopulationDraft
from referrals.kit.reference import rows as reading
from referrals.kit.reference.rows import Anomalies, Anomaly, Column, Layout, Row

OLDEST = 90
YEARS = (*map(str, range(OLDEST)), f"{OLDEST}+")
COUNT = reading.number(0, 1_000_000)
LAYOUT = Layout(
    (
        Column("as_of", reading.day, ("period",), None),
        Column("code", reading.code(r"[EWSN][0-9]{8}", "code of a small area"), ("area_code", "lsoa21cd", "lsoa11cd")),
        Column("sex", reading.one_of(ages.SEXES)),
        Column("total", COUNT, ("all_ages",)),
        *(Column(year, COUNT) for year in YEARS),
    )
)
BANDS = tuple((year, ages.age_band(year)) for year in YEARS)


@dataclass(slots=True)
class Residents:
    """The residents of one day. `small_areas`: small area → its local authority and decile, None where not known;
    `areas`: the local authorities that are asked for, None for all.
    """

    day: date | None
    small_areas: Mapping[str, tuple[str, int | None]]
    areas: Collection[str] | None = None
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    seen: set[tuple[str, str]] = field(default_factory=set)
    left_out: int = 0

    def read(self, rows: Iterable[Row], anomalies: Anomalies) -> None:
        """Add up the rows of each local authority."""
        for row in rows:
            self.day = self.day or row["as_of"]
            known = self.small_areas.get(row["code"])
            if known is None:
                words = f"{row['code']} is no small area of the newest edition of the index"
                anomalies.add(Anomaly(row.line, "code", "no-such-small-area", words))
            elif self.areas is not None and known[0] not in self.areas:
                self.left_out += 1
            elif anomaly := self._problem(row):
                anomalies.add(anomaly)
            else:
                self.seen |= {(row["code"], row["sex"])}
                self._add(row, *known)

    def _problem(self, row: Row) -> Anomaly | None:
        if self.day is None:
            return Anomaly(row.line, "as_of", "no-day", "nothing says which day the file describes")
        if row["as_of"] not in {None, self.day}:
            return Anomaly(row.line, "as_of", "another-day", f"describes {row['as_of']}, not {self.day}")
        if (row["code"], row["sex"]) in self.seen:
            return Anomaly(row.line, "code", "twice", f"{row['code']} stands in the file already")
        if (people := sum(row[year] for year in YEARS)) != row["total"]:
            return Anomaly(row.line, "total", "sum-differs", f"{people} people by age, {row['total']} in all")
        return None

    def _add(self, row: Row, area: str, decile: int | None) -> None:
        if row["sex"] != EVERYONE:
            self.counts["sex", row["sex"], area] += row["total"]
            return
        self.counts["all", ALL, area] += row["total"]
        self.counts["area", area, area] += row["total"]
        self.counts["imd_quintile", imd_quintile(decile), area] += row["total"]
        for year, band in BANDS:
            self.counts["age_band", band, area] += row[year]

    def drafts(self) -> Iterator[PopulationDraft]:
        """The people of each segment in each local authority."""
        if self.day is not None:
            for (dimension, segment, area), count in sorted(self.counts.items()):
                yield PopulationDraft(dimension, segment, area, self.day, count)
