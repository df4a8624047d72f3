"""Apple Health's export.xml, read as it streams: a year of a phone and a watch is hundreds of megabytes.

A walk may stand there twice, from the phone and from the watch. Each source's records are intervals of their
own, and the day's rule counts none of them twice; what somebody typed in is left out.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from devices.imports.walked import Row, RowError, UnreadableFileError, Walked, Why, steps_of
from devices.payloads import UnfitError

STEPS = "HKQuantityTypeIdentifierStepCount"
TYPED_IN = "HKWasUserEntered"
ROOT = re.compile(rb"<(!DOCTYPE\s+)?HealthData\b")
WHEN = "%Y-%m-%d %H:%M:%S %z"


def knows(beginning: bytes) -> bool:
    """By the root, or by the document type before it: Apple's own is longer than what is looked at."""
    return ROOT.search(beginning) is not None


def read(file: IO[bytes]) -> Iterator[Row]:
    """The step records, counted from 1 in the order of the file. UnreadableFileError when it ends in its middle."""
    number = 0
    depth: list[Element] = []
    try:
        # The parser itself stops what grows out of all proportion (expat since 2.4).
        for event, element in iterparse(file, events=("start", "end")):  # noqa: S314
            if event == "start":
                depth.append(element)
                continue
            depth.pop()
            if element.tag == "Record" and element.get("type") == STEPS:
                number += 1
                yield _row(number, element)
            if len(depth) == 1:
                # Nothing of the file stays in memory.
                depth[0].clear()
    except (ParseError, LookupError, ValueError) as broken:
        message = "The file ends in its middle, or is not what Apple Health exports."
        raise UnreadableFileError(message) from broken


def _row(number: int, record: Element) -> Row:
    entries = {entry.get("key"): entry.get("value") for entry in record.iter("MetadataEntry")}
    if entries.get(TYPED_IN) == "1":
        return RowError(number, Why.TYPED_IN)
    try:
        start, end = (
            datetime.strptime(record.get(name) or "", WHEN).astimezone(UTC) for name in ("startDate", "endDate")
        )
    except (ValueError, OverflowError):
        return RowError(number, Why.NO_DATE)
    try:
        steps = steps_of(record.get("value"))
    except UnfitError:
        return RowError(number, Why.NO_NUMBER)
    return Walked(number, start, end, steps) if start < end else RowError(number, Why.NO_DATE)
