"""Practices' lists by sex and age (NHS England, every month) → how many people each segment has at each practice."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from observatory.dimensions.dimension import ALL
from observatory.reference import ages
from observatory.reference.ages import EVERYONE
from observatory.reference.networks import PRACTICE
from observatory.reference.populations import PopulationDraft
from referrals.kit.reference import rows as reading
from referrals.kit.reference.rows import Anomalies, Anomaly, Column, Layout, Row

LAYOUT = Layout(
    (
        Column("as_of", reading.day, ("extract_date",), None),
        Column("practice", PRACTICE, ("code", "org_code", "practice_code")),
        Column("sex", reading.one_of(ages.SEXES), missing=EVERYONE),
        Column("age", ages.age_band, ("age_group_5",), EVERYONE),
        Column("count", reading.number(0, 1_000_000), ("number_of_patients", "registered_patients")),
    )
)
# Fewer are on the lists of special services, such as for people in a care home or without a home.
FEW = 1_000


@dataclass(slots=True)
class Lists:
    """The lists of one day. `practices`: whose are asked for, None for all; `known`: every practice, of now and before.

    `cells`: practice → (sex, age band) → people.
    """

    day: date | None
    known: Collection[str]
    practices: Collection[str] | None = None
    cells: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    left_out: int = 0

    def read(self, rows: Iterable[Row], anomalies: Anomalies) -> None:
        """Add up the rows of each practice."""
        for row in rows:
            self.day = self.day or row["as_of"]
            practice, cell = row["practice"], (row["sex"], row["age"])
            if self.practices is not None and practice not in self.practices:
                self.left_out += 1
            elif self.day is None:
                anomalies.add(Anomaly(row.line, "as_of", "no-day", "nothing says which day the file describes"))
            elif row["as_of"] not in {None, self.day}:
                anomalies.add(Anomaly(row.line, "as_of", "another-day", f"describes {row['as_of']}, not {self.day}"))
            elif EVERYONE in cell and cell in self.cells[practice]:
                anomalies.add(Anomaly(row.line, "practice", "twice", f"{practice} has this total already"))
            else:
                self._tell(row, anomalies)
                self.cells[practice][cell] += row["count"]

    def _tell(self, row: Row, anomalies: Anomalies) -> None:
        practice = row["practice"]
        if practice not in self.cells and practice not in self.known:
            words = f"{practice} is no known practice"
            anomalies.add(Anomaly(row.line, "practice", "no-such-practice", words, refused=False))
        if (row["sex"], row["age"]) == (EVERYONE, EVERYONE) and row["count"] < FEW:
            words = f"{practice} has {row['count']} people: a special service?"
            anomalies.add(Anomaly(row.line, "count", "few", words, refused=False))

    def drafts(self, anomalies: Anomalies) -> Iterator[PopulationDraft]:
        """The people of each segment at each practice. A total that is not the sum of its parts is told, and stands."""
        if self.day is None:
            return
        for practice, cells in sorted(self.cells.items()):
            sexes = _margin(cells, 0)
            bands = _margin(cells, 1)
            total = cells.get((EVERYONE, EVERYONE)) or sum(sexes.values()) or sum(bands.values())
            for segments, column in ((sexes, "sex"), (bands, "age")):
                if segments and sum(segments.values()) != total:
                    words = f"{practice}: {sum(segments.values())} people by {column}, {total} in all"
                    anomalies.add(Anomaly(0, column, "sum-differs", words, refused=False))
            found = {"all": {ALL: total}, "sex": sexes, "age_band": bands}
            for dimension, segments in found.items():
                for segment, count in segments.items():
                    yield PopulationDraft(dimension, segment, practice, self.day, count)


def _margin(cells: Counter[tuple[str, str]], side: int) -> dict[str, int]:
    """People by one side of the cells: its totals where the file has them, else the sums of the other side's."""
    totals, sums = {}, Counter[str]()
    for cell, count in cells.items():
        segment, other = cell[side], cell[1 - side]
        if segment != EVERYONE and other == EVERYONE:
            totals[segment] = count
        elif segment != EVERYONE:
            sums[segment] += count
    return totals or dict(sums)
