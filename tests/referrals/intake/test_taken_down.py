"""Other routes: hospital, agency, outreach, and someone who phones. A link worker takes the referral down."""

from typing import Any

import pytest
from django.test import Client

from referrals.kit.permissions import Role
from referrals.models import AuditEvent, OutboundMessage, Person, Referral
from tests.conformance.browsing import read, refused, send, words
from tests.support.forms_typed import new_patient, referral
from tests.support.world import World, an_nhs_number

WARD: dict[str, Any] = {
    "route": "hospital",
    "referrer_organisation": "Ward 7, Trafford General",
    "referrer_name": "Sister Moore",
    "referrer_phone": "0161 496 0777",
    "consent_channel": "in_person",
}
BY_PHONE: dict[str, Any] = {"route": "self", "consent_channel": "phone"}


@pytest.fixture
def link_worker(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def taken_down(client: Client, typed: dict[str, Any], url: str = "/link-worker/refer/") -> Referral:
    assert send(client, url, typed).startswith("/link-worker/episodes/")
    return Referral.objects.latest("pk")


@pytest.mark.parametrize("route", ["hospital", "agency", "outreach"])
def test_who_referred_and_by_which_route_is_kept(world: World, link_worker: Client, route: str) -> None:
    made = taken_down(link_worker, new_patient(**WARD | {"route": route}))
    assert (made.route, made.team, made.status) == (route, world.ours.team, "received")
    assert (made.referrer_organisation, made.referrer_name) == ("Ward 7, Trafford General", "Sister Moore")
    page = read(link_worker, f"/link-worker/episodes/{made.episode.public_id}/")
    assert "Referred by Sister Moore, Ward 7, Trafford General" in page
    assert "0161 496 0777" in page
    assert "Ward 7, Trafford General" in read(link_worker, "/link-worker/").partition("Waiting to be claimed")[2]


def test_who_phones_refers_themselves_and_nobody_is_told_of_it(world: World, link_worker: Client) -> None:
    made = taken_down(link_worker, new_patient(**BY_PHONE))
    assert (made.route, made.referring_organisation, made.referrer_organisation) == ("self", None, "")
    assert made.referred_by == world.ours.members[Role.LINK_WORKER]
    told = OutboundMessage.objects.filter(referral=made).exclude(to_organisation=world.ours.team)
    assert not told.exists()


def test_the_agreement_says_what_in_which_words_who_gave_it_and_how(link_worker: Client) -> None:
    made = taken_down(link_worker, new_patient(**WARD, consent_given_by="His daughter"))
    given = made.agreement
    assert (given.purpose, given.channel, given.given_by) == ("share_record", "in_person", "His daughter")
    assert given.wording_version
    assert given.recorded_by == made.referred_by


@pytest.mark.parametrize("name", ["referrer_organisation", "referrer_name", "route", "consent", "consent_channel"])
def test_a_ward_is_not_taken_down_without(link_worker: Client, name: str) -> None:
    before = Referral.objects.count()
    refused(link_worker, "/link-worker/refer/", new_patient(**WARD | {name: ""}))
    assert Referral.objects.count() == before


def test_who_refers_themselves_has_no_other_referrer(link_worker: Client) -> None:
    assert "Leave this empty" in refused(link_worker, "/link-worker/refer/", new_patient(**WARD | {"route": "self"}))


@pytest.mark.parametrize("by", ["trafford", "ada trafford", "number"])
def test_someone_known_is_found_and_asked_nothing_again(world: World, link_worker: Client, by: str) -> None:
    person = world.ours.person
    text = person.nhs_number if by == "number" else by
    page = link_worker.post("/link-worker/refer/find/", {"find-search": text}).content.decode()
    address = f"/link-worker/refer/{person.public_id}/"
    assert address in page
    people = Person.objects.count()
    made = taken_down(link_worker, referral(**WARD), address)
    assert (made.person, made.episode) == (person, world.ours.referral.episode)
    assert Person.objects.count() == people
    assert AuditEvent.objects.filter(did="people.searched").count() == 1


def test_nobody_else_s_people_are_found_or_opened(world: World, link_worker: Client) -> None:
    for text in ("stoke", world.theirs.person.nhs_number):
        page = link_worker.post("/link-worker/refer/find/", {"find-search": text}).content.decode()
        assert "Your team does not know this person" in words(page)
    assert link_worker.get(f"/link-worker/refer/{world.theirs.person.public_id}/").status_code == 404


def test_the_same_form_sent_twice_is_one_referral(link_worker: Client) -> None:
    typed = new_patient(**WARD, nhs_number=an_nhs_number(77), once="7b4ff0b6-9ea5-4d62-bd51-4f8a1f6f0a55")
    before = Referral.objects.count()
    assert send(link_worker, "/link-worker/refer/", typed) == send(link_worker, "/link-worker/refer/", typed)
    assert Referral.objects.count() == before + 1


def test_an_urgent_need_stops_and_what_was_typed_comes_back(link_worker: Client) -> None:
    response = link_worker.post("/link-worker/refer/", new_patient(**WARD | {"risk": "urgent"}))
    assert response.status_code == 422
    assert "Stop: help is needed now" in words(response.content.decode())
    assert 'name="referrer_name" value="Sister Moore"' in response.content.decode()
