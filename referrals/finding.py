"""Finding a person by what somebody remembers of them: words of a name, part of a number, the day they were born.

A plain rule, twice: `kept` says under which words a person is found, `asked` which words a search wants. Each word says
by its first letter of what it is, so that no number is taken for another. A word is found by its beginning.
"""

import re
from dataclasses import dataclass
from datetime import date

from referrals import telephone, typed_dates
from referrals.likeness import Facts
from referrals.names import fold
from referrals.plain_text import bare

# What a kept word is of.
NAME, NHS_NUMBER, PHONE, BORN = "n", "h", "t", "b"
# Fewer figures than this are in so many numbers that nobody is found by them.
SHORTEST_PART = 3
SHORTEST_NAME = 2
MOST_WORDS = 8
LONGEST = 100
_PIECES = re.compile(r"[^\W_]+")
_REFERENCE = re.compile(r"SP[2-9A-Z]{2,8}")
_MONTHS = "|".join(typed_dates.MONTHS)
_DAY = re.compile(
    r"\b[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\b|\b[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}\b"
    rf"|\b[0-9]{{1,2}}(?:st|nd|rd|th)?[-/. ]*(?:{_MONTHS})[a-z]*\.?[-/., ]*[0-9]{{2,4}}\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search wants: of each group one word's beginning, or else a reference."""

    groups: tuple[frozenset[str], ...] = ()
    reference: str = ""

    @property
    def is_of_nobody(self) -> bool:
        """Whether it finds nobody: too little was typed, or something that nobody has."""
        return not (self.reference or (self.groups and all(self.groups)))


def kept(facts: Facts) -> frozenset[str]:
    """The words by which a person is found."""
    words = {
        NAME + word for name in (facts.given_name, facts.family_name, facts.preferred_name) for word in _names(name)
    }
    words |= {NHS_NUMBER + part for part in _ends(facts.nhs_number)}
    words |= {PHONE + part for phone in facts.phones for part in _ends(telephone.dialled(phone))}
    words.add(BORN + facts.born_on.strftime("%Y%m%d"))
    return frozenset(words)


def asked(text: str, today: date) -> Asked:
    """What somebody looks for. "Vexham, Orla", "orla vexham", "o'connor 3/5/52", "943 476", "07700 900", "SP-7K3M"."""
    typed = bare(text)[:LONGEST].strip().casefold()
    if reference := _reference(typed):
        return Asked(reference=reference)
    groups = [frozenset(_born(day) for day in typed_dates.birthdays(found, today)) for found in _DAY.findall(typed)]
    rest = _DAY.sub(" ", typed).replace(",", " ").split()
    words = [word for word in rest if any(letter.isalpha() for letter in word)]
    groups += [frozenset({NAME + folded}) for word in words if (folded := fold(word))]
    figures = _figures("".join(word for word in rest if word not in words))
    if figures:
        groups.append(_numbers(figures, today))
    is_too_little = len(groups) == 1 and all(len(word) < SHORTEST_NAME + 1 for word in groups[0])
    return Asked() if is_too_little or len(groups) > MOST_WORDS else Asked(tuple(groups))


def _reference(typed: str) -> str:
    """`SP-7K3M-9QX2`, or as much of its beginning as was typed; blank where it is none.

    Spratt 943 is a name and a number: in a reference letters and figures are mixed, or SP stands apart.
    """
    pieces = re.split(r"[\s-]+", typed)
    plain = "".join(pieces).upper()
    is_apart = typed.startswith("sp-") or (pieces[0] == "sp" and any(one.isdigit() for one in plain))
    is_mixed = any(one.isalnum() and not one.isalpha() and not one.isdigit() for one in pieces)
    if not _REFERENCE.fullmatch(plain) or not (is_apart or (is_mixed and not _DAY.search(typed))):
        return ""
    return "-".join(filter(None, (plain[:2], plain[2:6], plain[6:])))


def _numbers(figures: str, today: date) -> frozenset[str]:
    """Figures alone may be of the NHS number, of a telephone, or a day of birth without its strokes."""
    if len(figures) < SHORTEST_PART:
        return frozenset()
    dialled = figures.removeprefix("00").removeprefix("44") if figures.startswith(("44", "0044")) else figures
    phones = {figures, dialled, f"0{dialled}"} if dialled != figures else {figures}
    days = typed_dates.birthdays(figures, today) if len(figures) in {6, 8} else ()
    return frozenset({NHS_NUMBER + figures, *(PHONE + phone for phone in phones), *(_born(day) for day in days)})


def _born(day: date) -> str:
    return BORN + day.strftime("%Y%m%d")


def _names(name: str) -> set[str]:
    """The name from each of its pieces on, as one word: O'Connor-Lowe is found as oconnor, connor and lowe."""
    pieces = [fold(piece) for piece in _PIECES.findall(name)]
    ends = {"".join(pieces[start:]) for start in range(len(pieces))}
    return ends | {fold(name)} - {""}


def _ends(number: str) -> set[str]:
    """Every end of a number that is long enough, so that any part of it is the beginning of one."""
    figures = _figures(number)
    return {figures[start:] for start in range(max(0, len(figures) - SHORTEST_PART + 1))}


def _figures(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())
