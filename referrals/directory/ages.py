"""The ages that a service says it is for, where its words say it plainly."""

import re

OLDEST = 120
# Above this a directory means that there is no upper age.
NO_LIMIT = 99
BOTH = re.compile(
    r"\bage[sd]?\b[^.\d]{0,20}(\d{1,3})\s*(?:-|\u2013|to|and)\s*(\d{1,3})\b(?!\s*(?:months|weeks|days))", re.IGNORECASE
)
FROM = re.compile(
    r"\b(?:over|aged?|ages)\s*(?:the age of\s*)?(\d{2,3})\s*(?:\+|s\b|and (?:over|above|older)|or (?:over|above|older))"
    r"|\b(\d{2,3})\s*(?:\+|(?:years )?(?:and|or) (?:over|above|older))",
    re.IGNORECASE,
)
OVER = re.compile(r"\bover[- ]?(?:the age of )?(\d{2,3})'?s\b", re.IGNORECASE)
Ages = tuple[int | None, int | None]


class ContradictionError(ValueError):
    """The oldest age is below the youngest."""


def limits(youngest: int | None, oldest: int | None) -> Ages:
    """Both limits as they are checked on referral: from nought, or up to a great age, is no limit."""
    low = youngest if youngest and youngest <= OLDEST else None
    high = oldest if oldest is not None and oldest < NO_LIMIT else None
    if low is not None and high is not None and high < low:
        message = f"from {low} to {high} is no age"
        raise ContradictionError(message)
    return low, high


def in_words(text: str) -> Ages | None:
    """The one range that a text names; None where it names none, or more than one: then a person has to read it."""
    ranges = [(int(low), int(high)) for low, high in BOTH.findall(text)]
    rest = BOTH.sub(" ", text)
    over = OVER.findall(rest)
    from_ = [first or second for first, second in FROM.findall(OVER.sub(" ", rest))]
    found: list[Ages] = [*ranges, *((int(low), None) for low in [*over, *from_])]
    if len(found) != 1:
        return None
    try:
        return limits(*found[0])
    except ContradictionError:
        return None
