"""How long a practised hand takes on a page, by the keystroke-level model, reckoned from the page itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Seconds: a key or a click, pointing, thinking what comes next, a hand between keyboard and mouse.
SECONDS = {"K": 0.28, "P": 1.1, "M": 1.2, "H": 0.4}


class Stops(HTMLParser):
    """Where the Tab key stops in a page's main form, in order; what is folded away is no stop."""

    def __init__(self) -> None:
        super().__init__()
        self.stops: list[str] = []
        self._folded = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "summary" and not self._folded:
            self.stops.append("summary")
        if tag == "details" and (self._folded or "open" not in found):
            self._folded += 1
        name = found.get("name") or ""
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden" and name not in self.stops:
            self.stops += [name] * (not self._folded)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._folded -= tag == "details" and self._folded > 0


def stops(html: str, action: str) -> list[str]:
    """The stops of the form that is sent to an address."""
    page = Stops()
    page.feed(html.partition(f'action="{action}"')[2].partition("</form>")[0])
    return page.stops


@dataclass(slots=True)
class Hand:
    """Everything that someone does, as letters of the model, and the links and buttons that they press."""

    acts: str = ""
    pressed: list[str] = field(default_factory=list)
    _on_mouse: bool = False

    @property
    def seconds(self) -> float:
        return sum(SECONDS[act] for act in self.acts)

    def press(self, what: str) -> None:
        """A link or a button."""
        self.pressed.append(what)
        self._click()

    def enter(self, what: str) -> None:
        """A button that the Enter key presses."""
        self.pressed.append(what)
        self.acts += "K"

    def answer(self, html: str, action: str, typed: Mapping[str, str], ticked: Collection[str]) -> None:
        """Fill in a form from its first stop to its last: text with the keyboard, choices with the mouse."""
        for stop in stops(html, action):
            if stop in typed:
                self.type(typed[stop], is_first=not stop.endswith(("_month", "_year")))
            elif not self._on_mouse and stop not in ticked:
                self.acts += "K"
            for _each in range(list(ticked).count(stop)):
                self._click()

    def type(self, text: str, *, is_first: bool = True) -> None:
        """Text and the Tab after it; a capital takes two keys. `is_first` of what is thought of at once."""
        if self._on_mouse:
            self._click()
            self._take_keyboard()
        self.acts += "M" * is_first + "K" * (len(text) + sum(letter.isupper() for letter in text) + 1)

    def _click(self) -> None:
        if not self._on_mouse:
            self.acts += "H"
            self._on_mouse = True
        self.acts += "MPK"

    def _take_keyboard(self) -> None:
        self.acts += "H"
        self._on_mouse = False
