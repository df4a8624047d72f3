"""In which network, board and region each practice is on one day (NHS England publishes it with the list sizes)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from observatory.dimensions.places import Kind
from observatory.reference.spans import GeographyDraft
from referrals.kit.reference import rows as reading
from referrals.kit.reference.rows import Anomalies, Anomaly, Column, Layout, Row

PRACTICE = reading.code(r"[A-Z][A-Z0-9][0-9]{4}", "code of a practice")
# Practices in no network have the code `U`.
NO_NETWORK = "U"
LAYOUT = Layout(
    (
        Column("as_of", reading.day, ("extract_date",), None),
        Column("practice", PRACTICE, ("practice_code",)),
        Column("practice_name", reading.text(200)),
        Column("pcn", reading.code(r"U[0-9]{0,5}", "code of a network"), ("pcn_code",), NO_NETWORK),
        Column("pcn_name", reading.text(200), missing=""),
        Column("board", reading.code(r"Q[A-Z0-9]{2}", "code of a board"), ("icb_code", "stp_code")),
        Column("board_name", reading.text(200), ("icb_name", "stp_name")),
        Column("region", reading.code(r"Y[0-9]{2}", "code of an NHS region"), ("comm_region_code",)),
        Column("region_name", reading.text(200), ("comm_region_name",)),
    )
)
KINDS = (Kind.PRACTICE, Kind.PCN, Kind.ICB, Kind.REGION)


@dataclass(slots=True)
class Snapshot:
    """What a file says of one day: each place by its code."""

    day: date | None
    edition: str
    source: str
    places: dict[str, GeographyDraft] = field(default_factory=dict)

    def add(self, code: str, kind: Kind, name: str, parent: str) -> GeographyDraft:
        """What is said of a place, which stands if something was said of it before."""
        began = self.day or date.min
        draft = GeographyDraft(code, kind, name, began, None, parent, self.edition, self.source)
        return self.places.setdefault(code, draft)


def snapshot(rows: Iterable[Row], *, edition: str, source: str, as_of: date | None, anomalies: Anomalies) -> Snapshot:
    """Every place that the rows name, as on the day that they describe: the first row's, unless that is given."""
    found = Snapshot(as_of, edition, source)
    for row in rows:
        found.day = found.day or row["as_of"]
        if found.day is None:
            anomalies.add(Anomaly(row.line, "as_of", "no-day", "nothing says which day the file describes"))
        elif row["as_of"] not in {None, found.day}:
            anomalies.add(Anomaly(row.line, "as_of", "another-day", f"describes {row['as_of']}, not {found.day}"))
        elif row["practice"] in found.places:
            anomalies.add(Anomaly(row.line, "practice", "twice", f"{row['practice']} stands in the file already"))
        else:
            _add(found, row, anomalies)
    return found


def _add(found: Snapshot, row: Row, anomalies: Anomalies) -> None:
    chain = [(Kind.REGION, "region"), (Kind.ICB, "board")]
    if row["pcn"] == NO_NETWORK:
        words = f"{row['practice']} is in no network"
        anomalies.add(Anomaly(row.line, "pcn", "no-network", words, refused=False))
    else:
        chain.append((Kind.PCN, "pcn"))
    parent = ""
    for kind, column in [*chain, (Kind.PRACTICE, "practice")]:
        place = found.add(row[column], kind, row[f"{column}_name"] or row[column], parent)
        if place.parent != parent:
            words = f"{place.code} lies in {place.parent} by a row before, here in {parent}"
            anomalies.add(Anomaly(row.line, column, "two-parents", words, refused=False))
        parent = place.code
