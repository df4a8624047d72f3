"""`python -m socialrx.tools.demo.notify PORT FOLDER`: a GOV.UK Notify on loopback for the demo; nothing leaves it.

It speaks the part of Notify's API (version 2) that the product uses, checks who asks, and keeps each text, e-mail and
letter as a file in the folder, where whoever tries the demo reads it. Everything arrives, but at the numbers and
addresses that Notify itself has for trying out failures. The tests' own Notify is made of it too.
"""

import json
import sys
import threading
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

# Of nobody: an account that is known here and nowhere else.
SERVICE, SECRET = "6ce466d0-fd6a-11e5-82f5-e0accb9d11a6", "1b9d4b3c-6a52-4a6e-9d0f-0d9c3ef0a001"
KEY = f"demo-{SERVICE}-{SECRET}"
# What a request of each kind must have, as Notify's own documentation lists it.
REQUIRED = {"sms": "phone_number", "email": "email_address", "letter": "personalisation"}
# Where nothing arrives, as Notify's own documentation lists it, and what becomes of it there.
FAILING = {
    "07700900002": "permanent-failure",
    "07700900003": "temporary-failure",
    "perm-fail@simulator.notify": "permanent-failure",
    "temp-fail@simulator.notify": "temporary-failure",
}

Answer = tuple[int, dict[str, Any]]


@dataclass
class NotifySink:
    """What was taken, in order; with a folder it is kept there and known again after a restart."""

    folder: Path | None = None
    port: int = 0
    messages: list[dict[str, Any]] = field(default_factory=list)
    _server: ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.messages += [json.loads(path.read_text()) for path in sorted(self.folder.glob("*.json"))]
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self) -> None:
        """Answer until the process ends."""
        self._server.serve_forever(poll_interval=0.05)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def look(self, path: str) -> Answer:
        """What stands at an address: the messages with a reference, or the one with an id."""
        asked = urlsplit(path)
        if asked.path != "/v2/notifications":
            return self.tell(asked.path.removeprefix("/v2/notifications/"))
        reference = parse_qs(asked.query).get("reference", [""])[0]
        found = [message for message in self.messages if message["reference"] == reference]
        return 200, {"notifications": found, "links": {"current": path}}

    def tell(self, notify_id: str) -> Answer:
        """The message with an id and what became of it."""
        for message in self.messages:
            if message["id"] == notify_id:
                return 200, message | {"status": _fate(message)}
        return 404, fault(404, "No result found")

    def take(self, kind: str, asked: dict[str, Any]) -> Answer | None:
        """The status and answer to a message; None to say nothing at all."""
        if kind not in REQUIRED or REQUIRED[kind] not in asked or "template_id" not in asked:
            return 400, fault(400, "a part is missing")
        message = {"id": str(uuid.uuid4()), "type": kind, "status": "created", **asked}
        if self.folder:
            path = self.folder / f"{len(self.messages):06}-{kind}.json"
            # In one step: whoever reads the folder meanwhile never sees half a message.
            draft = path.with_suffix(".draft")
            draft.write_text(json.dumps(message, indent=2, ensure_ascii=False) + "\n")
            draft.replace(path)
        self.messages.append(message)
        return 201, {"id": message["id"], "reference": asked["reference"]}


def fault(status: int, words: str) -> dict[str, Any]:
    """An error as Notify says it."""
    return {"status_code": status, "errors": [{"error": "Error", "message": words}]}


def _fate(message: dict[str, Any]) -> str:
    to = message.get("phone_number") or message.get("email_address") or ""
    return FAILING.get(to.replace(" ", ""), "received" if message["type"] == "letter" else "delivered")


def _is_known(header: str) -> bool:
    token = header.removeprefix("Bearer ")
    try:
        return bool(get_token_issuer(token) == SERVICE and decode_jwt_token(token, SECRET))
    except TokenError:
        return False


def _handler(sink: NotifySink) -> type[BaseHTTPRequestHandler]:
    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The messages with a reference, or the one with an id."""
            is_known = _is_known(self.headers.get("Authorization", ""))
            self._say(*sink.look(self.path) if is_known else (403, fault(403, "not known here")))

        def do_POST(self) -> None:
            """A message."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not _is_known(self.headers.get("Authorization", "")):
                self._say(403, fault(403, "not known here"))
                return
            answer = sink.take(self.path.removeprefix("/v2/notifications/"), asked)
            if answer:
                self._say(*answer)

        def _say(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Nothing: an address stands in no log."""

    return Request


if __name__ == "__main__":
    NotifySink(Path(sys.argv[2]), port=int(sys.argv[1])).serve()
