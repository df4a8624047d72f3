"""Whether two people may be one: which facts agree or nearly agree, said so that a human can judge.

A rule, not a score: the same facts give the same reasons, whichever of the two comes first. `keys` are made so that
two people with a reason share one, so nobody is compared with everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from itertools import product

from referrals import emails, telephone
from referrals.names import fold


class Reason(StrEnum):
    """Why two people look alike."""

    SAME_NAME = "same_name"
    NAMES_SWAPPED = "names_swapped"
    OTHER_FAMILY_NAME = "other_family_name"
    POSSIBLE_TWINS = "possible_twins"
    DAY_MONTH_SWAPPED = "day_month_swapped"
    BIRTH_DATE_NEAR = "birth_date_near"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    NUMBERS_NEAR = "numbers_near"


@dataclass(frozen=True, slots=True)
class Facts:
    """What someone is known by; `phones` and `emails` as they were typed, `postcode` blank where there is none."""

    given_name: str
    family_name: str
    born_on: date
    preferred_name: str = ""
    nhs_number: str = ""
    postcode: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


# Short forms, each with the name that it stands for here; the pairs are compared, so which is "the" name is no matter.
_SHORT_FORMS = """
alexander: alex al sandy alec | alexandra: sandra | andrew: andy drew | anthony: tony | barbara: barb babs
benjamin: ben benny | bernard: bernie | catherine: cathy kate katie kath kathy cat kitty katherine kathryn
charles: charlie chas chuck | christine: chris chrissie christina tina | christopher: kit | daniel: dan danny
david: dave davey | deborah: deb debbie debra | dorothy: dot dotty dolly | edward: ed eddie ted teddy ned
eleanor: ellie nell nelly | elizabeth: liz lizzie beth betty bess eliza libby lisa elisabeth betsy | florence: flo
frances: fran francis frank frankie | frederick: fred freddie | geoffrey: geoff jeff jeffrey | george: georgie
gerald: gerry jerry | harold: harry hal | helen: nellie | henry: hank | isabella: bella isabel izzy
jacqueline: jackie | james: jim jimmy jamie | janet: jan | jennifer: jen jenny | joan: joanie | john: jack johnny jon
jonathan: jonny | joseph: joe joey | joshua: josh | josephine: josie jo | judith: judy | kenneth: ken kenny
lawrence: larry laurie laurence | leonard: len lenny | margaret: maggie meg peggy margie greta marge daisy
martin: marty | mary: molly polly mae | matthew: matt | michael: mike mick mickey micky | mohammed: mohamed muhammad
mohammad mohd muhammed | nicholas: nick nicky | oliver: ollie | pamela: pam | patricia: pat patsy trish tricia
patrick: paddy pat | peter: pete | philip: phil phillip | rebecca: becky becca | richard: rick ricky dick richie
robert: rob bob bobby robbie bert | ronald: ron ronnie | rosemary: rosie rose | samuel: sam sammy | sarah: sally sadie
stephen: steve steven stevie | susan: sue susie suzanne | teresa: terry theresa tess | terence: terry | theodore: theo
thomas: tom tommy | timothy: tim | valerie: val | victoria: vicky vic tori | vincent: vince | walter: walt wally
william: bill billy will willy liam | winifred: win winnie | zachary: zach zack
"""


def _roots() -> dict[str, frozenset[str]]:
    """Short form -> the names that it may stand for, itself among them."""
    found: dict[str, set[str]] = {}
    for entry in re.split(r"\||\n(?=\w+:)", _SHORT_FORMS.strip()):
        name, _colon, short_forms = entry.partition(":")
        for short in short_forms.split():
            found.setdefault(short, {short}).add(name.strip())
    return {short: frozenset(names) for short, names in found.items()}


_ROOTS = _roots()
# Parts of many families' names, which make nobody alike.
_PARTICLES = frozenset({"ben", "bin", "del", "den", "der", "mac", "ter", "van", "von"})
# Letters that sound alike, as one; the first match of the table is taken.
_SOUNDS = [
    *[("ph", "f"), ("ght", "t"), ("gh", "g"), ("ck", "k"), ("kn", "n"), ("wr", "r"), ("sch", "s"), ("sh", "s")],
    *[("ch", "k"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s")],
    *[("dg", "g"), ("j", "g"), ("v", "f"), ("b", "p"), ("d", "t"), ("m", "n")],
]
_SOUND = re.compile("|".join(letters for letters, _sound in _SOUNDS))
_SOUND_OF = dict(_SOUNDS)


def alike(one: Facts, other: Facts) -> tuple[Reason, ...]:
    """Why the two may be one person; empty when nothing says so."""
    found = {reason for reason, holds in _RULES.items() if holds(one, other)}
    if found and _numbers_near(one, other):
        found.add(Reason.NUMBERS_NEAR)
    return tuple(reason for reason in Reason if reason in found)


def keys(facts: Facts) -> frozenset[int]:
    """Digests of what two people must have in common to have a reason. They name nobody and fit a column of numbers."""
    return frozenset(_digest("|".join(key)) for key in _keys(facts))


def _keys(facts: Facts) -> Iterator[tuple[str, ...]]:
    born = facts.born_on
    day, month, year = f"{born.day:02}", f"{born.month:02}", f"{born.year}"
    given, family = _given_sounds(facts), _family_sounds(facts)
    for sound in given | family:
        yield "born", born.isoformat(), sound
    for names in product(given, family):
        # A wrong digit is in one part of the date: the other two agree.
        yield "day+month", *names, day, month
        yield "day+year", *names, day, year
        yield "month+year", *names, month, year
        yield "swapped", *names, year, *sorted((day, month))
    for value in _phones(facts) | _emails(facts):
        yield "reached", value, year


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _same_birth(one: Facts, other: Facts) -> bool:
    return one.born_on == other.born_on


def _same_sound(one: Facts, other: Facts) -> bool:
    return _given_alike(one, other) and _family_alike(one, other)


def _same_name(one: Facts, other: Facts) -> bool:
    """Both names sound alike, or one does and the other has a slip of the finger."""
    given = _given_alike(one, other) and _near(one.family_name, other.family_name)
    family = _family_alike(one, other) and _near(one.given_name, other.given_name)
    return _same_sound(one, other) or given or family


def _swapped(one: Facts, other: Facts) -> bool:
    """First and last name the other way round; someone whose two names are alike is no such case."""
    crossed = _given_sounds(one) & _family_sounds(other) and _family_sounds(one) & _given_sounds(other)
    return bool(crossed) and not _same_name(one, other)


def _given_alike(one: Facts, other: Facts) -> bool:
    return bool(_given_sounds(one) & _given_sounds(other))


def _family_alike(one: Facts, other: Facts) -> bool:
    return bool(_family_sounds(one) & _family_sounds(other))


def _near(one: str, other: str) -> bool:
    """One slip of the finger apart; in a short name that is another name."""
    plain = _plain(one), _plain(other)
    return min(map(len, plain)) > 3 and distance(*plain) <= 1


def _reached_alike(one: Facts, other: Facts) -> bool:
    same_place = bool(one.postcode) and one.postcode == other.postcode
    return same_place or bool(_phones(one) & _phones(other)) or bool(_emails(one) & _emails(other))


def _birth_swapped(one: Facts, other: Facts) -> bool:
    first, second = one.born_on, other.born_on
    turned = (first.year, first.day, first.month) == (second.year, second.month, second.day)
    return turned and first != second


def _birth_near(one: Facts, other: Facts) -> bool:
    """One digit differs, or two beside each other in the day, month or year are swapped."""
    parts = list(zip(_parts(one.born_on), _parts(other.born_on), strict=True))
    return [distance(*part) for part in parts if part[0] != part[1]] == [1]


def _parts(day: date) -> tuple[str, str, str]:
    return f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"


def _same_phone(one: Facts, other: Facts) -> bool:
    return one.born_on.year == other.born_on.year and bool(_phones(one) & _phones(other))


def _same_email(one: Facts, other: Facts) -> bool:
    return one.born_on.year == other.born_on.year and bool(_emails(one) & _emails(other))


def _numbers_near(one: Facts, other: Facts) -> bool:
    """Two digits at most: a valid number with one wrong digit is never valid, with two it can be."""
    both = bool(one.nhs_number and other.nhs_number) and one.nhs_number != other.nhs_number
    return both and distance(one.nhs_number, other.nhs_number) <= 2


def _same_birth_and_name(one: Facts, other: Facts) -> bool:
    return _same_birth(one, other) and _same_name(one, other)


def _names_swapped(one: Facts, other: Facts) -> bool:
    return _same_birth(one, other) and _swapped(one, other)


def _other_family_name(one: Facts, other: Facts) -> bool:
    return _reached_alike_under_another_name(one, other) and _given_alike(one, other)


def _possible_twins(one: Facts, other: Facts) -> bool:
    return _reached_alike_under_another_name(one, other) and _family_alike(one, other)


def _reached_alike_under_another_name(one: Facts, other: Facts) -> bool:
    return _same_birth(one, other) and not _same_name(one, other) and _reached_alike(one, other)


def _day_month_swapped(one: Facts, other: Facts) -> bool:
    return _birth_swapped(one, other) and _same_sound(one, other)


def _birth_date_near(one: Facts, other: Facts) -> bool:
    return _birth_near(one, other) and not _birth_swapped(one, other) and _same_sound(one, other)


_RULES = {
    Reason.SAME_NAME: _same_birth_and_name,
    Reason.NAMES_SWAPPED: _names_swapped,
    Reason.OTHER_FAMILY_NAME: _other_family_name,
    Reason.POSSIBLE_TWINS: _possible_twins,
    Reason.DAY_MONTH_SWAPPED: _day_month_swapped,
    Reason.BIRTH_DATE_NEAR: _birth_date_near,
    Reason.SAME_PHONE: _same_phone,
    Reason.SAME_EMAIL: _same_email,
}


def _given_sounds(facts: Facts) -> frozenset[str]:
    names = {_plain(name) for name in (facts.given_name, facts.preferred_name) if name}
    return frozenset(_sound(root) for name in names for root in _ROOTS.get(name, {name}))


def _family_sounds(facts: Facts) -> frozenset[str]:
    """Of the whole name, and of each part of a double one."""
    parts = {_plain(part) for part in re.split(r"[\s-]+", facts.family_name)} - _PARTICLES
    return frozenset(_sound(name) for name in {_plain(facts.family_name), *(part for part in parts if len(part) > 2)})


def _plain(name: str) -> str:
    """Small letters without accents, spaces, hyphens and apostrophes."""
    return fold(name)


def _sound(plain: str) -> str:
    """How a name sounds, roughly: like letters as one, doubles once, no vowel after the first letter."""
    heard = _SOUND.sub(lambda found: _SOUND_OF[found.group()], plain)
    rest = re.sub(r"[aeiouyhw]", "", heard[1:])
    return re.sub(r"(.)\1+", r"\1", heard[:1] + rest)


def _phones(facts: Facts) -> frozenset[str]:
    return frozenset(telephone.key(phone) for phone in facts.phones) - {""}


def _emails(facts: Facts) -> frozenset[str]:
    return frozenset(emails.key(email) for email in facts.emails) - {""}


def distance(one: str, other: str) -> int:
    """How many slips apart: a letter more, less or wrong, or two beside each other swapped (Damerau)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            step = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                step = min(step, before[column - 2] + 1)
            now.append(step)
        before, last = last, now
    return last[-1]
