"""Whom a service takes: each rule by itself, at its edges, and with what is not known."""

from typing import Any

import pytest

from referrals.criteria import Criteria, Facts, ages, sexes, unmet, words

ADA = Facts(age=70, sex="female", is_carer=False, area_code="E08000009")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, []),
        ({"youngest": 70}, []),
        ({"youngest": 71}, ["age 71 and over"]),
        ({"oldest": 70}, []),
        ({"oldest": 69}, ["age 69 and under"]),
        ({"youngest": 18, "oldest": 25}, ["age 18 to 25"]),
        ({"for_sex": "female"}, []),
        ({"for_sex": "male"}, ["men only"]),
        ({"for_carers": True}, ["carers only"]),
        ({"area_codes": frozenset({"E08000009", "E08000003"})}, []),
        ({"area_codes": frozenset({"E08000003"})}, ["lives in the service's area"]),
        ({"youngest": 80, "for_carers": True}, ["age 80 and over", "carers only"]),
    ],
)
def test_what_a_person_does_not_meet_is_said(asked: dict[str, Any], says: list[str]) -> None:
    assert unmet(Criteria(**asked), ADA, str) == says


def test_what_is_not_known_of_a_person_meets_nothing_and_asks_nothing_of_an_open_service() -> None:
    stranger = Facts(age=40)
    assert unmet(Criteria(), stranger, str) == []
    asked = Criteria(for_sex="female", for_carers=True, area_codes=frozenset({"E08000009"}))
    assert unmet(asked, stranger, str) == ["women only", "carers only", "lives in the service's area"]


def test_what_a_service_asks_is_said_in_words() -> None:
    assert words(Criteria(youngest=0, oldest=5, for_sex="male", for_carers=True), str) == [
        "age 0 to 5",
        "men only",
        "carers only",
    ]
    assert words(Criteria(), str) == []


def test_the_words_are_given_to_whoever_translates_them() -> None:
    def translated(text: str) -> str:
        return f"<{text}>"

    assert words(Criteria(youngest=18, oldest=25), translated) == ["<age 18 to 25>"]
    assert words(Criteria(youngest=18, for_sex="female"), translated) == ["<age 18 and over>", "<women only>"]
    assert words(Criteria(oldest=25, for_carers=True), translated) == ["<age 25 and under>", "<carers only>"]
    asked = Criteria(for_sex="male", area_codes=frozenset({"E08000009"}))
    assert unmet(asked, Facts(age=40), translated) == ["<men only>", "<lives in the service's area>"]


def test_what_is_asked_of_nobody_is_blank() -> None:
    assert (ages(Criteria(), str), sexes(Criteria(), str)) == ("", "")


def test_a_service_for_everyone_from_birth_takes_a_baby() -> None:
    assert unmet(Criteria(), Facts(age=0), str) == unmet(Criteria(youngest=0), Facts(age=0), str) == []
    assert unmet(Criteria(youngest=1), Facts(age=0), str) == ["age 1 and over"]
    assert unmet(Criteria(oldest=0), Facts(age=0), str) == []
    assert unmet(Criteria(oldest=0), Facts(age=1), str) == ["age 0 and under"]


def test_a_carer_is_taken_by_a_service_for_carers_and_by_any_other() -> None:
    assert unmet(Criteria(for_carers=True), Facts(age=40, is_carer=True), str) == []
    assert unmet(Criteria(), Facts(age=40, is_carer=True), str) == []
