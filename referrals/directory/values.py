"""Reading the values of a directory's file as people have typed them."""

import re
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from referrals import postcodes
from referrals.directory import ages, markup, telephones

# How files say that they have no value; "none" is no such word where it may mean "free" or "anyone".
MISSING = frozenset({"", "-", "na", "n/a", "null", "not known", "unknown", "not relevant", "not applicable"})
# Control characters (but tab and line feed), halves of surrogate pairs, and marks without width.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ud800-\udfff]")
LINE_END = re.compile(r"(?<![.;:,!?\s])\s*\n\s*")
EMAIL = re.compile(r"[^@\s,;]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
HOST = re.compile(r"([a-z0-9]([a-z0-9_-]*[a-z0-9])?\.)+[a-z]{2,}")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAME = r"(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
WEEKDAY = re.compile(rf"\b{_NAME}s?\b")
DAY_RANGE = re.compile(rf"\b{_NAME}s?\s*(?:-|\u2013|to)\s*{_NAME}s?\b")
# "Closed on Mondays", "every day but Sunday": which of the days are meant is for a reader.
DAY_EXCEPTION = re.compile(r"\b(closed|except|excluding|not|but)\b")
# Day before month, as councils write; a month named first or by number has no other reading.
DAYS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d%b%Y",
)
# What a Mac's accented letters look like when they are taken for Windows-1252: marks that no word has there.
OF_A_MAC = re.compile(
    "[a-z][\u0160\u0152\u017d\u0178\u0192\u02c6\u2030\u2021\u02dc]|[a-z][\u2018\u201c](?![a-z])"
    "|[a-z][\u2122\u203a\u2022\u201e\u2020\u201a](?=[a-z])"
)
# England's districts of any kind, Wales's, Scotland's and Northern Ireland's.
LOCAL_AUTHORITY = re.compile(r"\b(?:E0[6-9]|W06|S12|N09)[0-9]{6}\b")
STATUSES = {"active": "open", "inactive": "closed", "defunct": "closed", "temporarily closed": "closed", "": None}


NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?(e[+-]?[0-9]{1,3})?", re.IGNORECASE)


class UnreadableError(ValueError):
    """A value is not what its column is for; the message says it. `kept` is what could be read of it all the same."""

    def __init__(self, message: str, kept: object = None) -> None:
        super().__init__(message)
        self.kept = kept


def decoded(cell: str) -> str:
    """A cell whose bytes are no UTF-8 is Windows-1252, which is what spreadsheets write."""
    message = "neither UTF-8 nor Windows-1252; a Mac may have written it: save the file as CSV UTF-8"
    try:
        read = cell.encode("utf-8", "surrogateescape").decode("cp1252")
    except UnicodeError as error:
        raise UnreadableError(message) from error
    if OF_A_MAC.search(read):
        raise UnreadableError(message)
    return read


def text(value: str) -> str:
    """Paragraphs: without markup and invisible characters, blank where it only says that nothing is known."""
    visible = INVISIBLE.sub("", markup.plain(value).replace("\r\n", "\n").replace("\r", "\n"))
    plain = "\n".join(" ".join(line.split()) for line in visible.split("\n")).strip()
    return "" if plain.rstrip(".").casefold() in MISSING else plain


def line(value: str) -> str:
    """One line; what stood on several is divided by a semicolon."""
    return " ".join(LINE_END.sub("; ", text(value)).split())


def postcode(value: str) -> str:
    """A postcode in its usual spelling. The last part begins with a figure, so an O there is a nought."""
    compact = line(value).replace(" ", "").upper()
    if not compact:
        return ""
    parsed = postcodes.parse(compact[:-3] + compact[-3:-2].replace("O", "0") + compact[-2:])
    if parsed is None:
        message = f"{line(value)!r} is no postcode"
        raise UnreadableError(message)
    return parsed


def website(value: str) -> str:
    """One web address, with http:// where the file left that out."""
    found = _contact(value)
    if not found:
        return ""
    address = found if re.match(r"https?://", found, re.IGNORECASE) else f"http://{found}"
    try:
        host = (urlsplit(address).hostname or "").casefold()
    except ValueError:
        host = ""
    if " " in address or not HOST.fullmatch(host):
        message = f"{found!r} is no web address"
        raise UnreadableError(message)
    return address


def email(value: str) -> str:
    """One e-mail address."""
    found = _contact(value)
    if found and not EMAIL.fullmatch(found):
        message = f"{found!r} is no e-mail address"
        raise UnreadableError(message)
    return found


def phone(value: str) -> str:
    """One telephone number, spaced as in the file; of several the first, and that is said."""
    found = _contact(value)
    if not found:
        return ""
    number, others = telephones.read(found)
    if not number:
        message = f"{found!r} is no telephone number"
        raise UnreadableError(message)
    if others:
        raise UnreadableError(others, kept=number)
    return number


def age(value: str) -> int | None:
    """Whole years."""
    found = line(value)
    if not found:
        return None
    whole = found.removesuffix(".0")
    if not re.fullmatch(r"[0-9]{1,3}", whole) or int(whole) > ages.OLDEST:
        message = f"{found!r} is no age"
        raise UnreadableError(message)
    return int(whole)


def _contact(value: str) -> str:
    found = line(value)
    return "" if found.casefold() == "none" else found


def day(value: str) -> date | None:
    """A day in any of the usual forms; the time behind it is left out."""
    found = line(value)
    if not found:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(re.sub(r"[T ]\d{1,2}:\d{2}.*", "", found), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    message = f"{found!r} is no date"
    raise UnreadableError(message)


def latitude(value: str) -> float | None:
    """Degrees north, within the United Kingdom."""
    return _degrees(value, 49, 61)


def longitude(value: str) -> float | None:
    """Degrees east, within the United Kingdom; most of it is west, and so below nought."""
    return _degrees(value, -9, 2)


def _degrees(value: str, least: int, most: int) -> float | None:
    found = line(value)
    if not found:
        return None
    if not NUMBER.fullmatch(found) or not least <= float(found) <= most:
        message = f"{found!r} is not in the United Kingdom"
        raise UnreadableError(message)
    return float(found)


def weekdays(value: str) -> list[str]:
    """The days that a text plainly names, Monday first; none where it names an exception as well."""
    found = line(value).casefold()
    if DAY_EXCEPTION.search(found):
        return []
    days = {name[:3] for name in WEEKDAY.findall(found)}
    for first, last in DAY_RANGE.findall(found):
        days |= set(WEEK[WEEK.index(first[:3]) : WEEK.index(last[:3]) + 1])
    return [day for day in WEEK if day in days]


def area_codes(value: str) -> list[str]:
    """Local authorities by their GSS codes."""
    return LOCAL_AUTHORITY.findall(line(value))


def status(value: str) -> str | None:
    """Open Referral UK's word as ours."""
    found = line(value).casefold()
    if found not in STATUSES:
        message = f"{found!r} is no status"
        raise UnreadableError(message)
    return STATUSES[found]
