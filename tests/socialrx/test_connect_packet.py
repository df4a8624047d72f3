"""MQTT CONNECT packets: read in both versions as paho writes them, passed on under another account, garbage refused."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import paho.mqtt.client as paho
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from socialrx.tools.servers import connect_packet
from socialrx.tools.servers.connect_packet import Connect

VERSIONS = [MQTTProtocolVersion.MQTTv311, MQTTProtocolVersion.MQTTv5]


def written_by_paho(version: MQTTProtocolVersion, *, will: bool) -> bytes:
    """The first packet that paho sends: name and password, and with `will` a last message."""
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id="client-1", protocol=version)
    client.username_pw_set("device-1", "sécret")
    properties = None
    if version == MQTTProtocolVersion.MQTTv5:
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho leaves it untyped
        properties.SessionExpiryInterval = 3600
    if will:
        client.will_set("last/words", b"gone" * 40, qos=1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        client.connect("127.0.0.1", server.getsockname()[1], properties=properties)
        connection, _ = server.accept()
        with connection:
            client.loop_start()
            packet = connection.recv(4096)
        client.loop_stop()
    return packet


def read(data: bytes) -> Connect | None:
    async def go() -> Connect | None:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        return await connect_packet.read(reader)

    # In a thread of its own: Playwright may keep a loop running in the tests' thread.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, go()).result()


@pytest.mark.parametrize("will", [False, True], ids=["no will", "will"])
@pytest.mark.parametrize("version", VERSIONS, ids=["3.1.1", "5"])
def test_name_and_password_are_read_and_exchanged(version: MQTTProtocolVersion, will: bool) -> None:
    packet = written_by_paho(version, will=will)
    connect = read(packet)
    assert connect
    assert (connect.version, connect.name, connect.password) == (version, "device-1", "sécret")
    assert connect.signed_in_as("device-1", "sécret") == packet
    changed = read(connect.signed_in_as("doorman", "other"))
    assert changed
    assert (changed.name, changed.password) == ("doorman", "other")
    assert (changed.head, changed.middle) == (connect.head, connect.middle)


@given(st.binary(max_size=200))
@example(b"")
@example(b"\x00\x04MQTT\x05\xc2\x00\x3c\x7f")
def test_garbage_is_no_connect_and_no_error(body: bytes) -> None:
    packet = bytes([connect_packet.CONNECT]) + connect_packet.variable_length(len(body)) + body
    connect = read(packet)
    assert connect is None or connect.signed_in_as("a", "b")


@given(st.binary(max_size=20))
def test_a_connection_that_ends_early_is_no_connect(data: bytes) -> None:
    try:
        assert read(data) is None or data[0] == connect_packet.CONNECT
    except EOFError:
        assert len(data) < 2 or data[0] == connect_packet.CONNECT


def test_a_packet_of_another_kind_is_no_connect() -> None:
    assert read(b"\x30\x02ab") is None


def test_a_packet_that_says_it_is_huge_is_not_read() -> None:
    assert read(b"\x10\xff\xff\xff\x7f") is None
