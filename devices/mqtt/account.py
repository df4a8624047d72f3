"""Where the broker is and who signs in to it."""

import contextlib
import ssl
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

PORTS = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a broker; `ca_file` is what an encrypted broker's certificate is checked against."""

    host: str
    port: int
    encrypted: bool
    name: str
    password: str
    ca_file: str = ""

    @classmethod
    def from_url(cls, url: str, *, ca_file: str = "") -> Self:
        """`mqtt://name:password@host:port`, or `mqtts://…`."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            encrypted=parts.scheme == "mqtts",
            name=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            ca_file=ca_file,
        )

    def of(self, name: str, password: str) -> Self:
        """Another account on the same broker."""
        return replace(self, name=name, password=password)

    def client(self, client_id: str, protocol: MQTTProtocolVersion, *, manual_ack: bool = False) -> Client:
        """A client that will sign in with this account; not yet connected."""
        client = Client(CallbackAPIVersion.VERSION2, client_id=client_id, protocol=protocol, manual_ack=manual_ack)
        client.username_pw_set(self.name, self.password)
        if self.encrypted:
            client.tls_set(ca_certs=self.ca_file or None, tls_version=ssl.PROTOCOL_TLS_CLIENT)
        return client


def leave(client: Client) -> None:
    """Disconnect, and wait until the client's thread has ended.

    paho forgets a thread that ends by itself, even between looking for it and waiting for it.
    """
    client.disconnect()
    with contextlib.suppress(AttributeError):
        client.loop_stop()
