"""How a rule says no."""

from collections.abc import Callable
from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark a text for translators, who find it by this function's name. Whoever shows the text translates it."""
    return text


class Refusal(Exception):
    """A rule said no. `code` is for machines, `message` is a sentence in the reader's language.

    Plain rules know no framework, so they give the sentence in English. `translate` turns it into the reader's
    language; the app sets it to Django's gettext when it is ready.
    """

    translate: ClassVar[Callable[[str], str]] = staticmethod(str)

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self._message = message

    @property
    def message(self) -> str:
        """The sentence that the user reads."""
        return Refusal.translate(self._message)
