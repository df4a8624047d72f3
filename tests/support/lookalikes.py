"""Invented people, and for each another record that may be theirs: the slips that real referrals make."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from referrals.drafts import ContactDraft, PersonDraft
from referrals.likeness import Reason
from tests.support.world import an_nhs_number, person_draft

GIVEN_NAMES = """
Agnes Albert Amina Arthur Beatrice Bilal Cecil Chloe Colin Daphne Derek Doris Edith Esther Farah Fiona Gareth
Gloria Gordon Hannah Hassan Imran Iris Ivy Jasmine Keith Leila Lionel Lucy Mabel Marcus Nadia Nigel Norma
Olive Owen Priya Ralph Rhys Rita Roland Salma Sean Shirley Stanley Sylvia Trevor Una Vera Wendy Xavier Yusuf
Zainab
"""
GIVEN = GIVEN_NAMES.split()
FAMILY_NAMES = """
Abbott Ahmed Atkins Barlow Begum Bennett Bowen Brody Campbell Carver Chandra Clegg Cooper Cowley Davies Denton
Dixon Duffy Eastwood Evans Fairbank Farrow Fletcher Gallagher Gibson Gupta Hargreave Hewitt Hobson Iqbal
Jarvis Kaur Kendal Khan Kirby Lambert Lawson Lomax Marsden Mehta Mistry Murphy Nuttall Obi Openshaw Parkin
Patel Pickup Quigley Rafferty Ramsden Rowntree Sadler Schofield Shah Tattersall Thackeray Usman Vaughan
Walmsley Whittle Yates
"""
FAMILY = FAMILY_NAMES.split()

# First letters that sound alike.
BEGINS = str.maketrans("BCDGJMQVZ", "PKTKKNKFS")

Other = Callable[[PersonDraft, Random], PersonDraft]


def typo(name: str, random: Random) -> str:
    """Two letters inside the name swapped, or one doubled."""
    place = random.randrange(1, len(name) - 1)
    if random.random() < 0.5:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _near_number(one: PersonDraft, random: Random) -> PersonDraft:
    """Two digits wrong, so that the number is valid all the same."""
    digits = list(one.nhs_number or "")
    place = random.randrange(3, 9)
    digits[place] = str((int(digits[place]) + 1) % 10)
    digits[9] = str((int(digits[9]) + 1) % 10)
    return replace(one, nhs_number="".join(digits))


def _slip_of_a_day(one: PersonDraft, _random: Random) -> PersonDraft:
    """One digit of the birthday."""
    day = one.born_on.day
    return replace(one, born_on=one.born_on.replace(day=day + 10 if day <= 18 else day - 10))


def _swapped_days(one: PersonDraft, _random: Random) -> PersonDraft:
    return replace(one, born_on=one.born_on.replace(day=one.born_on.month, month=one.born_on.day))


def _elsewhere(one: PersonDraft, random: Random) -> PersonDraft:
    return replace(one, postcode="ST1 3AA", address="2 Other Road", contacts=(_phone(random),))


def _other(names: list[str], name: str, random: Random) -> str:
    """A name that does not even begin alike: Farah and Vera do."""
    return random.choice([one for one in names if one.translate(BEGINS)[0] != name.translate(BEGINS)[0]])


# What is typed for the second record, and the reason that must be given.
KINDS: dict[str, tuple[Other, Reason]] = {
    "the same without a number": (lambda one, _random: replace(one, nhs_number=None), Reason.SAME_NAME),
    "typo in the number": (_near_number, Reason.NUMBERS_NEAR),
    "typo in the last name": (
        lambda one, random: replace(one, family_name=typo(one.family_name, random)),
        Reason.SAME_NAME,
    ),
    "typo in the first name": (
        lambda one, random: replace(one, given_name=typo(one.given_name, random)),
        Reason.SAME_NAME,
    ),
    "capitals and accents": (
        lambda one, _random: replace(
            one, given_name=one.given_name.upper(), family_name=one.family_name.replace("a", "á")
        ),
        Reason.SAME_NAME,
    ),
    "a preferred name": (
        lambda one, _random: replace(one, given_name="Bartholomew", preferred_name=one.given_name),
        Reason.SAME_NAME,
    ),
    "names the other way round": (
        lambda one, _random: replace(one, given_name=one.family_name, family_name=one.given_name),
        Reason.NAMES_SWAPPED,
    ),
    "day and month the other way round": (_swapped_days, Reason.DAY_MONTH_SWAPPED),
    "a birthday off by a digit": (_slip_of_a_day, Reason.BIRTH_DATE_NEAR),
    "moved house": (_elsewhere, Reason.SAME_NAME),
    "married": (
        lambda one, random: replace(one, family_name=_other(FAMILY, one.family_name, random)),
        Reason.OTHER_FAMILY_NAME,
    ),
    "double name": (
        lambda one, random: replace(
            one, family_name=f"{one.family_name}-{_other(FAMILY, one.family_name, random)}", contacts=()
        ),
        Reason.SAME_NAME,
    ),
    "twins": (
        lambda one, random: replace(one, given_name=_other(GIVEN, one.given_name, random)),
        Reason.POSSIBLE_TWINS,
    ),
    "the same telephone": (
        lambda one, random: replace(
            one,
            given_name=_other(GIVEN, one.given_name, random),
            family_name=_other(FAMILY, one.family_name, random),
            born_on=one.born_on.replace(day=random.randrange(20, 29)),
        ),
        Reason.SAME_PHONE,
    ),
    "a short form": (
        lambda one, _random: replace(one, given_name="Bob" if one.given_name == "Robert" else "Robert"),
        Reason.SAME_NAME,
    ),
}


def pair(number: int, random: Random) -> tuple[str, PersonDraft, PersonDraft]:
    """The kind of slip, someone, and who may be the same; numbers are as different as real ones where none is near."""
    kind = list(KINDS)[number % len(KINDS)]
    one = anyone(number * 2, random)
    if kind == "a short form":
        one = replace(one, given_name="Bob")
    other = KINDS[kind][0](one, random)
    if other.nhs_number == one.nhs_number:
        other = replace(other, nhs_number=an_nhs_number(400_000 + number))
    missing = "" if other.nhs_number else "not_known_yet"
    return kind, one, replace(other, nhs_number_missing_reason=missing)


def anyone(number: int, random: Random) -> PersonDraft:
    """Someone born on a day that can be taken for a month, and another day than month."""
    born = date(1930 + random.randrange(60), random.randrange(1, 13), random.randrange(1, 13))
    if born.day == born.month:
        born += timedelta(days=1) if born.day < 12 else timedelta(days=-1)
    return person_draft(
        given_name=random.choice(GIVEN),
        family_name=random.choice(FAMILY),
        born_on=born,
        nhs_number=an_nhs_number(number + 1000),
        contacts=(_phone(random),),
    )


def _phone(random: Random) -> ContactDraft:
    return ContactDraft.safe("mobile", f"07700{random.randrange(1_000_000):06}")
