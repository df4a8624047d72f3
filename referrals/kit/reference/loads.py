"""Putting a file of published facts into its table: in bulk, in one transaction, and only what differs.

The rows go into a table of the transaction by COPY; PostgreSQL says how they differ from what is there. So memory
stays flat however long the file is, and a second run writes nothing.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from psycopg2 import sql

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.reference.rows import Anomalies, Anomaly, Row
from referrals.kit.refusal import Refusal
from referrals.models import ReferenceLoad

BATCH = 10_000
NULL = r"\N"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is loaded: the publisher's name of the edition (`2026-04`), who publishes it, and the day it describes."""

    name: str
    source: str
    as_of: date | None = None


@dataclass(slots=True)
class Counts:
    """How the rows of a file differ from what is there; see `ReferenceLoad`."""

    new: int = 0
    changed: int = 0
    same: int = 0
    ended: int = 0
    refused: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Where rows go. `key` are the columns that a row is known by, `values` what may change of it.

    `whole`: column → values of the rows that the file tells all of, so that those it does not name go. None: all stay.
    """

    model: type[Model]
    key: tuple[str, ...]
    values: tuple[str, ...]
    whole: Mapping[str, Sequence[object]] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is written."""
        return self.key + self.values

    def parts(self) -> dict[str, sql.Composable]:
        """The parts of the statements."""
        whole = [sql.SQL("old.{} = ANY({})").format(_name(column), sql.Literal(list(values))) for column, values in
                 (self.whole or {}).items()]  # fmt: skip
        return {
            "table": _name(self.model._meta.db_table),
            "key": _listed(self.key),
            "columns": _listed(self.columns),
            "staged_columns": _listed(self.columns, "staged."),
            "same_key": sql.SQL(" AND ").join(sql.SQL("old.{0} = staged.{0}").format(_name(key)) for key in self.key),
            "differs": sql.SQL("({}) IS DISTINCT FROM ({})").format(
                _listed(self.values, "old."), _listed(self.values, "staged.")
            ),
            "whole": sql.SQL(" AND ").join(whole) if self.whole is not None else sql.SQL("false"),
            "first_key": _name(self.key[0]),
        }


def _name(name: str) -> sql.Composable:
    return sql.Identifier(name)


def _listed(names: Iterable[str], before: str = "") -> sql.Composable:
    return sql.SQL(", ").join(sql.SQL(before) + _name(name) for name in names)


STAGE = "CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT 0 AS line, {columns} FROM {table} LIMIT 0"
# The first of several rows with one key stands.
TWICE = """
DELETE FROM staged USING (
    SELECT ctid AS place, first_value(line) OVER same_key AS first, row_number() OVER same_key AS number
    FROM staged WINDOW same_key AS (PARTITION BY {key} ORDER BY line)
) AS row WHERE staged.ctid = row.place AND row.number > 1 RETURNING staged.line, row.first
"""
DIFFERENCES = """
SELECT count(*) FILTER (WHERE old.{first_key} IS NULL),
    count(*) FILTER (WHERE old.{first_key} IS NOT NULL AND {differs}),
    count(*) FILTER (WHERE old.{first_key} IS NOT NULL AND NOT ({differs}))
FROM staged LEFT JOIN {table} AS old ON {same_key}
"""
UNNAMED = "{whole} AND NOT EXISTS (SELECT FROM staged WHERE {same_key})"
COUNT_UNNAMED = f"SELECT count(*) FROM {{table}} AS old WHERE {UNNAMED}"  # noqa: S608  # parts of our own
REMOVE_UNNAMED = f"DELETE FROM {{table}} AS old WHERE {UNNAMED}"  # noqa: S608
# A changed row is put anew, so that spans of days may change in any order.
REMOVE_CHANGED = "DELETE FROM {table} AS old USING staged WHERE {same_key} AND {differs}"
ADD = """
INSERT INTO {table} ({columns})
SELECT {staged_columns} FROM staged WHERE NOT EXISTS (SELECT FROM {table} AS old WHERE {same_key})
"""


def all_or_nothing() -> Anomalies:
    """For rows that come from no file: the first that cannot be loaded is a Refusal (`row-refused`)."""
    return Anomalies(_refuse)


def _refuse(anomaly: Anomaly) -> None:
    if anomaly.refused:
        raise Refusal("row-refused", _("A row cannot be loaded: %s.") % anomaly.words)


@transaction.atomic
def load(
    *,
    kind: str,
    table: Table,
    rows: Iterable[Row],
    edition: Edition,
    anomalies: Anomalies,
    by: Actor,
) -> Counts:
    """Add what is new, change what differs, remove what the file is the whole of and does not name; how many of each.

    A row whose key stands in the file before is refused (`twice`).
    """
    check(by, Permission.RUN_SCHEDULE)
    counts = put(table=table, rows=rows, anomalies=anomalies)
    counts.refused = anomalies.refused
    keep(kind=kind, edition=edition, counts=counts, by=by)
    return counts


def put(*, table: Table, rows: Iterable[Row], anomalies: Anomalies) -> Counts:
    """Write rows into their table and count the differences; without a word of which edition it was."""
    parts = table.parts()

    def statement(text: str) -> sql.Composable:
        return sql.SQL(text).format(**parts)

    with connection.cursor() as cursor:
        cursor.execute(statement(STAGE))
        for lines in _batches(rows, table.columns):
            copy = "COPY staged FROM STDIN WITH (FORMAT csv, NULL '\\N')"
            cursor.copy_expert(copy, lines)
        cursor.execute(statement(TWICE))
        for line, first in sorted(cursor.fetchall()):
            anomalies.add(Anomaly(line, table.key[0], "twice", f"stands in line {first} already"))
        cursor.execute("ANALYZE staged")
        cursor.execute(statement(DIFFERENCES))
        new, changed, same = cursor.fetchone()
        cursor.execute(statement(COUNT_UNNAMED))
        (ended,) = cursor.fetchone()
        if ended:
            cursor.execute(statement(REMOVE_UNNAMED))
        if changed:
            cursor.execute(statement(REMOVE_CHANGED))
        if new or changed:
            cursor.execute(statement(ADD))
            # The next file's differences are found by how many rows there are now.
            cursor.execute(statement("ANALYZE {table}"))
        cursor.execute("DROP TABLE staged")
    return Counts(new=new, changed=changed, same=same, ended=ended)


def _batches(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[io.StringIO]:
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        lines = io.StringIO()
        writer = csv.writer(lines)
        writer.writerows(
            [row.line, *(NULL if (value := row[name]) is None else value for name in columns)] for row in batch
        )
        lines.seek(0)
        yield lines


def keep(*, kind: str, edition: Edition, counts: Counts, by: Actor) -> None:
    """Write down what was loaded, unless that edition was loaded before and nothing differed."""
    named = {"kind": kind, "edition": edition.name, "source": edition.source, "as_of": edition.as_of}
    if not (counts.new or counts.changed or counts.ended) and ReferenceLoad.objects.filter(**named).exists():
        return
    row = ReferenceLoad.objects.create(
        **named,
        actor_kind=by.kind.value,
        user_id=by.user_id,
        **asdict(counts),
    )
    audit.record(by=by, did=f"{kind}.loaded", to=row, **asdict(counts))


def newest_day(*kinds: str) -> date | None:
    """The latest day that a loaded edition of these kinds describes."""
    days = ReferenceLoad.objects.filter(kind__in=kinds, as_of__isnull=False).order_by("-as_of")
    return days.values_list("as_of", flat=True).first()
