"""Each part of the rule of who looks like whom, at its edge: short forms, sounds, slips, dates, numbers and keys."""

from dataclasses import replace
from datetime import date

import pytest

from referrals import likeness
from referrals.likeness import Facts, Reason, alike, distance, keys

BORN = date(1950, 3, 14)
ADA = Facts("Ada", "Oldman", BORN)


def test_short_forms_stand_for_the_names_of_their_entries() -> None:
    roots = likeness._roots()
    assert roots == likeness._ROOTS
    known = {
        "alec": {"alec", "alexander"},
        "sandra": {"sandra", "alexandra"},
        "terry": {"terry", "teresa", "terence"},
        "zack": {"zack", "zachary"},
        "charlie": {"charlie", "charles"},
        "catherine": set(),
    }
    assert {short: {*roots.get(short, ())} for short in known} == known
    assert all(name.isalpha() for names in roots.values() for name in names)


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        *(("philip", "flp"), ("wright", "rt"), ("schmidt", "snt"), ("ceci", "s"), ("cyril", "srl"), ("xavier", "ksfr")),
        *(("judge", "g"), ("bob", "p"), ("anna", "an"), ("aaron", "arn"), ("hughes", "hgs"), ("quick", "k")),
        *(("knock", "nk"), ("vera", "fr"), ("zoe", "s"), ("wynn", "wn"), ("mmab", "np"), ("a", "a"), ("", "")),
        *(("chas", "ks"), ("shaw", "s"), ("lough", "lg"), ("edgar", "egr"), ("hedge", "hg")),
    ],
)
def test_a_name_has_the_sound_that_is_written_here(name: str, sound: str) -> None:
    assert likeness._sound(name) == sound


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Mc Donald", "mcdonald"), ("O'Brien-Smith", "obriensmith"), ("Kathèrine", "katherine"), ("STRAẞE", "strasse")],
)
def test_a_plain_name_is_small_letters_only(name: str, plain: str) -> None:
    assert likeness._plain(name) == plain


def test_a_family_name_sounds_like_the_whole_and_like_each_part_of_more_than_two_letters() -> None:
    def sounds(family_name: str) -> set[str]:
        return {*likeness._family_sounds(replace(ADA, family_name=family_name))}

    assert sounds("Smith-Mac Jones") == {"sntnkgns", "snt", "gns"}
    assert sounds("de la Rue") == {"tlr", "r"}
    assert sounds("Li  Wu") == {"l"}
    assert sounds("van Gogh") == {"fng", "g"}
    assert sounds("Van") == {"fn"}


def test_a_given_name_sounds_like_all_that_it_and_the_preferred_one_may_stand_for() -> None:
    assert likeness._given_sounds(replace(ADA, given_name="Kate", preferred_name="Jo")) == {"ktrn", "kt", "gsfn", "g"}
    assert likeness._given_sounds(ADA) == {"at"}
    assert likeness._given_sounds(replace(ADA, given_name="")) == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("Smith", "Smyth", True),
        ("Smit", "Smith", True),
        ("Ross", "Rosa", True),
        ("Ros", "Ross", False),
        ("Ross", "Ros", False),
        ("Smith", "Smyths", False),
        ("Smith", "Smiht", True),
        ("O'Dea", "Odea", True),
    ],
)
def test_one_slip_in_a_name_of_four_letters_or_more_is_near(one: str, other: str, *, is_near: bool) -> None:
    assert likeness._near(one, other) is is_near


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("0161 496 0000", "+441614960000"), ("+44 161 4960000", "+441614960000"), ("1614960000", "+441614960000")),
        *(("+353 1 555 0123", "+35315550123"), ("161-440", "161-440")),
    ],
)
def test_a_telephone_number_is_what_it_reaches(typed: str, number: str) -> None:
    assert likeness._phones(replace(ADA, phones=frozenset({typed, "none"}))) == {number}


def test_a_mail_address_is_in_small_letters() -> None:
    assert likeness._emails(replace(ADA, emails=frozenset({"Ada@Example.ORG"}))) == {"ada@example.org"}


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        *(("a", "a", 0), ("a", "b", 1), ("a", "", 1), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0)),
        *(("ab", "ba", 1), ("abc", "acb", 1), ("abcd", "badc", 2), ("abc", "bca", 2), ("abcdef", "abdcef", 1)),
        *(("abc", "xabc", 1), ("abc", "abxc", 1), ("aab", "ab", 1), ("ca", "abc", 3), ("abcd", "xxxx", 4)),
        # Swapped across a repeated letter, at the beginning and at the end.
        *(("aba", "baa", 1), ("aab", "aba", 1), ("xyab", "xyba", 1), ("abxy", "bayx", 2), ("ab", "bca", 3)),
        ("aaa", "a", 2),
    ],
)
def test_slips_are_more_less_wrong_or_swapped_letters(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == slips
    assert distance(other, one) == slips


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        *((date(1950, 3, 15), True), (date(1950, 3, 24), True), (date(1950, 3, 25), False), (date(1950, 3, 14), False)),
        *((date(1950, 4, 14), True), (date(1950, 4, 15), False), (date(1951, 3, 14), True), (date(1951, 3, 15), False)),
        *((date(1905, 3, 14), True), (date(9150, 3, 14), True), (date(1961, 3, 14), False), (date(1951, 4, 14), False)),
    ],
)
def test_a_birth_date_is_near_by_one_slip_in_one_part(other: date, *, is_near: bool) -> None:
    assert likeness._birth_near(ADA, replace(ADA, born_on=other)) is is_near
    assert likeness._birth_near(replace(ADA, born_on=other), ADA) is is_near


def test_the_parts_of_a_date_have_all_their_digits() -> None:
    assert likeness._parts(date(950, 3, 4)) == ("0950", "03", "04")
    assert likeness._birth_near(replace(ADA, born_on=date(950, 3, 1)), replace(ADA, born_on=date(950, 3, 10)))


@pytest.mark.parametrize(
    ("one", "other", "is_swapped"),
    [
        (date(1950, 3, 4), date(1950, 4, 3), True),
        (date(1950, 3, 4), date(1951, 4, 3), False),
        (date(1950, 3, 4), date(1950, 4, 4), False),
        (date(1950, 3, 4), date(1950, 3, 3), False),
        (date(1950, 4, 4), date(1950, 4, 4), False),
    ],
)
def test_a_day_and_a_month_are_swapped_in_the_same_year(one: date, other: date, *, is_swapped: bool) -> None:
    assert likeness._birth_swapped(replace(ADA, born_on=one), replace(ADA, born_on=other)) is is_swapped


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("9990000018", "9990000081", True),
        ("9990000018", "9990000026", True),
        ("9990000018", "9990000126", False),
        ("9990000018", "9990000018", False),
        ("9990000018", "", False),
        ("", "99", False),
        ("", "", False),
    ],
)
def test_numbers_are_near_by_two_slips(one: str, other: str, *, is_near: bool) -> None:
    pair = replace(ADA, nhs_number=one), replace(ADA, nhs_number=other)
    assert likeness._numbers_near(*pair) is is_near
    assert likeness._numbers_near(*pair[::-1]) is is_near
    assert alike(*pair) == ((Reason.SAME_NAME, Reason.NUMBERS_NEAR) if is_near else (Reason.SAME_NAME,))


def test_near_numbers_alone_are_no_reason() -> None:
    one = replace(ADA, nhs_number="9990000018")
    assert alike(one, Facts("Zoe", "Kent", date(1971, 1, 2), nhs_number="9990000081")) == ()


def test_the_same_place_telephone_or_mail_is_a_way_to_reach_both() -> None:
    def reached(*facts: dict[str, object]) -> bool:
        one, other = (replace(ADA, **each) for each in facts)  # type: ignore[arg-type]  # rows typed loosely
        return likeness._reached_alike(one, other)

    assert not reached({}, {})
    assert reached({"postcode": "M33 2AB"}, {"postcode": "M33 2AB"})
    assert not reached({"postcode": "M33 2AB"}, {"postcode": "M33 2AC"})
    assert not reached({"postcode": "M33 2AB"}, {})
    assert reached({"phones": frozenset({"01614960000"})}, {"phones": frozenset({"441614960000", "1"})})
    assert not reached({"phones": frozenset({"0161"})}, {"phones": frozenset({"0162"})})
    assert reached({"emails": frozenset({"a@b.c"})}, {"emails": frozenset({"A@b.c"})})
    assert not reached({"emails": frozenset({"a@b.c"})}, {"emails": frozenset({"d@b.c"})})


SMITH = Facts("Anna", "Smith", BORN, postcode="M33 2AB")


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, (Reason.SAME_NAME,)),
        # One name sounds alike, the other has a slip that is heard.
        ({"family_name": "Smithk"}, (Reason.SAME_NAME,)),
        ({"given_name": "Anka"}, (Reason.SAME_NAME,)),
        ({"given_name": "Anka", "family_name": "Smithk"}, ()),
        ({"given_name": "Smith", "family_name": "Anna"}, (Reason.NAMES_SWAPPED,)),
        ({"given_name": "Smith", "family_name": "Kent"}, ()),
        ({"given_name": "Kent", "family_name": "Anna"}, ()),
        ({"family_name": "Kent"}, (Reason.OTHER_FAMILY_NAME,)),
        ({"given_name": "Rose"}, (Reason.POSSIBLE_TWINS,)),
        ({"given_name": "Rose", "family_name": "Kent"}, ()),
        ({"family_name": "Kent", "postcode": ""}, ()),
        ({"given_name": "Rose", "postcode": ""}, ()),
        ({"born_on": date(1950, 3, 15)}, (Reason.BIRTH_DATE_NEAR,)),
        ({"born_on": date(1950, 3, 15), "family_name": "Smithk"}, ()),
        ({"born_on": date(1950, 3, 15), "given_name": "Rose"}, ()),
        ({"born_on": date(1971, 6, 5)}, ()),
        ({"born_on": date(1971, 6, 5), "given_name": "Smith", "family_name": "Anna"}, ()),
        ({"born_on": date(1971, 6, 5), "family_name": "Kent"}, ()),
        ({"born_on": date(1971, 6, 5), "given_name": "Rose"}, ()),
    ],
)
def test_the_reasons_are_exactly_these(changes: dict[str, object], reasons: tuple[Reason, ...]) -> None:
    other = replace(SMITH, **changes)  # type: ignore[arg-type]  # the rows above are typed loosely
    assert alike(SMITH, other) == alike(other, SMITH) == reasons


def test_a_swapped_date_is_no_near_one_and_needs_both_names() -> None:
    one, other = replace(SMITH, born_on=date(1950, 1, 2)), replace(SMITH, born_on=date(1950, 2, 1))
    assert alike(one, other) == (Reason.DAY_MONTH_SWAPPED,)
    assert alike(one, replace(other, given_name="Rose")) == ()
    near_and_swapped = date(1950, 1, 11), date(1950, 11, 1)
    first, second = (replace(SMITH, born_on=born_on) for born_on in near_and_swapped)
    assert alike(first, second) == (Reason.DAY_MONTH_SWAPPED,)


def test_whose_two_names_are_alike_has_not_swapped_them() -> None:
    thomas = Facts("Thomas", "Thomas", BORN)
    assert alike(thomas, thomas) == (Reason.SAME_NAME,)


@pytest.mark.parametrize("field", ["phones", "emails"])
def test_a_telephone_or_mail_of_another_year_is_no_reason(field: str) -> None:
    one = replace(SMITH, **{field: frozenset({"0161"})})  # type: ignore[arg-type]  # both hold texts
    other = replace(one, given_name="Rose", family_name="Kent", born_on=date(1950, 9, 9))
    assert alike(one, other) == (Reason({"phones": "same_phone", "emails": "same_email"}[field]),)
    assert alike(one, replace(other, born_on=date(1951, 9, 9))) == ()
    assert alike(one, replace(other, **{field: frozenset({"0162"})})) == ()  # type: ignore[arg-type]  # as above


def test_keys_are_what_two_people_must_have_in_common() -> None:
    ada = replace(ADA, phones=frozenset({"0161 496 0000"}), emails=frozenset({"A@b.c"}))
    expected = {
        *(("born", "1950-03-14", "at"), ("born", "1950-03-14", "oltn")),
        ("day+month", "at", "oltn", "14", "03"),
        ("day+year", "at", "oltn", "14", "1950"),
        ("month+year", "at", "oltn", "03", "1950"),
        ("swapped", "at", "oltn", "1950", "03", "14"),
        *(("reached", "+441614960000", "1950"), ("reached", "a@b.c", "1950")),
    }
    assert {*likeness._keys(ada)} == expected
    assert keys(ada) == {likeness._digest("|".join(key)) for key in expected}
    late = replace(ADA, born_on=date(1950, 12, 5))
    assert ("swapped", "at", "oltn", "1950", "05", "12") in {*likeness._keys(late)}
    assert ("day+month", "at", "oltn", "05", "12") in {*likeness._keys(late)}


def test_a_digest_is_the_one_that_stands_in_the_table() -> None:
    digests = {"a": 4681665781835383343, "b": -8902839231844102283, "é": -3811523526868657873}
    assert {text: likeness._digest(text) for text in digests} == digests
