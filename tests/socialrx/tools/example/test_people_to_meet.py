"""A small example, the same each time: the people to meet, the story's cards, the button that signs a visitor in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from devices.models import Loan
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Role
from referrals.models import Episode, Person, Referral
from referrals.selectors.organisation.accounts import actor_of, user_by_email
from socialrx.tools.example import story
from socialrx.tools.example.cast import DOMAIN, STAFF
from tests.socialrx.tools.example.loading import NOON, TODAY, Loaded
from tests.support import demo_site

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON)]


@pytest.fixture
def demo(loaded: Loaded, settings: Any) -> Client:
    """A visitor of the demo."""
    settings.DEMO = True
    settings.ROOT_URLCONF = demo_site.__name__
    return Client()


def person(given_name: str, family_name: str) -> Person:
    return Person.objects.get(given_name=given_name, family_name=family_name)


def age(someone: Person) -> int:
    return (TODAY - someone.born_on).days // 365


def test_the_same_seed_people_and_day_give_the_same_data(loaded: Loaded) -> None:
    first, second = loaded.seen
    assert first == second


def test_the_widow_waits_to_be_referred_and_has_a_wearable(loaded: Loaded) -> None:
    widow = person("Edith", "Marlow")
    assert age(widow) == 74
    assert set(widow.contact_points.values_list("kind", flat=True)) == {"home_phone"}
    assert set(widow.long_term_conditions.values_list("code", flat=True)) == {"copd"}
    assert not Referral.objects.filter(person=widow).exists()
    lent = Loan.objects.get(person=widow, ends_at=None)
    assert next(row for row in loaded.facts["devices"] if row["id"] == str(lent.device.public_id))["fresh"] is False
    gp = user_by_email(f"gp-1@{DOMAIN}")
    assert gp
    assert Person.objects.visible_to(actor_of(gp.memberships.get())).filter(pk=widow.pk).exists()


def test_who_cannot_be_helped_by_the_usual_form_is_there(loaded: Loaded) -> None:
    new_here = person("Selam", "Tesfay")
    assert (age(new_here), new_here.needs_interpreter, new_here.nhs_number) == (38, True, None)
    assert new_here.nhs_number_missing_reason
    carer = person("Gurdev", "Kaur")
    assert (age(carer), carer.is_carer, carer.language) == (67, True, "Punjabi")
    watched = person("Rachel", "Ainsworth")
    assert age(watched) == 35
    assert not watched.contact_points.filter(safe_to_leave_message=True).exists()
    assert watched.referrals.get().risk == "read_first"


def test_the_others_are_where_their_story_has_them(loaded: Loaded) -> None:
    redundant, young, discharged = person("Darren", "Holt"), person("Kai", "Bourne"), person("Walter", "Greaves")
    assert [age(someone) for someone in (redundant, young, discharged)] == [46, 19, 81]
    assert redundant.long_term_conditions.get().code == "prediabetes"
    assert redundant.attendances.filter(status="attended").exists()
    assert discharged.referrals.get().status == "received"
    assert discharged.referrals.get().route == "hospital"
    assert person("Terry", "Leese").referrals.get().status == "declined"
    accounts = {persona["name"] for persona in loaded.facts["personas"] if persona["role"] == "person"}
    assert accounts == {"person-1", "person-2"}


def test_their_episodes_are_open_and_began_when_they_came(loaded: Loaded) -> None:
    episode = Episode.objects.get(person=person("Darren", "Holt"))
    assert episode.closed_at is None
    assert episode.opened_at < day_starts(TODAY - timedelta(weeks=12))


def test_the_story_has_six_cards_whose_buttons_name_who_acts(demo: Client) -> None:
    cards = story.cards()
    assert len(cards) == 6
    for act in (act for card in cards for act in card.acts):
        role, number = act.persona.rsplit("-", 1)
        assert STAFF[Role(role)][int(number) - 1] in act.button


def test_each_card_signs_its_persona_in_and_opens_a_page_of_theirs(demo: Client) -> None:
    for act in (act for card in story.cards() for act in card.acts):
        signed_in = demo.post(f"/demo/sign-in/{act.persona}/", {"next": act.url})
        assert (signed_in.status_code, signed_in["Location"]) == (302, act.url)
        assert demo.get(act.url).status_code == 200


def test_the_front_page_offers_the_story_in_the_demo(demo: Client) -> None:
    for address in ("/", "/demo/story/"):
        page = demo.get(address).content.decode()
        assert "A story to follow" in page
        assert [
            title for title in (card.title for card in story.cards()) if title.replace("'", "&#x27;") not in page
        ] == []


def test_the_front_page_tells_no_story_outside_the_demo(loaded: Loaded, client: Client) -> None:
    assert "A story to follow" not in client.get("/").content.decode()
    assert client.get("/demo/story/").status_code == 404
    assert client.get("/demo/sign-in/gp-1/").status_code == 404
    assert client.post("/demo/sign-in/gp-1/").status_code == 404


def test_opening_a_sign_in_address_signs_nobody_in(demo: Client) -> None:
    page = demo.get("/demo/sign-in/gp-1/", {"next": "/gp/"})
    assert page.status_code == 200
    assert page.content.decode().count("<button") - page.content.decode().count("toggle-menu") == 1
    assert "_auth_user_id" not in demo.session


def test_signing_in_goes_to_paths_of_this_site_only(demo: Client) -> None:
    for target in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "gp/", ""):
        assert demo.post("/demo/sign-in/gp-1/", {"next": target})["Location"] == "/"


def test_a_persona_that_does_not_exist_is_not_found(demo: Client) -> None:
    assert demo.get("/demo/sign-in/gp-99/").status_code == 404
