"""A provider's pages: offers, services and registers, with the least about people that a service needs."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from referrals.actions.intake import referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.services import services
from referrals.kit.permissions import Role
from referrals.models import Attendance, AuditEvent, ContactPoint, OnwardReferral, Person, Service, Session
from tests.support.world import World, refer, register

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


def offered(world: World, name: str = "Offered", **draft: Any) -> OnwardReferral:
    """Someone new, offered to our provider and not answered yet."""
    link_worker = world.ours.actor(Role.LINK_WORKER)
    referral = refer(world.ours, register(world.ours, family_name=name, **draft))
    referrals.claim(referral=referral, by=link_worker, now=world.now)
    return onward_referrals.offer(
        episode=referral.episode,
        service=world.ours.service,
        need="loneliness",
        note="Likes dogs",
        by=link_worker,
        now=world.now,
    )


def accepted(world: World, name: str) -> OnwardReferral:
    offer = offered(world, name)
    return onward_referrals.accept(onward_referral=offer, by=world.ours.actor(Role.PROVIDER), now=world.now)


def session(world: World, *, hours: int, code: str = "WALK-9999") -> Session:
    starts_at = world.now + timedelta(hours=hours)
    return services.schedule(
        service=world.ours.service,
        code=code,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        by=world.ours.actor(Role.PROVIDER),
    )


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def field(offer: OnwardReferral) -> str:
    return f"person-{offer.public_id}"


def test_the_inbox_shows_what_waits(provider: Client, world: World) -> None:
    offered(world)
    html = page(provider, "/provider/")
    for words in ("Ada Offered", "Answer by", "Trafford park walk", "1 of 12", "WALK-0001"):
        assert words in html
    assert "Stoke" not in html


def test_an_empty_inbox_says_what_will_stand_there(world: World) -> None:
    Session.objects.all().update(marked_at=world.now)
    html = page(world.ours.client(Role.PROVIDER), "/provider/")
    for words in ("Nobody waits for your answer", "Every register is marked.", "No session is planned."):
        assert words in html


def test_an_offer_that_waits_too_long_says_so(provider: Client, world: World) -> None:
    OnwardReferral.objects.filter(pk=offered(world).pk).update(due_on=world.today - timedelta(days=1))
    assert "Overdue: answer was due" in page(provider, "/provider/")


def test_a_provider_sees_neither_nhs_number_nor_birth_nor_the_teams_notes(provider: Client, world: World) -> None:
    html = page(provider, f"/provider/offers/{world.ours.onward_referral.public_id}/")
    person = world.ours.person
    assert person.full_name in html
    for hidden in (str(person.nhs_number), "15 March 1951", "1951", "Misses her husband", "Likes parks", "M33 2AB"):
        assert hidden not in html
    for hidden in ("Company", "The evenings are long", "Walk in the park every week"):
        assert hidden not in html


def test_a_provider_sees_what_it_must_know_to_receive_someone(provider: Client, world: World) -> None:
    offer = offered(world, needs_interpreter=True, language="Punjabi", communication_needs="Large print")
    html = page(provider, f"/provider/offers/{offer.public_id}/")
    for words in ("Likes dogs", "Interpreter: Punjabi", "Large print", "tel:01614960000"):
        assert words in html


def test_an_unsafe_number_is_not_shown(provider: Client, world: World) -> None:
    offer = offered(world)
    points = ContactPoint.objects.filter(person=offer.episode.person)
    points.update(safe_to_leave_message=False)
    assert "do not leave a message" in page(provider, f"/provider/offers/{offer.public_id}/")
    points.update(safe_to_call=False)
    html = page(provider, f"/provider/offers/{offer.public_id}/")
    assert "01614960000" not in html
    assert "0161 496 0000" not in html
    assert "no number is safe to call" in html


def test_opening_an_offer_is_audited(provider: Client, world: World) -> None:
    offer = offered(world)
    page(provider, f"/provider/offers/{offer.public_id}/")
    assert AuditEvent.objects.filter(did="onwardreferral.opened", person_id=offer.episode.person_id).count() == 1


def test_after_accepting_the_next_session_is_shown(provider: Client, world: World) -> None:
    offer, coming = offered(world), session(world, hours=48)
    url = f"/provider/offers/{offer.public_id}/"
    assert "Next session" not in page(provider, url)
    response = provider.post(url, {"answer": "accept"}, follow=True)
    html = response.content.decode()
    assert "Saved. The link worker sees it." in html
    assert f"/provider/sessions/{coming.public_id}/" in html
    offer.refresh_from_db()
    assert offer.status == "accepted"


def test_without_a_session_the_way_to_add_one_is_shown(provider: Client, world: World) -> None:
    assert "Add one" in page(provider, f"/provider/offers/{world.ours.onward_referral.public_id}/")


def test_a_refusal_needs_a_reason_and_then_the_person_is_gone(provider: Client, world: World) -> None:
    url = f"/provider/offers/{offered(world).public_id}/"
    response = provider.post(url, {"answer": "reject"})
    assert response.status_code == 422
    assert "Select why not" in response.content.decode()
    response = provider.post(url, {"answer": "reject", "reason": "no_place"})
    assert response.headers["Location"] == "/provider/"
    assert provider.get(url).status_code == 404


def test_a_full_service_can_only_decline_or_make_wait(provider: Client, world: World) -> None:
    url = f"/provider/offers/{offered(world).public_id}/"
    Service.objects.filter(pk=world.ours.service.pk).update(places=1)
    response = provider.post(url, {"answer": "accept"})
    assert response.status_code == 422
    assert "Every place is taken." in response.content.decode()
    assert "On the waiting list" in provider.post(url, {"answer": "wait"}, follow=True).content.decode()


def test_someone_who_waits_gets_a_place_when_one_is_free(provider: Client, world: World) -> None:
    offer = offered(world)
    url = f"/provider/offers/{offer.public_id}/"
    provider.post(url, {"answer": "wait"})
    assert "We have a place for them now" in page(provider, url)
    provider.post(url, {"event": "resume"})
    offer.refresh_from_db()
    assert offer.status == "in-progress"


def test_a_provider_reports_the_end(provider: Client, world: World) -> None:
    url = f"/provider/offers/{world.ours.onward_referral.public_id}/"
    assert "We have a place" not in page(provider, url)
    assert provider.post(url, {"event": "resume"}).status_code == 422
    assert "Select why" in provider.post(url, {"event": "fail"}).content.decode()
    provider.post(url, {"event": "complete"})
    html = page(provider, url)
    assert "Completed" in html
    assert "What has changed?" not in html


def test_a_register_is_saved_at_once(provider: Client, world: World) -> None:
    offers = [world.ours.onward_referral, accepted(world, "Late"), accepted(world, "Absent")]
    held = session(world, hours=-1)
    answers = ["attended", "cancelled", "did_not_attend"]
    typed = {field(offer): answer for offer, answer in zip(offers, answers, strict=True)}
    response = provider.post(f"/provider/sessions/{held.public_id}/", typed)
    assert response.headers["Location"] == "/provider/"
    marked = Attendance.objects.filter(session=held)
    assert {row.onward_referral_id: row.status for row in marked} == {
        offer.pk: answer for offer, answer in zip(offers, answers, strict=True)
    }
    held.refresh_from_db()
    assert held.marked_at is not None


def test_whoever_is_not_marked_is_named_and_no_mark_is_lost(provider: Client, world: World) -> None:
    late, held = accepted(world, "Late"), session(world, hours=-1)
    response = provider.post(f"/provider/sessions/{held.public_id}/", {field(late): "cancelled"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Select whether Ada Trafford came" in html
    assert html.count("checked") == 1
    assert not Attendance.objects.filter(session=held).exists()


def test_one_button_marks_everyone_not_marked_as_having_come(provider: Client, world: World) -> None:
    late, held = accepted(world, "Late"), session(world, hours=-1)
    provider.post(f"/provider/sessions/{held.public_id}/", {field(late): "cancelled", "rest": "attended"})
    marked = Attendance.objects.filter(session=held).values_list("person__family_name", "status")
    assert dict(marked) == {"Late": "cancelled", "Trafford": "attended"}


def test_the_button_takes_only_answers_of_the_register(provider: Client, world: World) -> None:
    held = session(world, hours=-1)
    assert provider.post(f"/provider/sessions/{held.public_id}/", {"rest": "flew"}).status_code == 422


def test_a_marked_register_can_be_corrected(provider: Client, world: World) -> None:
    url = f"/provider/sessions/{world.ours.session.public_id}/"
    assert page(provider, url).count("checked") == 1
    provider.post(url, {field(world.ours.onward_referral): "did_not_attend"})
    assert Attendance.objects.get(session=world.ours.session).status == "did_not_attend"


def test_someone_marked_as_not_having_come_keeps_their_place_and_their_support(provider: Client, world: World) -> None:
    offer, referral = world.ours.onward_referral, world.ours.referral
    before = (offer.status, referral.status)
    provider.post(f"/provider/sessions/{world.ours.session.public_id}/", {field(offer): "did_not_attend"})
    offer.refresh_from_db()
    referral.refresh_from_db()
    assert (offer.status, referral.status) == before == ("in-progress", "supported")


def test_a_scan_at_the_door_is_shown_as_such(provider: Client, world: World) -> None:
    Attendance.objects.filter(session=world.ours.session).update(source="reader")
    assert "Scanned at the door" in page(provider, f"/provider/sessions/{world.ours.session.public_id}/")


def test_a_register_opens_on_the_day(provider: Client, world: World) -> None:
    coming = session(world, hours=48)
    url = f"/provider/sessions/{coming.public_id}/"
    html = page(provider, url)
    assert "on the day of the session" in html
    assert "Ada Trafford" in html
    assert "Save register" not in html
    response = provider.post(url, {field(world.ours.onward_referral): "attended"})
    assert "The register opens on the day of the session." in response.content.decode()


def test_a_cancelled_session_has_no_register(provider: Client, world: World) -> None:
    held = session(world, hours=-1)
    Session.objects.filter(pk=held.pk).update(cancelled_at=world.now)
    html = page(provider, f"/provider/sessions/{held.public_id}/")
    assert "Cancelled" in html
    assert "Save register" not in html


def test_a_session_without_people_can_be_closed(provider: Client, world: World) -> None:
    OnwardReferral.objects.filter(service=world.ours.service).update(status="completed", next_action="", due_on=None)
    held = session(world, hours=-1)
    url = f"/provider/sessions/{held.public_id}/"
    assert "Nobody is expected" in page(provider, url)
    provider.post(url)
    held.refresh_from_db()
    assert held.marked_at is not None


def test_a_session_is_added_at_london_time(provider: Client, world: World) -> None:
    url = f"/provider/services/{world.ours.service.public_id}/"
    typed = {"on_day": "6", "on_month": "7", "on_year": str(world.today.year + 1), "starts": "10:30", "minutes": "90"}
    response = provider.post(url, typed | {"code": "WALK-0706"})
    assert response.headers["Location"] == url
    added = Session.objects.get(code="WALK-0706")
    assert added.starts_at.astimezone(LONDON).strftime("%d %m %H:%M") == "06 07 10:30"
    assert added.ends_at - added.starts_at == timedelta(minutes=90)
    response = provider.post(url, typed | {"code": "WALK-0706"})
    assert "Another session has this code." in response.content.decode()


def test_a_day_far_off_is_a_mistake(provider: Client, world: World) -> None:
    typed = {"on_day": "31", "on_month": "12", "on_year": "9999", "starts": "23:59", "minutes": "720", "code": "X-1"}
    response = provider.post(f"/provider/services/{world.ours.service.public_id}/", typed)
    assert "within the next two years" in response.content.decode()


def test_a_service_shows_who_has_a_place_and_who_waits(provider: Client, world: World) -> None:
    waiting = offered(world, "Waiting")
    onward_referrals.put_on_waiting_list(onward_referral=waiting, by=world.ours.actor(Role.PROVIDER), now=world.now)
    html = page(provider, f"/provider/services/{world.ours.service.public_id}/")
    for words in ("Ada Trafford", "Ada Waiting", "On the waiting list", "1 of 12 taken"):
        assert words in html


def test_a_listing_is_confirmed_with_one_tap(provider: Client, world: World) -> None:
    Service.objects.filter(pk=world.ours.service.pk).update(assured_on=None)
    url = f"/provider/services/{world.ours.service.public_id}/"
    assert provider.get(f"{url}confirm/").status_code == 405
    provider.post(f"{url}confirm/")
    assert Service.objects.get(pk=world.ours.service.pk).assured_on == world.today


def test_what_belongs_to_another_provider_does_not_exist(provider: Client, world: World) -> None:
    theirs = world.theirs
    for path in (
        f"offers/{theirs.onward_referral.public_id}/",
        f"services/{theirs.service.public_id}/",
        f"sessions/{theirs.session.public_id}/",
    ):
        assert provider.get(f"/provider/{path}").status_code == 404
    assert provider.post(f"/provider/services/{theirs.service.public_id}/confirm/").status_code == 404


def test_someone_whose_data_is_being_erased_is_on_no_page(provider: Client, world: World) -> None:
    held = session(world, hours=-1)
    Person.objects.filter(pk=world.ours.person.pk).update(restricted_at=world.now)
    for path in ("", f"services/{world.ours.service.public_id}/", f"sessions/{held.public_id}/"):
        assert "Ada Trafford" not in page(provider, f"/provider/{path}")


def test_more_people_cost_no_more_queries(
    provider: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    held = session(world, hours=-1)
    for number in range(3):
        offered(world, f"Offer {number}")
        accepted(world, f"Place {number}")
    paths = ["", f"services/{world.ours.service.public_id}/", f"sessions/{held.public_id}/"]
    few = [queries(provider, f"/provider/{path}", django_assert_max_num_queries) for path in paths]
    for number in range(3, 6):
        offered(world, f"Offer {number}")
        accepted(world, f"Place {number}")
    assert [queries(provider, f"/provider/{path}", django_assert_max_num_queries) for path in paths] == few


def queries(client: Client, url: str, counter: DjangoAssertNumQueries) -> int:
    with counter(100) as captured:
        page(client, url)
    return len(captured)


def test_the_inbox_shows_the_next_five_sessions_and_the_service_all(provider: Client, world: World) -> None:
    coming = [session(world, hours=24 * day, code=f"WALK-{day}") for day in range(1, 8)]
    addresses = [f"/provider/sessions/{one.public_id}/" for one in coming]
    inbox = page(provider, "/provider/")
    assert [address in inbox for address in addresses] == [True] * 5 + [False] * 2
    service = page(provider, f"/provider/services/{world.ours.service.public_id}/")
    assert all(address in service for address in addresses)


def test_a_past_session_stands_with_its_service_however_many_are_to_come(provider: Client, world: World) -> None:
    for day in range(1, 25):
        session(world, hours=24 * day, code=f"WALK-{day}")
    past = session(world, hours=-48, code="WALK-PAST")
    service = page(provider, f"/provider/services/{world.ours.service.public_id}/")
    assert f"/provider/sessions/{past.public_id}/" in service
    assert "To mark" in service
