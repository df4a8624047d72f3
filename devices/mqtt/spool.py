"""What the broker wrote down of what devices published: read in order, and removed once it is stored.

Mosquitto's plugin (`socialrx/deploy/mosquitto/spool.c`) appends each message to a file before it acknowledges it. A
file, a segment, is named by the microsecond in which it begins; the newest is still being written. A record holds its
number in the segment twice, at its ends, so that what waits can be counted without reading it.

Two kinds of files wait for a human: a `.kept` one holds a message that nothing could store, a `.damaged` one is a
segment of which some record cannot be read.
"""

import fcntl
import logging
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from devices.payloads import Received

# Mark, number in the segment, length of the topic, flags, length of the body, when (microseconds since 1970, UTC).
HEAD = struct.Struct("<IIHHIq")
# Checksum (CRC-32) of all before it; the number once more.
TAIL = struct.Struct("<II")
MARK = 0x31585253
RETAINED = 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Bytes that are read at a time; more than the longest record.
CHUNK = 1 << 20
SEGMENT, KEPT, DAMAGED = ".segment", ".kept", ".damaged"
# Segments that are read before the others.
LATEST = 2
POSITION = "position"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a segment is stored: so many bytes, which are so many records."""

    offset: int = 0
    records: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many acknowledged messages are not stored yet, and since when (UTC) the oldest of them is there.

    `kept` and `damaged` are how many files wait for a human.
    """

    messages: int
    since: datetime | None
    kept: int = 0
    damaged: int = 0


class Spool:
    """The broker's files, for the one consumer that claims them: `read`, store all of it, then `forget`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None
        self._places = self._next = _places(folder)
        self._finished: set[str] = set()
        self._damaged: set[str] = set()

    @property
    def is_claimed(self) -> bool:
        return self._lock is not None

    @property
    def is_written(self) -> bool:
        """Whether a broker with the plugin has been here."""
        return any(self._folder.glob(f"*{SEGMENT}"))

    def claim(self) -> bool:
        """Keep other consumers from reading; False while one does. Their end, however it comes, ends their claim."""
        lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        self._places = self._next = _places(self._folder)
        return True

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def read(self, limit: int) -> list[Received]:
        """The next messages; the same ones again until `forget`.

        Most of them come from the latest segments, the newest first, and the rest from the oldest on, so that a new
        message does not wait until a backlog is stored. Within a segment they come in order.
        """
        # Listed before they are read: a segment that has a later one is finished.
        names = _segments(self._folder)
        found: list[Received] = []
        self._next = {name: self._places.get(name, Place()) for name in names}
        self._finished, self._damaged = set(), set()
        for name in reversed(names[-LATEST:]):
            self._read_on(name, limit * 3 // 4, found, is_finished=name != names[-1])
        for name in names:
            self._read_on(name, limit, found, is_finished=name != names[-1])
        return found

    def forget(self) -> None:
        """All that was read is stored."""
        for name in self._finished:
            self._remove(name)
            del self._next[name]
        places = {name: place for name, place in self._next.items() if place.offset}
        if places != self._places:
            draft = self._folder / f"{POSITION}.new"
            draft.write_text("".join(f"{name} {at.offset} {at.records}\n" for name, at in places.items()))
            draft.replace(self._folder / POSITION)
        self._places = places

    def keep(self, received: Received) -> None:
        """Leave a message to a human that can neither be stored nor set aside in the database."""
        microseconds = (received.received_at - EPOCH) // timedelta(microseconds=1)
        path = self._folder / f"{microseconds:020d}-{zlib.crc32(received.body):08x}{KEPT}"
        path.write_bytes(record(received, 0))
        log.error("a message that could not be stored is kept in the spool's file %s", path.name)

    def _read_on(self, name: str, limit: int, found: list[Received], *, is_finished: bool) -> None:
        """Add what comes next in a segment, until so many are found in all."""
        if len(found) >= limit or name in self._finished:
            return
        path, place = self._folder / name, self._next[name]
        offset, before = place.offset, len(found)
        with path.open("rb") as file:
            while len(found) < limit:
                file.seek(offset)
                so_far = offset
                for received, length in _parse(file.read(CHUNK), limit - len(found)):
                    found.extend([received] if received else [])
                    offset += length
                if offset == so_far:
                    break
        self._next[name] = reached = Place(offset, place.records + len(found) - before)
        if is_finished and len(found) < limit:
            self._finished.add(name)
            if reached != Place(path.stat().st_size, _records(path)):
                self._damaged.add(name)

    def _remove(self, name: str) -> None:
        """What cannot be read is kept under another name. Half a record at an end was never acknowledged."""
        if name in self._damaged:
            log.error("not all of the spool's file %s can be read, and it is set aside", name)
            (self._folder / name).rename(self._folder / f"{name}{DAMAGED}")
        else:
            (self._folder / name).unlink()


def waiting(folder: Path) -> Waiting:
    """What is not stored yet; OSError where the folder is not there. Any process may ask; it reads no message."""
    places = _places(folder)
    messages, since = 0, None
    for name in _segments(folder):
        place = places.get(name, Place())
        records = _records(folder / name) - place.records
        if records > 0:
            messages += records
            since = since or _first_at(folder / name, place)
    return Waiting(messages, since, kept=len(_files(folder, KEPT)), damaged=len(_files(folder, DAMAGED)))


def record(received: Received, number: int) -> bytes:
    """A message as the plugin writes it."""
    topic = received.topic.encode()
    microseconds = (received.received_at - EPOCH) // timedelta(microseconds=1)
    flags = RETAINED if received.retained else 0
    whole = HEAD.pack(MARK, number, len(topic), flags, len(received.body), microseconds) + topic + received.body
    return whole + TAIL.pack(zlib.crc32(whole), number)


def _places(folder: Path) -> dict[str, Place]:
    try:
        lines = (folder / POSITION).read_text().splitlines()
    except FileNotFoundError:
        return {}
    return {name: Place(int(offset), int(records)) for name, offset, records in (line.split() for line in lines)}


def _segments(folder: Path) -> list[str]:
    return _files(folder, SEGMENT)


def _files(folder: Path, ending: str) -> list[str]:
    """Names, sorted. Not by `glob`, for which a folder that is not there is an empty one."""
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(ending))


def _parse(data: bytes, limit: int) -> Iterator[tuple[Received | None, int]]:
    """The records at the beginning, with their lengths, up to one whose ends cannot be found.

    None stands for one that is not what was written.
    """
    at = 0
    for _ in range(limit):
        if len(data) - at < HEAD.size:
            return
        mark, number, topic_length, flags, body_length, microseconds = HEAD.unpack_from(data, at)
        body = at + HEAD.size + topic_length
        ends = body + body_length
        if mark != MARK or ends + TAIL.size > len(data):
            return
        checksum, number_again = TAIL.unpack_from(data, ends)
        length = ends + TAIL.size - at
        if checksum == zlib.crc32(memoryview(data)[at:ends]):
            topic = data[at + HEAD.size : body].decode(errors="replace")
            received_at = EPOCH + timedelta(microseconds=microseconds)
            yield Received(topic, data[body:ends], bool(flags & RETAINED), received_at), length
        elif number == number_again:
            yield None, length
        else:
            return
        at += length


def _records(path: Path) -> int:
    """How many records a segment holds, by the number at its end; one that is being written may be left out."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size < HEAD.size + TAIL.size:
                return 0
            file.seek(size - TAIL.size)
            last = int(TAIL.unpack(file.read(TAIL.size))[1])
            if last < size // (HEAD.size + TAIL.size):
                return last + 1
            # Cut short: they have to be counted.
            file.seek(0)
            return _count(file.read())
    except FileNotFoundError:
        return 0


def _count(data: bytes) -> int:
    at = number = 0
    while len(data) - at >= HEAD.size:
        _mark, _number, topic_length, _flags, body_length, _at = HEAD.unpack_from(data, at)
        at += HEAD.size + topic_length + body_length + TAIL.size
        number += at <= len(data)
    return number


def _first_at(path: Path, place: Place) -> datetime | None:
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            head = file.read(HEAD.size)
    except FileNotFoundError:
        return None
    return EPOCH + timedelta(microseconds=HEAD.unpack(head)[-1]) if len(head) == HEAD.size else None
