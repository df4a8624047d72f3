"""What a browser finds in a page with a form."""

from collections import defaultdict
from html.parser import HTMLParser


class Controls(HTMLParser):
    """What a page's controls hold by name; its ids, its title, and the ids that its error summary links to."""

    def __init__(self) -> None:
        super().__init__()
        self.html = ""
        self.held: dict[str, list[str]] = defaultdict(list)
        self.ids: set[str] = set()
        self._select = ""
        self._area: str | None = None

    @classmethod
    def of(cls, html: str) -> "Controls":
        """The controls of a page."""
        page = cls()
        page.html = html
        page.feed(html)
        return page

    @property
    def title(self) -> str:
        return self.html.partition("<title>")[2].partition("</title>")[0].strip()

    @property
    def summary(self) -> set[str]:
        listed = self.html.partition("nhsuk-error-summary__list")[2].partition("</ul>")[0]
        return {rest.partition('"')[0] for rest in listed.split('href="#')[1:]}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        name = found.get("name") or ""
        if tag == "input" and (found.get("type") not in {"radio", "checkbox"} or "checked" in found):
            self.held[name].append(found.get("value") or ("on" if found.get("type") == "checkbox" else ""))
        if tag == "textarea":
            self._area = name
            self.held[name].append("")
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in found:
            self.held[self._select].append(found.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.held[self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            # The line break after the tag is markup.
            self.held[self._area][-1] = self.held[self._area][-1].removeprefix("\n")
            self._area = None
