"""Loading the published facts about small areas and postcodes."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from referrals.kit.actor import Actor
from referrals.kit.reference import loads
from referrals.kit.reference.loads import Counts, Edition, Table
from referrals.kit.reference.rows import Anomalies, Anomaly, Row
from referrals.models import Postcode, SmallArea

NO_BOARDS: Mapping[str, str] = MappingProxyType({})
POSTCODES = Table(Postcode, ("postcode",), ("lsoa_code", "latitude", "longitude"))
SMALL_AREAS = Table(SmallArea, ("code", "imd_edition"), ("name", "area_code", "area_name", "imd_decile", "board_code"))


def load_postcodes(*, rows: Iterable[Row], edition: Edition, anomalies: Anomalies, by: Actor) -> Counts:
    """Add postcodes, or change where they lie; what the file does not name stays, since people have lived there.

    Rows of `postcode`, `lsoa_code`, `latitude` and `longitude`. A place that is not on the map has neither.
    """
    placed = (_on_the_map(row, anomalies) for row in rows)
    return loads.load(kind="postcodes", table=POSTCODES, rows=placed, edition=edition, anomalies=anomalies, by=by)


def load_small_areas(
    *,
    rows: Iterable[Row],
    edition: Edition,
    anomalies: Anomalies,
    by: Actor,
    boards: Mapping[str, str] = NO_BOARDS,
) -> Counts:
    """Add small areas of an edition of the index, or change them; other editions stay.

    Rows of `code`, `name`, `area_code`, `area_name` and `imd_decile`. `boards`: small area → integrated care board.
    """
    held = (_in_its_board(row, edition, boards, anomalies) for row in rows)
    return loads.load(kind="small_areas", table=SMALL_AREAS, rows=held, edition=edition, anomalies=anomalies, by=by)


def _on_the_map(row: Row, anomalies: Anomalies) -> Row:
    """One coordinate alone is no place."""
    if (row["latitude"] is None) is (row["longitude"] is None):
        return row
    anomalies.add(Anomaly(row.line, "latitude", "half-a-place", "one of two coordinates is missing", refused=False))
    return Row(row.line, {**row.values, "latitude": None, "longitude": None})


def _in_its_board(row: Row, edition: Edition, boards: Mapping[str, str], anomalies: Anomalies) -> Row:
    values: dict[str, object] = {**row.values, "imd_edition": edition.name}
    if boards and row["code"] not in boards:
        words = f"{row['code']} is in no board of the second file"
        anomalies.add(Anomaly(row.line, "board_code", "no-board", words, refused=False))
    if boards or not row["board_code"]:
        values["board_code"] = boards.get(row["code"], "")
    return Row(row.line, values)


def boards_of(rows: Iterable[Row]) -> dict[str, str]:
    """Small area → board, from rows of `code` and `board_code`."""
    return {row["code"]: row["board_code"] for row in rows}
