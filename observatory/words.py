"""Words of plain rules, marked for translation: `selectors.labels` says them in the reader's language.

A release keeps the marked words themselves, so that they are translated whenever they are read.
"""


def gettext_noop(text: str) -> str:
    """The text as it is; `makemessages` finds it by this function's name."""
    return text
