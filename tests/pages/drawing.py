"""Pages drawn in Chromium straight from an answer of the product: no second rendering, so that many take seconds."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page

from tests.support.fixtures.browser import AXE, NARROW, faults

HTML = "text/html"
KEPT = "max-age=3600"


class Drawing:
    """A browser's page that shows whatever answer it is given, with the product's own styles and scripts."""

    def __init__(self, page: Page, server: "Answers") -> None:
        self._page = page
        self._server = server
        page.set_viewport_size(NARROW)

    def faults(self, answer: Any) -> list[str]:
        """What axe finds on the narrowest screen, and sideways scrolling there."""
        self._server.html = answer.content
        self._page.goto(self._server.url)
        # Which the browser keeps as well, and so need not compile for each page.
        self._page.add_script_tag(url=f"{self._server.url}axe.js")
        return faults(self._page)


class Answers(ThreadingHTTPServer):
    """Serves one page at `/`, and the product's files, which the browser may keep from page to page."""

    html = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Answer(BaseHTTPRequestHandler):
    server: Answers

    def do_GET(self) -> None:
        if self.path == "/":
            self._send(self.server.html, f"{HTML}; charset=utf-8", "no-store")
            return
        if self.path == "/axe.js":
            self._send(AXE.encode(), "text/javascript", KEPT)
            return
        found = finders.find(self.path.removeprefix("/static/")) if self.path.startswith("/static/") else None
        if isinstance(found, str):
            self._send(Path(found).read_bytes(), mimetypes.guess_type(found)[0] or HTML, KEPT)
        else:
            self.send_error(404)

    def _send(self, body: bytes, kind: str, keep: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", keep)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_what: object) -> None:
        """A test's server says nothing."""


@contextmanager
def answers() -> Iterator[Answers]:
    """The server, running."""
    with Answers(("127.0.0.1", 0), _Answer) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


def page_of(client: Client, url: str) -> Any:
    """The answer, if it is a page that shows something."""
    answer = client.get(url)
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith(HTML)
    return answer if is_page else None
