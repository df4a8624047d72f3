"""The wheel's MQTT broker behind a gate: `python -m socialrx.tools.servers.wheel_broker PORT`, in the broker's folder.

The wheel's broker listens on one port for MQTT 3.1.1 and on another for 5, and reads its accounts at start only.
The doorman gives it one port, checks each CONNECT against the password file as it is now, and
passes it on with the one account that the broker behind knows.
"""

import asyncio
import contextlib
import logging
import secrets
import sys
from pathlib import Path

from iotcore import IotCoreBroker

from devices import credentials
from socialrx.tools.servers import connect_packet
from socialrx.tools.servers.connect_packet import Connect
from socialrx.tools.servers.processes import accepts, free_port, wait_for
from socialrx.tools.servers.secrets import write_private

PASSWORDS = Path("accounts/passwords")
LISTENER = """
[v{version}.1]
name = "v{version}"
listen = "127.0.0.1:{port}"
next_connection_delay_ms = 0
[v{version}.1.connections]
connection_timeout_ms = 10000
max_payload_size = 65536
max_inflight_count = 1000
dynamic_filters = true
[v{version}.1.connections.auth]
{name} = "{password}"
"""
ROUTER = """
id = 0
[router]
id = 0
max_connections = 10000
max_outgoing_packet_count = 1000
max_segment_size = 104857600
max_segment_count = 10
"""


class Doorman:
    """Lets a connection through to the broker's port for its MQTT version."""

    def __init__(self, ports: dict[int, int], *, name: str, password: str) -> None:
        self.ports = ports
        self.name = name
        self.password = password

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection from its CONNECT to its end."""
        with contextlib.suppress(OSError, EOFError, TimeoutError):
            await self._let_in(reader, writer)
        writer.close()

    async def _let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connect = await asyncio.wait_for(connect_packet.read(reader), timeout=10)
        if connect is None or connect.version not in self.ports:
            return
        if not known(connect):
            writer.write(connect.refusal)
            await writer.drain()
            return
        inside = await asyncio.open_connection("127.0.0.1", self.ports[connect.version])
        inside[1].write(connect.signed_in_as(self.name, self.password))
        ways = {asyncio.create_task(pass_on(reader, inside[1])), asyncio.create_task(pass_on(inside[0], writer))}
        _, unfinished = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in unfinished:
            way.cancel()
        inside[1].close()


def known(connect: Connect) -> bool:
    accounts = credentials.parse(PASSWORDS.read_text())
    return credentials.verify(connect.password, accounts.get(connect.name, ""))


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


async def serve(port: int) -> None:
    """Start the broker and open the door; runs until the process ends."""
    ports = {version: free_port() for version in (4, 5)}
    name, password = "doorman", secrets.token_urlsafe(32)
    listeners = [LISTENER.format(version=v, port=p, name=name, password=password) for v, p in ports.items()]
    settings = Path("wheel.toml")
    write_private(settings, "".join([ROUTER, *listeners]))
    IotCoreBroker(config_path=str(settings)).start()
    wait_for(lambda: all(map(accepts, ports.values())), seconds=10)
    server = await asyncio.start_server(Doorman(ports, name=name, password=password).meet, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    # The wheel logs each packet as an error.
    logging.basicConfig(level=logging.CRITICAL)
    asyncio.run(serve(int(sys.argv[1])))
