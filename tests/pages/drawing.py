"""Pages drawn in Chromium straight from an answer of the product: no server between them, so that many take seconds."""

import mimetypes
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

HOST = "http://pages.test"
HTML = "text/html"


class Drawing:
    """A browser's page that shows whatever answer it is given, with the product's own styles and scripts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._html = b""
        page.route("**/*", self._serve)

    def faults(self, answer: Any) -> list[str]:
        """What axe finds, and sideways scrolling."""
        self._html = answer.content
        self.page.goto(f"{HOST}/")
        found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(self.page).response["violations"]]
        is_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return found + ["scrolls sideways"] * self.page.evaluate(is_wide)

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path == "/":
            route.fulfill(body=self._html, content_type=f"{HTML}; charset=utf-8")
            return
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if isinstance(found, str):
            route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0] or HTML)
        else:
            route.fulfill(status=404)


def page_of(client: Client, url: str) -> Any:
    """The answer, if it is a page that shows something."""
    answer = client.get(url)
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith(HTML)
    return answer if is_page else None
