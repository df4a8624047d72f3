"""How a UK postcode is written, and which of them, and which addresses, are nobody's home."""

import re
from typing import NamedTuple

from referrals.plain_text import bare

# Where the Royal Mail delivers, the Crown dependencies, the forces, and the NHS's own ZZ.
AREAS = frozenset(
    """AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX
    FK FY G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG
    NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW
    UB W WA WC WD WF WN WR WS WV YO ZE ZZ""".split()  # noqa: SIM905 # a list to read, not to lay out
)
POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")


DISTRICT = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9]?)")
# The NHS writes these where there is no postcode: each says why, and none is a place.
PSEUDO = re.compile(r"ZZ99 ?[0-9][A-Z]{2}")
NO_FIXED_ABODE, NOT_KNOWN_YET, OUTSIDE_ENGLAND = "no_fixed_abode", "not_known_yet", "outside_england"
PSEUDO_REASONS = {"ZZ99 3VZ": NO_FIXED_ABODE, "ZZ99 3WZ": NOT_KNOWN_YET}
# How people write that somebody has no address.
NO_ADDRESS = re.compile(r".*\b(nfa|nfad|no fixed (abode|address|place)|no abode)\b.*|(street )?homeless|sleeping rough")


class Home(NamedTuple):
    """Where somebody lives, or why that is no place: the postcode or the reason why there is none, one of the two."""

    lines: str
    postcode: str | None
    missing_reason: str


def around(text: str) -> str | None:
    """The sector (`M33 2`, some thousand addresses) of a postcode, or the district (`M33`); None for what is neither.

    Enough to say how far a service is, and too little to say where somebody lives.
    """
    if whole := parse(text):
        return whole[:-2]
    outward, _space, inward = text.strip().upper().partition(" ")
    parts = DISTRICT.fullmatch(outward) if not inward else DISTRICT.fullmatch(outward + inward)
    if not parts or (inward and parts.group(2) != inward):
        return None
    return " ".join(filter(None, parts.groups()))


def parse(text: str) -> str | None:
    """The postcode in capitals with its space (`M1 1AE`), or None for what is none."""
    compact = _figures(re.sub(r"[\s-]", "", bare(text)).upper().strip(".,;"))
    area = re.match(r"[A-Z]*", compact)
    is_one = POSTCODE.fullmatch(compact) and area and area.group() in AREAS
    return f"{compact[:-3]} {compact[-3:]}" if is_one else None


def _figures(compact: str) -> str:
    """With a nought where a letter O stands for one: behind the first figure, and before the last two letters."""
    outward, inward = compact[:-3], compact[-3:]
    area = re.match(r"[A-Z]*[0-9]?", outward)
    length = area.end() if area else 0
    return outward[:length] + outward[length:].replace("O", "0") + inward[:1].replace("O", "0") + inward[1:]


def why_missing(postcode: str) -> str:
    """What a pseudo-postcode says: no fixed abode, not known, or outside England; blank for a real one."""
    if not PSEUDO.fullmatch(postcode):
        return ""
    return PSEUDO_REASONS.get(postcode, OUTSIDE_ENGLAND)


def home(lines: str, postcode: str | None, missing_reason: str = "") -> Home:
    """The address as it is kept: of a pseudo-postcode the reason alone, of "NFA" that there is no fixed address."""
    said = re.sub(r"[^a-z ]", "", bare(lines).casefold().replace(",", " "))
    if NO_ADDRESS.fullmatch(" ".join(said.split())):
        return Home("", None, NO_FIXED_ABODE)
    if reason := why_missing(postcode or ""):
        return Home("" if reason == NO_FIXED_ABODE else lines, None, reason)
    return Home(lines, postcode, missing_reason)
