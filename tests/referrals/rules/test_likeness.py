"""Who looks like whom: the rule that a human's judgement begins with."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.likeness import Facts, Reason, alike, distance, keys

KATHERINE = Facts(
    given_name="Katherine",
    family_name="MacDonald",
    born_on=date(1950, 3, 4),
    nhs_number="9990000018",
    postcode="M33 2AB",
    phones=frozenset({"0161 496 0000"}),
    emails=frozenset({"kate@example.org"}),
)
BARE = replace(KATHERINE, phones=frozenset(), emails=frozenset())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"given_name": "Kate", "nhs_number": ""}, Reason.SAME_NAME),
        ({"given_name": "Kathèrine", "family_name": "Mc Donald"}, Reason.SAME_NAME),
        ({"given_name": "Katheirne"}, Reason.SAME_NAME),
        ({"given_name": "Maud", "preferred_name": "Kathy"}, Reason.SAME_NAME),
        ({"family_name": "Smith-MacDonald"}, Reason.SAME_NAME),
        ({"nhs_number": "9990000081"}, Reason.NUMBERS_NEAR),
        ({"given_name": "MacDonald", "family_name": "Katherine"}, Reason.NAMES_SWAPPED),
        ({"family_name": "Ferris"}, Reason.OTHER_FAMILY_NAME),
        ({"given_name": "Maud"}, Reason.POSSIBLE_TWINS),
        ({"born_on": date(1950, 4, 3)}, Reason.DAY_MONTH_SWAPPED),
        ({"born_on": date(1950, 3, 24)}, Reason.BIRTH_DATE_NEAR),
        ({"born_on": date(1905, 3, 4)}, Reason.BIRTH_DATE_NEAR),
    ],
)
def test_what_is_nearly_the_same_is_said_with_its_reason(changes: dict[str, object], reason: Reason) -> None:
    other = replace(BARE, **changes)  # type: ignore[arg-type]  # the rows above are typed loosely
    assert reason in alike(BARE, other)
    assert keys(BARE) & keys(other)


def test_the_same_telephone_or_mail_and_year_are_enough() -> None:
    other = replace(KATHERINE, given_name="Zoe", family_name="Xu", born_on=date(1950, 9, 9))
    assert alike(KATHERINE, other) == (Reason.SAME_PHONE, Reason.SAME_EMAIL)
    written = replace(other, phones=frozenset({"+44 161 4960000"}), emails=frozenset({"KATE@example.org"}))
    assert alike(KATHERINE, written) == (Reason.SAME_PHONE, Reason.SAME_EMAIL)


def test_two_letters_swapped_may_look_like_another_beginning() -> None:
    """As if Macrus were Mac Rus."""
    marcus = replace(BARE, given_name="Marcus", family_name="Gupta")
    assert alike(marcus, replace(marcus, given_name="Macrus")) == (Reason.SAME_NAME,)


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Maud", "postcode": "ST1 3AA"},
        {"born_on": date(1971, 3, 4)},
        {"family_name": "Ferris", "postcode": ""},
        {"given_name": "Maud", "family_name": "Ferris"},
    ],
)
def test_one_fact_alone_is_no_reason(changes: dict[str, object]) -> None:
    assert alike(BARE, replace(BARE, **changes)) == ()  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("ab", "ba", 1), ("abc", "ab", 1), ("abc", "axc", 1), ("kitten", "sitting", 3), ("ab", "", 2)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


NAMES = st.sampled_from(["Kate", "Katherine", "Catherine", "Jon", "John", "Jones", "Jo", "Smith", "Smyth", "Smith-Jo"])
PEOPLE = st.builds(
    Facts,
    given_name=NAMES,
    family_name=NAMES,
    preferred_name=st.one_of(st.just(""), NAMES),
    born_on=st.builds(date, st.sampled_from([1950, 1951]), st.sampled_from([1, 2, 12]), st.sampled_from([1, 2, 12])),
    nhs_number=st.sampled_from(["", "9990000018", "9990000026"]),
    postcode=st.sampled_from(["", "M33 2AB"]),
    phones=st.frozensets(st.sampled_from(["01614960000", "+441614960000"])),
    emails=st.frozensets(st.sampled_from(["a@example.org", "A@example.org"])),
)


@given(one=PEOPLE, other=PEOPLE)
def test_it_is_the_same_either_way_and_no_pair_with_a_reason_is_missed_by_the_keys(one: Facts, other: Facts) -> None:
    found = alike(one, other)
    assert found == alike(other, one)
    assert not found or keys(one) & keys(other)
