"""Practices as the Organisation Data Service lists them (epraccur.csv): which were there when, and in which board."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from observatory.dimensions.places import Kind
from observatory.reference import spans
from observatory.reference.networks import PRACTICE
from observatory.reference.spans import GeographyDraft, Spans
from referrals.kit.reference import rows as reading
from referrals.kit.reference.rows import Anomalies, Anomaly, Column, Layout, Row

GP_PRACTICE = "4"
ACTIVE, CLOSED = "active", "closed"
STATUSES = {"a": ACTIVE, "active": ACTIVE, "c": CLOSED, "closed": CLOSED, "d": "dormant", "dormant": "dormant",
            "p": "proposed", "proposed": "proposed"}  # fmt: skip
LAYOUT = Layout(
    (
        Column("code", reading.code(r"[A-Z0-9]{3,12}", "code of an organisation"), ("organisation code",)),
        Column("name", reading.text(200)),
        Column("board", reading.code(r"[A-Z0-9]{3}", "code of a board"), ("high level health geography",), ""),
        Column("opened", reading.day, ("open date",)),
        Column("closed", reading.day, ("close date",), None),
        Column("status", reading.one_of(STATUSES), ("status code",)),
        Column("setting", reading.text(4), ("prescribing setting",)),
    ),
    # Without a header, as it is published.
    MappingProxyType({"code": 0, "name": 1, "board": 3, "opened": 10, "closed": 11, "status": 12, "setting": 25}),
)


@dataclass(slots=True)
class Register:
    """The spans of each practice after a file was read, those that the file names, and how many rows it has not
    asked for: no practices, or proposed ones.
    """

    edition: str
    source: str
    day: date
    known: Mapping[str, Spans]
    spans: dict[str, list[GeographyDraft]] = field(default_factory=dict)
    there: set[str] = field(default_factory=set)
    left_out: int = 0

    def read(self, rows: Iterable[Row], anomalies: Anomalies) -> None:
        """Take in each row, then end the practices that are there no more."""
        seen = set()
        for row in rows:
            if row["code"] in seen:
                anomalies.add(Anomaly(row.line, "code", "twice", f"{row['code']} stands in the file already"))
                continue
            seen.add(row["code"])
            if (problem := _problem(row)) is not None:
                anomalies.add(problem)
            elif row["setting"] != GP_PRACTICE or row["status"] not in {ACTIVE, CLOSED}:
                self.left_out += 1
            else:
                self._take_in(row, anomalies)

    def _take_in(self, row: Row, anomalies: Anomalies) -> None:
        code = row["code"]
        board = self._board(row, anomalies)
        before = self.known.get(code, [])
        said = GeographyDraft(code, Kind.PRACTICE, row["name"], row["opened"], None, board, self.edition, self.source)
        closes = row["closed"] and row["closed"] + timedelta(days=1)
        if closes:
            after = spans.end(spans.begin(before, said), closes)
        elif before:
            self._tell_if_open_again(row, before, anomalies)
            now = GeographyDraft(
                code, Kind.PRACTICE, row["name"], self.day, None, self._parent(before, board), self.edition, self.source
            )
            after = spans.begin(spans.follow(before, now), said)
        else:
            after = spans.begin([], said)
        self.spans[code] = after
        if spans.on(after, self.day):
            self.there |= {code}

    def _board(self, row: Row, anomalies: Anomalies) -> str:
        """The row's board if that is a known one."""
        if not row["board"]:
            return ""
        if any(span.kind is Kind.ICB for span in self.known.get(row["board"], ())):
            return str(row["board"])
        words = f"{row['code']} lies in {row['board']}, which is no known board"
        anomalies.add(Anomaly(row.line, "board", "no-such-place", words, refused=False))
        return ""

    def _parent(self, before: Spans, board: str) -> str:
        """The network that the practice is known to be in, if that is there and in its board; else the board."""
        standing = spans.on(before, self.day) or before[-1]
        network = spans.on(self.known.get(standing.parent, ()), self.day)
        if network and network.kind is Kind.PCN and board in {"", network.parent}:
            return network.code
        return board

    def _tell_if_open_again(self, row: Row, before: Spans, anomalies: Anomalies) -> None:
        if spans.on(before, self.day) is None and before[-1].valid_from <= self.day:
            words = f"{row['code']} had ended on {before[-1].valid_to} and is open again"
            anomalies.add(Anomaly(row.line, "closed", "open-again", words, refused=False))

    def gone(self) -> list[str]:
        """The practices that are known to be there on the day and are not, by what the file says or leaves out."""
        return sorted(
            code
            for code, known in self.known.items()
            if (standing := spans.on(known, self.day)) and standing.kind is Kind.PRACTICE and code not in self.there
        )

    def end_unnamed(self, anomalies: Anomalies) -> None:
        """End the practices of which the file does not say when they closed: dormant, of another kind, or not named."""
        for code in self.gone():
            if code not in self.spans:
                self.spans[code] = spans.end(self.known[code], self.day)
                words = f"{code} is no active practice any more, and nothing says since when"
                anomalies.add(Anomaly(0, "code", "gone", words, refused=False))


def _problem(row: Row) -> Anomaly | None:
    if row["setting"] == GP_PRACTICE and not _is_practice(row["code"]):
        return Anomaly(row.line, "code", "no-code", f"{row['code']} is no code of a practice")
    if row["closed"] and row["closed"] < row["opened"]:
        return Anomaly(row.line, "closed", "ends-before-it-began", f"{row['code']} closed before it opened")
    if (row["status"] == CLOSED) is (row["closed"] is None):
        return Anomaly(row.line, "closed", "closed-or-not", f"{row['status']}, but closed on {row['closed']}")
    return None


def _is_practice(code: str) -> bool:
    try:
        PRACTICE(code)
    except reading.UnreadableError:
        return False
    return True
