"""GOV.UK Notify on a real socket: it checks who asks, keeps what it accepts, and fails as a test tells it to."""

import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

SERVICE, SECRET = "6ce466d0-fd6a-11e5-82f5-e0accb9d11a6", "1b9d4b3c-6a52-4a6e-9d0f-0d9c3ef0a001"
KEY = f"tests-{SERVICE}-{SECRET}"
# What a request of each kind must have, as Notify's own documentation lists it.
REQUIRED = {"sms": "phone_number", "email": "email_address", "letter": "personalisation"}


@dataclass(slots=True)
class NotifyServer:
    """`answers` are what it says to the next messages: a status, or "drop" to keep the message and say nothing."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)
    # What happens while a message is on its way.
    meanwhile: Callable[[], object] = lambda: None
    _server: ThreadingHTTPServer = field(init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "NotifyServer":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def with_reference(self, reference: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["reference"] == reference]

    def take(self, kind: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """The status and answer to a message; None to say nothing at all."""
        self.meanwhile()
        answer = self.answers.pop(0) if self.answers else 201
        if isinstance(answer, int) and answer >= 400:
            return answer, _fault(answer)
        if REQUIRED[kind] not in asked or "template_id" not in asked:
            return 400, _fault(400)
        self.messages.append({"id": str(uuid.uuid4()), "type": kind, "status": "created", **asked})
        return None if answer == "drop" else (201, {"id": self.messages[-1]["id"], "reference": asked["reference"]})


def _fault(status: int) -> dict[str, Any]:
    return {"status_code": status, "errors": [{"error": "TestError", "message": "as the test wished"}]}


def _is_known(header: str) -> bool:
    token = header.removeprefix("Bearer ")
    try:
        return bool(get_token_issuer(token) == SERVICE and decode_jwt_token(token, SECRET))
    except TokenError:
        return False


def _handler(box: NotifyServer) -> type[BaseHTTPRequestHandler]:
    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The messages with a reference."""
            asked = urlsplit(self.path)
            if not _is_known(self.headers["Authorization"]) or asked.path != "/v2/notifications":
                self._say(403, _fault(403))
                return
            found = box.with_reference(parse_qs(asked.query)["reference"][0])
            self._say(200, {"notifications": found, "links": {"current": self.path}})

        def do_POST(self) -> None:
            """A message."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not _is_known(self.headers["Authorization"]):
                self._say(403, _fault(403))
                return
            answer = box.take(self.path.removeprefix("/v2/notifications/"), asked)
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
            """Nothing: tests read what it kept."""

    return Request
