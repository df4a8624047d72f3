"""A mail server on a real socket: it keeps what it accepts, and refuses what a test tells it to."""

import socketserver
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from types import TracebackType


@dataclass(slots=True)
class MailServer:
    """`answers` are what it says to the next recipients (`550 no such mailbox`); with none left it takes everything."""

    messages: list[Message] = field(default_factory=list)
    # When each of them arrived, by `time.monotonic`.
    arrived: list[float] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    # Refuse the next conversations altogether, as a server does that is going down.
    hang_up: bool = False
    # What it says to whoever we say that we are.
    to_sender: str = "250 yes"
    conversations: int = 0
    _server: socketserver.ThreadingTCPServer = field(init=False)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> "MailServer":
        box = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _converse(self, box)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _converse(line: socketserver.StreamRequestHandler, box: MailServer) -> None:
    """The part of RFC 5321 that a client needs to hand over a message."""

    def say(text: str) -> None:
        line.wfile.write(f"{text}\r\n".encode())

    box.conversations += 1
    if box.hang_up:
        say("421 going down")
        return
    say("220 test")
    while command := line.rfile.readline().decode().strip():
        verb = command.partition(" ")[0].upper()
        if verb == "MAIL":
            say(box.to_sender)
        elif verb == "RCPT":
            say(box.answers.pop(0) if box.answers else "250 known")
        elif verb == "DATA":
            say("354 go on")
            box.messages.append(_read_message(line))
            box.arrived.append(time.monotonic())
            say("250 kept")
        elif verb == "QUIT":
            say("221 bye")
            return
        else:
            say("250 yes")


def _read_message(line: socketserver.StreamRequestHandler) -> Message:
    lines = []
    while (text := line.rfile.readline()) != b".\r\n":
        lines.append(text)
    return message_from_bytes(b"".join(lines))
