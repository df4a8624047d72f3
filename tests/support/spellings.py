"""One telephone number or e-mail address as ten people, spreadsheets and systems write it."""

from random import Random

MARKS = ("\u200b", "\u2060", "\ufeff", "\u202a", "\u202c", "\u200e")
SPACES = (" ", "\u00a0", "\u2009", "  ")
DASHES = ("-", "\u2013", "\u2011", ".", ")")
STARTS = ("0", "+44", "0044", "44", "+44 (0)", "+440", "44 (0)", "")


def of_phone(national: str, random: Random) -> str:
    """A number of the United Kingdom, given without its nought (`7700900123`)."""
    cut = random.randrange(3, len(national) - 3)
    between = random.choice([*SPACES, *DASHES[:4], ""])
    written = f"{random.choice(STARTS)}{random.choice(['', ' '])}{national[:cut]}{between}{national[cut:]}"
    return with_marks(written, random)


def of_email(address: str, random: Random) -> str:
    """An address in capitals or not, with what is pasted along with it."""
    cased = "".join(random.choice([letter.upper(), letter]) for letter in address)
    around = random.choice(["{}", " {}", "{};", "{}\u00a0", "mailto:{}", "<{}>", "{},", "{}."])
    return with_marks(around.format(cased), random)


def with_marks(text: str, random: Random) -> str:
    """The text with up to two marks that nobody sees."""
    for _time in range(random.randrange(3)):
        place = random.randrange(len(text) + 1)
        text = text[:place] + random.choice(MARKS) + text[place:]
    return text
