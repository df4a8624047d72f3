"""Referring oneself: public, stopped when urgent, and silent about who is known."""

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from referrals.kit import rate_limit
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, Person, Referral
from tests.support.forms_typed import self_referral
from tests.support.world import World


def test_someone_refers_themselves_to_the_team_of_their_surgery(client: Client, world: World) -> None:
    response = client.post("/refer/", self_referral(world.ours.practice))
    assert (response.status_code, response["Location"]) == (302, "/refer/sent/")
    made = Referral.objects.get(route="self")
    assert (made.team, made.referring_organisation, made.status) == (world.ours.team, None, "received")
    assert made.person.practices.get().practice == world.ours.practice
    assert AuditEvent.objects.get(did="referral.sent", object_id=made.pk).actor_kind == "public"
    assert made.reference in client.get("/refer/sent/").content.decode()


def test_someone_without_a_listed_surgery_chooses_the_team_near_them(client: Client, world: World) -> None:
    typed = self_referral(world.ours.practice, practice="", team=str(world.theirs.team.public_id))
    client.post("/refer/", typed)
    made = Referral.objects.get(route="self")
    assert made.team == world.theirs.team
    assert made.person.practices.get().practice_missing_reason == "not_known_yet"


def test_neither_surgery_nor_team_is_asked_for(client: Client, world: World) -> None:
    response = client.post("/refer/", self_referral(world.ours.practice, practice=""))
    assert response.status_code == 422
    assert "Select your GP surgery, or the team near you" in response.content.decode()


def test_a_known_name_and_birthday_gets_the_same_answer_as_any(client: Client, world: World) -> None:
    known = world.ours.person
    pages = []
    for changes in (
        {"given_name": known.given_name, "family_name": known.family_name, "born": known.born_on},
        {"given_name": "Nobody", "family_name": "Known"},
    ):
        fresh = Client()
        response = fresh.post("/refer/", self_referral(world.ours.practice, **changes), follow=True)
        reference = Referral.objects.filter(route="self").latest("pk").reference
        pages.append(response.content.decode().split("<main")[1].replace(reference, ""))
    assert pages[0] == pages[1]


def test_danger_stops_the_form_with_whom_to_call(client: Client, world: World) -> None:
    before = (Person.objects.count(), AuditEvent.objects.count())
    response = client.post("/refer/", self_referral(world.ours.practice, risk="urgent"))
    html = response.content.decode()
    for words in ("Get help now", "999", "choose option 2", "116 123"):
        assert words in html
    assert (Person.objects.count(), AuditEvent.objects.count()) == before


def test_what_was_typed_is_back_after_the_stop(client: Client, world: World) -> None:
    typed = self_referral(world.ours.practice)
    resumed = client.post("/refer/", {name: value for name, value in typed.items() if name != "risk"})
    html = resumed.content.decode()
    assert 'value="Typed"' in html
    assert "Select whether someone is in danger" in html


def test_the_same_form_sent_twice_makes_one_referral(client: Client, world: World) -> None:
    typed = self_referral(world.ours.practice, once="5b0cf5de-2d3c-4a86-9a4e-8f3d7f7e3a11")
    for _sending in range(2):
        assert client.post("/refer/", typed).status_code == 302
    assert Referral.objects.filter(route="self").count() == 1


def test_a_flood_from_one_address_is_slowed_down(
    client: Client, world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr(rate_limit, "PUBLIC_FORM", replace(rate_limit.PUBLIC_FORM, most=2))
    typed = self_referral(world.ours.practice)
    answers = [client.post("/refer/", typed, headers={"x-forwarded-for": "9.9.9.9, 8.8.8.8"}) for _sending in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "Wait ten minutes" in answers[2].content.decode()
    assert client.post("/refer/", typed, headers={"x-forwarded-for": "8.8.8.8, 7.7.7.7"}).status_code == 302


def test_the_confirmation_is_for_whoever_sent_the_form(client: Client, world: World) -> None:
    assert client.get("/refer/sent/")["Location"] == "/refer/"


def test_a_member_who_is_signed_in_can_refer_themselves_too(world: World) -> None:
    world.ours.client(Role.GP).post("/refer/", self_referral(world.ours.practice))
    assert Referral.objects.get(route="self").referring_organisation is None
