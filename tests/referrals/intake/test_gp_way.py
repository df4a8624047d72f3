"""The GP's way: three presses for someone known, eight answers for someone new, and a minute with signing in."""

from typing import Any

import pytest
from django.test import Client

from referrals.kit.permissions import Role
from referrals.models import PersonAddress
from referrals.models.status_words import NEXT_ACTIONS, ONWARD_STATUSES, REFERRAL_STATUSES
from referrals.states import ONWARD, REFERRAL
from tests.support.bad_input import undone
from tests.support.keystrokes import Hand
from tests.support.world import World, an_nhs_number

SECONDS, PRESSES, ANSWERS, PAGES, WORDS = 60, 3, 8, 3, 7
EMAIL, PASSWORD = "s.hall14@nhs.example.org", "correct-horse-42"
SIGN_IN = {"login": EMAIL, "password": PASSWORD}
TICKS = ["needs", "needs", "risk", "consent"]
CHOSEN = {"needs": ["loneliness", "debt"], "risk": "none", "consent": "on"}
PATIENT = {
    "given_name": "Margaret",
    "family_name": "Featherstone",
    "born_on_day": "14",
    "born_on_month": "11",
    "born_on_year": "1947",
    "nhs_number": an_nhs_number(501),
    "phone": "01614960123",
}


@pytest.fixture
def gp(world: World) -> Client:
    return world.ours.client(Role.GP)


def html(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def signed_in_by_hand() -> Hand:
    """Someone who has just typed their way in and sees their referrals."""
    hand = Hand()
    hand.answer(html(Client(), "/accounts/login/"), "/accounts/login/", SIGN_IN, [])
    hand.enter("Sign in")
    return hand


def say(who: str, hand: Hand) -> None:
    counts = ", ".join(f"{hand.acts.count(act)} {act}" for act in "KPMH")
    # The count is what this test is read for.
    print(f"{who}: {hand.seconds:.1f} s ({counts}); pressed: {', '.join(hand.pressed)}")  # noqa: T201


def is_needed(gp: Client, typed: dict[str, Any], question: str) -> bool:
    """Whether the referral is refused without it. What was sent is taken back, or the next would be asked about it."""
    with undone():
        left = {name: text for name, text in typed.items() if not name.startswith(question)}
        return bool(gp.post("/gp/refer/", left).status_code == 422)


def test_a_new_patient_takes_eight_answers_on_one_page_and_less_than_a_minute(gp: Client) -> None:
    typed = PATIENT | CHOSEN | {"phone_safety": "call"}
    questions = {name.removesuffix("_day").removesuffix("_month").removesuffix("_year") for name in typed}
    needed = {question for question in questions if is_needed(gp, typed, question)}
    assert len(needed) <= ANSWERS, needed
    hand = signed_in_by_hand()
    hand.press("Refer a patient")
    hand.answer(html(gp, "/gp/refer/"), "/gp/refer/", PATIENT, TICKS)
    hand.press("Send referral")
    assert gp.post("/gp/refer/", typed).headers["Location"].endswith("/sent/")
    say(f"new patient, {len(needed)} required answers", hand)
    assert len(hand.pressed) - 1 <= PAGES
    assert hand.seconds <= SECONDS


def test_someone_known_takes_three_presses(gp: Client, world: World) -> None:
    number = world.ours.person.nhs_number or ""
    hand = signed_in_by_hand()
    arrived = len(hand.pressed)
    hand.press("Refer a patient")
    hand.type(number)
    hand.enter("Find")
    known = gp.post("/gp/refer/find/", {"find-number": number}).headers["Location"]
    hand.answer(html(gp, known), known, {}, TICKS)
    hand.press("Send referral")
    assert gp.post(known, CHOSEN).headers["Location"].endswith("/sent/")
    say("known patient", hand)
    assert len(hand.pressed) - arrived <= PRESSES
    assert hand.seconds <= SECONDS


def test_a_patient_without_a_postcode_is_one_whose_postcode_is_not_known_yet(gp: Client) -> None:
    gp.post("/gp/refer/", PATIENT | CHOSEN | {"phone_safety": "call"})
    address = PersonAddress.objects.get(person__family_name="Featherstone")
    assert (address.postcode, address.postcode_missing_reason) == (None, "not_known_yet")


def test_where_it_is_and_what_is_next_take_seven_words_in_every_state() -> None:
    said = [*REFERRAL_STATUSES, *ONWARD_STATUSES, *NEXT_ACTIONS]
    assert [str(label) for _code, label in said if not 0 < len(str(label).split()) <= WORDS] == []
    moves = [*REFERRAL.moves, *ONWARD.moves]
    assert {move.next_action for move in moves} - {""} <= {code for code, _label in NEXT_ACTIONS}
    assert {move.to for move in moves} <= {code for code, _label in (*REFERRAL_STATUSES, *ONWARD_STATUSES)}
