"""An MQTT CONNECT packet, read as far as its version, name and password (3.1.1: section 3.1; 5: section 3.1)."""

import asyncio
from dataclasses import dataclass

CONNECT = 0x10
VERSION_5 = 5
HAS_WILL, HAS_PASSWORD, HAS_NAME = 0x04, 0x40, 0x80
LARGEST = 65536
# Bits that a packet's length may have: four bytes of seven.
LONGEST = 28
# CONNACK: "bad user name or password", as each version says it.
REFUSALS = {4: b"\x20\x02\x00\x04", 5: b"\x20\x03\x00\x86\x00"}


@dataclass(frozen=True)
class Connect:
    """What the packet says. `head` and `middle` are its bytes up to and after the flags, before name and password."""

    version: int
    flags: int
    head: bytes
    middle: bytes
    name: str
    password: str

    @property
    def refusal(self) -> bytes:
        return REFUSALS[self.version]

    def signed_in_as(self, name: str, password: str) -> bytes:
        """The same packet with this name and password."""
        flags = bytes([self.flags | HAS_NAME | HAS_PASSWORD])
        body = self.head + flags + self.middle + field(name.encode()) + field(password.encode())
        return bytes([CONNECT]) + variable_length(len(body)) + body


async def read(reader: asyncio.StreamReader) -> Connect | None:
    """The packet that the connection begins with; None when that is no CONNECT. EOFError when it ends early."""
    if (await reader.readexactly(1))[0] != CONNECT:
        return None
    length = shift = 0
    more = True
    while more:
        byte = (await reader.readexactly(1))[0]
        length |= (byte & 0x7F) << shift
        shift += 7
        more = bool(byte & 0x80)
        if length > LARGEST or shift > LONGEST:
            return None
    try:
        return parse(await reader.readexactly(length))
    except (IndexError, UnicodeDecodeError):
        return None


def parse(body: bytes) -> Connect:
    """The packet's body, taken apart; IndexError when it is too short."""
    position = end_of_field(body, 0)
    version, flags = body[position], body[position + 1]
    head, start = body[: position + 1], position + 2
    position = start + 2
    if version == VERSION_5:
        position = end_of_properties(body, position)
    position = end_of_field(body, position)
    if flags & HAS_WILL:
        if version == VERSION_5:
            position = end_of_properties(body, position)
        position = end_of_field(body, end_of_field(body, position))
    middle = body[start:position]
    name, position = text(body, position) if flags & HAS_NAME else ("", position)
    password, _ = text(body, position) if flags & HAS_PASSWORD else ("", position)
    return Connect(version, flags, head, middle, name, password)


def end_of_field(body: bytes, position: int) -> int:
    """Where the field with a two-byte length ends."""
    end = position + 2 + (body[position] << 8 | body[position + 1])
    if end > len(body):
        raise IndexError(end)
    return end


def end_of_properties(body: bytes, position: int) -> int:
    length = shift = 0
    while True:
        byte = body[position]
        position += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return position + length


def text(body: bytes, position: int) -> tuple[str, int]:
    end = end_of_field(body, position)
    return body[position + 2 : end].decode(), end


def field(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


def variable_length(length: int) -> bytes:
    encoded = bytearray()
    while True:
        length, byte = divmod(length, 128)
        encoded.append(byte | (0x80 if length else 0))
        if not length:
            return bytes(encoded)
