"""A practice's pages: referring someone, and what became of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from referrals.actions.intake import referrals
from referrals.actions.intake.receive import receive
from referrals.actions.work import answers
from referrals.actions.work.answers import Answer
from referrals.drafts import IntakeDraft
from referrals.kit.permissions import Role
from referrals.kit.randomness import new_public_id
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, ContactPoint, OutboundMessage, Person, Referral
from referrals.ways_in import PRACTICE_FORM
from tests.support import searches
from tests.support.forms_typed import new_patient, referral
from tests.support.world import World, an_nhs_number, person_draft, refer, referral_draft, register

A_MOMENT = 0.3


@pytest.fixture
def gp(world: World) -> Client:
    return world.ours.client(Role.GP)


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_my_referrals_say_where_each_is_who_has_it_and_what_is_next(gp: Client, world: World) -> None:
    html = page(gp, "/gp/")
    for words in (
        "Ada Trafford",
        world.ours.referral.reference,
        "Getting support from a link worker",
        "link_worker of Trafford",
        "The link worker reviews the plan",
    ):
        assert words in html
    assert "Ada Stoke" not in html


def test_a_practice_without_referrals_is_told_what_will_stand_there(world: World) -> None:
    Referral.objects.filter(pk=world.ours.referral.pk).update(referring_organisation=world.theirs.practice)
    assert "There are no referrals here" in page(world.ours.client(Role.GP), "/gp/")


@pytest.mark.parametrize("event", ["decline", "return"])
def test_what_ended_without_support_stands_on_top_with_its_reason(gp: Client, world: World, event: str) -> None:
    person = register(world.ours, family_name="Unreached")
    sent = refer(world.ours, person)
    referrals.end(
        referral=sent, event=event, reason="unreachable", by=world.ours.actor(Role.LINK_WORKER), now=timezone.now()
    )
    news = page(gp, "/gp/").split("What needs you")[1].split("</section>")[0]
    assert "Ada Unreached" in news
    assert "Could not be reached" in news
    assert "Check the telephone number and refer again." in news
    assert "What needs you" not in page(world.theirs.client(Role.GP), "/gp/")


@pytest.mark.parametrize("event", ["decline", "return", "close"])
def test_no_referral_ends_without_a_reason_or_without_word_to_the_practice(world: World, event: str) -> None:
    link_worker = world.ours.actor(Role.LINK_WORKER)
    sent = refer(world.ours, register(world.ours), at=world.now)
    referrals.claim(referral=sent, by=link_worker, now=world.now)
    with pytest.raises(Refusal, match="reason-needed"):
        referrals.end(referral=sent, event=event, reason="", by=link_worker, now=world.now)
    referrals.end(referral=sent, event=event, reason="not_suitable", by=link_worker, now=world.now)
    told = OutboundMessage.objects.filter(referral=sent, to_organisation=world.ours.practice)
    assert [message.kind for message in told.filter(kind=f"referral_{sent.status}")] == [f"referral_{sent.status}"]


def test_the_list_costs_the_same_queries_for_10_and_20_rows(
    gp: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for _round in range(2):
        for index in range(10):
            refer(world.ours, register(world.ours, family_name=f"Row{index}"))
        with django_assert_max_num_queries(40) as queries:
            page(gp, "/gp/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_long_list_is_paged_without_losing_or_repeating_anyone(gp: Client, world: World) -> None:
    moment = timezone.now() - timedelta(days=1)
    for _index in range(30):
        refer(world.ours, register(world.ours), at=moment)
    first = page(gp, "/gp/")
    second = page(gp, "/gp/" + first.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&"))
    seen = [
        reference
        for html in (first, second)
        for reference in Referral.objects.values_list("reference", flat=True)
        if reference in html
    ]
    assert len(seen) == len(set(seen)) == 31


@pytest.mark.parametrize("cursor", ["x", "00000000-0000-4000-8000-000000000000"])
def test_a_cursor_that_is_none_shows_the_first_page(gp: Client, world: World, cursor: str) -> None:
    assert world.ours.referral.reference in page(gp, f"/gp/?after={cursor}")


@pytest.mark.parametrize("text", ["trafford", "ada trafford", "999 000 0013"])
def test_search_finds_by_name_number_or_reference_and_never_in_the_address(gp: Client, world: World, text: str) -> None:
    text = world.ours.person.nhs_number or "" if text[0] == "9" else text
    for typed in (text, world.ours.referral.reference.lower()):
        html = gp.post("/gp/search/", {"search": typed}).content.decode()
        assert world.ours.referral.reference in html
        assert "Ada Stoke" not in html
    assert AuditEvent.objects.filter(did="referrals.searched").count() == 2


def test_search_never_finds_another_practices_referral(gp: Client, world: World) -> None:
    html = gp.post("/gp/search/", {"search": world.theirs.referral.reference}).content.decode()
    assert "No referral of your practice matches" in html


def test_opening_a_referral_is_written_down_and_shows_no_notes_of_the_team(gp: Client, world: World) -> None:
    html = page(gp, f"/gp/referrals/{world.ours.referral.public_id}/")
    assert AuditEvent.objects.filter(did="referral.opened", person_id=world.ours.person.pk).count() == 1
    for words in ("Waiting for a link worker", "A link worker is making contact", "Trafford park walk", "Dr Hall"):
        assert words in html
    for hidden in ("Likes parks.", "Company", "The evenings are long", "Walk in the park every week"):
        assert hidden not in html
    history = html.split("What happened")[1].split("</ol>")[0]
    assert history.count("Getting support from a link worker") == 1


def test_another_practices_referral_is_not_there(gp: Client, world: World) -> None:
    page(gp, f"/gp/referrals/{world.theirs.referral.public_id}/", 404)
    page(gp, f"/gp/refer/{world.theirs.person.public_id}/", 404)
    assert not AuditEvent.objects.filter(did__in=["referral.opened", "person.opened"]).exists()


def sent_by(response: Any) -> Referral:
    assert response.status_code == 302, response.content.decode().split("nhsuk-error-summary__list")[1][:800]
    assert response.url.endswith("/sent/")
    return Referral.objects.get(public_id=response.url.split("/")[-3])


def test_a_new_patient_is_referred_to_the_practices_team(gp: Client, world: World) -> None:
    made = sent_by(gp.post("/gp/refer/", new_patient()))
    assert (made.team, made.referring_organisation) == (world.ours.team, world.ours.practice)
    assert (made.status, made.route, made.needs) == ("received", "gp", ["loneliness", "debt"])
    point = ContactPoint.objects.get(person=made.person)
    assert (point.kind, point.value, point.safe_to_call, point.safe_to_leave_message) == (
        "home_phone",
        "01614960123",
        True,
        False,
    )
    html = page(gp, f"/gp/referrals/{made.public_id}/sent/")
    assert "Referral sent" in html
    assert "871731000000106" in html


def test_nothing_of_a_referral_stands_in_redis(gp: Client) -> None:
    cache.clear()
    sent_by(gp.post("/gp/refer/", new_patient()))
    assert list(searches.redis_texts()) == []


def test_the_record_code_stands_once_in_an_episode(gp: Client, world: World) -> None:
    second = sent_by(gp.post(f"/gp/refer/{world.ours.person.public_id}/", referral()))
    assert second.episode == world.ours.referral.episode
    assert "871731000000106" not in page(gp, f"/gp/referrals/{second.public_id}/sent/")


def test_sending_the_same_form_twice_makes_one_referral(gp: Client, world: World) -> None:
    typed = new_patient(once="5b0cf5de-2d3c-4a86-9a4e-8f3d7f7e3a10")
    first = sent_by(gp.post("/gp/refer/", typed))
    again = gp.post("/gp/refer/", typed, follow=True)
    assert sent_by(gp.post("/gp/refer/", typed)) == first
    assert "It was not sent again" in again.content.decode()
    assert Person.objects.filter(family_name="Typed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_twin_that_is_sent_meanwhile_is_nobody_to_ask_about(gp: Client, world: World) -> None:
    """The form waits until its twin is through, and finds it sent: whom the twin entered is no look-alike."""
    typed, by, now = new_patient(once=str(new_public_id())), world.ours.actor(Role.GP), world.now
    draft = IntakeDraft(
        person=person_draft(given_name="Nia", family_name="Typed", born_on=date(1958, 7, 4), contacts=()),
        referral=referral_draft(),
    )

    def send_twin() -> str:
        try:
            return gp.post("/gp/refer/", typed, follow=True).content.decode()
        finally:
            connection.close()

    key: dict[str, Any] = {"method": "POST", "path": "/gp/refer/", "key": typed["once"], "content": b""}
    with ThreadPoolExecutor(1) as pool:
        with answers.once(by=by, now=now, **key) as first:
            made = receive(draft=draft, way=PRACTICE_FORM, by=by, now=now)
            first.give(Answer(201, {"id": str(made.public_id), "reference": made.reference}, made.person_id))
            again = pool.submit(send_twin)
            with pytest.raises(TimeoutError):
                again.result(A_MOMENT)
        assert "It was not sent again" in again.result(10)
    assert Referral.objects.filter(person__family_name="Typed").count() == 1


@pytest.mark.parametrize("also_wrong", [{}, {"given_name": "", "born_on_day": "99"}])
def test_an_urgent_need_stops_and_nothing_typed_is_lost(gp: Client, also_wrong: dict[str, str]) -> None:
    before = (Person.objects.count(), AuditEvent.objects.count())
    response = gp.post("/gp/refer/", new_patient(risk="urgent", note="So & <sad>", **also_wrong))
    html = response.content.decode()
    assert response.status_code == 422
    for words in ("999", "choose option 2", "116 123", 'value="So &amp; &lt;sad&gt;"', 'name="born_on_day"'):
        assert words in html
    assert 'name="risk"' not in html
    assert (Person.objects.count(), AuditEvent.objects.count()) == before


def test_the_practices_own_patient_is_found_by_number(gp: Client, world: World) -> None:
    response = gp.post("/gp/refer/find/", {"find-number": world.ours.person.nhs_number or ""})
    assert response.status_code == 302
    assert response["Location"] == f"/gp/refer/{world.ours.person.public_id}/"
    html = page(gp, response["Location"])
    assert world.ours.referral.reference in html
    assert "First name" not in html


def test_another_practices_patient_is_not_found_by_number(gp: Client, world: World) -> None:
    html = gp.post("/gp/refer/find/", {"find-number": world.theirs.person.nhs_number or ""}).content.decode()
    assert "Your practice has not referred a patient with this number before" in html
    assert "Stoke" not in html


def test_someone_known_elsewhere_stays_one_person_and_their_record_is_not_shown(gp: Client, world: World) -> None:
    known = world.theirs.person
    made = sent_by(gp.post("/gp/refer/", new_patient(nhs_number=known.nhs_number, born=known.born_on)))
    assert made.person == known
    assert made.team == world.ours.team
    assert ContactPoint.objects.filter(person=known, value="01614960123").exists()


def test_the_same_name_and_date_of_birth_alone_make_nobody_the_same_person(gp: Client, world: World) -> None:
    known = world.ours.person
    typed = new_patient(
        given_name=known.given_name,
        family_name=known.family_name,
        born=known.born_on,
        nhs_number="",
        nhs_number_missing_reason="not_known_yet",
    )
    assert "Is this the same patient?" in gp.post("/gp/refer/", typed).content.decode()
    made = sent_by(gp.post("/gp/refer/", typed | {"asked": str(known.public_id)}))
    assert (made.person.full_name, made.person.born_on) == (known.full_name, known.born_on)
    assert made.person != known
    assert made.episode != world.ours.referral.episode


def test_a_number_with_another_date_of_birth_is_refused_without_saying_whose_it_is(gp: Client, world: World) -> None:
    before = AuditEvent.objects.count()
    response = gp.post("/gp/refer/", new_patient(nhs_number=world.theirs.person.nhs_number))
    html = response.content.decode()
    assert response.status_code == 422
    assert "they do not belong together" in html
    assert "Stoke" not in html
    assert AuditEvent.objects.count() == before


def test_a_practice_is_told_that_it_knew_the_patient(gp: Client, world: World) -> None:
    known = world.ours.person
    typed = new_patient(nhs_number=known.nhs_number, born=known.born_on, asked=str(known.public_id))
    response = gp.post("/gp/refer/", typed, follow=True)
    assert "Your practice knew this patient already" in response.content.decode()


def test_what_either_side_calls_unsafe_stays_unsafe(gp: Client, world: World) -> None:
    number, said = an_nhs_number(77), {"asked": "", "again": ""}
    for safety in ("neither", "call_and_message"):
        made = sent_by(gp.post("/gp/refer/", new_patient(nhs_number=number, phone_safety=safety, **said)))
        said = {"asked": str(made.person.public_id), "again": str(made.public_id)}
    point = ContactPoint.objects.get(person__nhs_number=number)
    assert (point.safe_to_call, point.safe_to_leave_message) == (False, False)


def test_a_patient_without_number_or_postcode_comes_with_the_reasons(gp: Client, world: World) -> None:
    typed = new_patient(
        nhs_number="",
        nhs_number_missing_reason="not_registered",
        postcode="",
        postcode_missing_reason="no_fixed_abode",
        needs_interpreter="yes",
        language="Polish",
    )
    person = sent_by(gp.post("/gp/refer/", typed)).person
    assert (person.nhs_number, person.nhs_number_missing_reason) == (None, "not_registered")
    assert (person.needs_interpreter, person.language) == (True, "Polish")


def test_a_patient_nobody_can_reach_is_not_sent(gp: Client) -> None:
    response = gp.post("/gp/refer/", new_patient(phone=""))
    assert response.status_code == 422
    assert "Enter a telephone number, an e-mail address, or house and street" in response.content.decode()


def test_a_practice_without_a_team_is_told_whom_to_ask(gp: Client, world: World) -> None:
    type(world.ours.practice).objects.filter(pk=world.ours.practice.pk).update(refers_to=None)
    response = gp.post("/gp/refer/", new_patient())
    assert response.status_code == 422
    assert "no link worker team" in response.content.decode()


def test_someone_who_has_died_is_not_referred(gp: Client, world: World) -> None:
    Person.objects.filter(pk=world.ours.person.pk).update(died_on=world.today)
    response = gp.post(f"/gp/refer/{world.ours.person.public_id}/", referral())
    assert "A date of death is recorded" in response.content.decode()
