"""Open mHealth documents: step-count 1.0 to 3.0, bare or as the body of a data point.

Their own schemas are not enough: a validator without a library of formats takes a day for a moment. Here a moment needs
its time and its zone.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from devices.imports.walked import Row, RowError, Walked, Why, steps_of
from devices.payloads import UnfitError, read_instant

STATISTIC = "descriptive_statistic"
HEADER = ("id", "creation_date_time", "schema_id")
MODALITIES = frozenset({"sensed", "self-reported"})
UNITS = {"sec": 1, "min": 60, "h": 3600, "d": 86400, "wk": 7 * 86400}
# Sources that a person types into.
TYPED_IN = "self-reported"
Document = Mapping[str, object]


def knows(document: object) -> bool:
    """Whether it is a document of steps or a data point, right or wrong."""
    return isinstance(document, dict) and ("step_count" in document or {"header", "body"} <= document.keys())


def read(row: int, document: object) -> Row:
    """A document's interval, or why it is none."""
    try:
        known = _members(document)
        if "header" in known or "body" in known:
            header, known = check_data_point(known)
            provenance = header.get("acquisition_provenance")
            if isinstance(provenance, dict) and provenance.get("modality") == TYPED_IN:
                return RowError(row, Why.TYPED_IN)
        steps, (start, end) = _count(known.get("step_count")), _interval(known.get("effective_time_frame"))
    except (UnfitError, OverflowError):
        return RowError(row, Why.NOT_THE_SHAPE)
    return RowError(row, Why.NOT_A_TOTAL) if STATISTIC in known else Walked(row, start, end, steps)


def check_data_point(document: object) -> tuple[Document, Document]:
    """The header of a data point, as it should be, and its body; UnfitError."""
    known = _members(document)
    return check_header(known.get("header")), _members(known.get("body"))


def check_header(value: object) -> Document:
    """The header of a data point; UnfitError."""
    header = _members(value)
    if not isinstance(header.get("id"), str) or not header["id"]:
        raise UnfitError
    read_instant(header.get("creation_date_time"))
    schema = _members(header.get("schema_id"))
    if not all(isinstance(schema.get(name), str) and schema[name] for name in ("namespace", "name", "version")):
        raise UnfitError
    if "acquisition_provenance" in header:
        provenance = _members(header["acquisition_provenance"])
        if not isinstance(provenance.get("source_name"), str):
            raise UnfitError
        if "modality" in provenance and provenance["modality"] not in MODALITIES:
            raise UnfitError
    return header


def _members(value: object) -> Document:
    if not isinstance(value, dict):
        raise UnfitError
    return value


def _count(value: object) -> int:
    """`6000` in the older versions, a value with its unit since 3.0."""
    if isinstance(value, dict):
        if value.get("unit") != "steps":
            raise UnfitError
        value = value.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0 or value != int(value):
        raise UnfitError
    return steps_of(int(value))


def _interval(frame: object) -> tuple[datetime, datetime]:
    """From one moment to another, or a moment and how long. A point in time is no interval, nor is part of a day."""
    interval = _members(_members(frame).get("time_interval"))
    start, end, length = (interval.get(name) for name in ("start_date_time", "end_date_time", "duration"))
    if length is None:
        begins, ends = read_instant(start), read_instant(end)
    elif start is not None:
        begins = read_instant(start)
        ends = begins + _duration(length)
    else:
        ends = read_instant(end)
        begins = ends - _duration(length)
    if begins >= ends:
        raise UnfitError
    return begins, ends


def _duration(value: object) -> timedelta:
    length = _members(value)
    number, unit = length.get("value"), length.get("unit")
    if isinstance(number, bool) or not isinstance(number, int | float) or unit not in UNITS:
        raise UnfitError
    try:
        return timedelta(seconds=number * UNITS[str(unit)])
    except ValueError as no_number:
        raise UnfitError from no_number
