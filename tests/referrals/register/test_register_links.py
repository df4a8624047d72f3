"""A volunteer keeps one session's register for its day by a link, and sees names and nothing else."""

import io
import logging
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from referrals.kit.permissions import Permission, Role
from referrals.models import Attendance, AuditEvent, LongTermCondition, Organisation, RegisterLink, Service, Session
from referrals.selectors.access import links as selectors
from tests.referrals.onward.test_provider_pages import accepted, field, page, session
from tests.support import searches
from tests.support.fixtures.browser import faults
from tests.support.world import World


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


@pytest.fixture
def held(world: World) -> Session:
    """Today's session."""
    return session(world, hours=0)


@pytest.fixture
def url(provider: Client, held: Session) -> str:
    """The volunteer's link."""
    return made(provider, held)


def door(held: Session) -> str:
    return f"/provider/sessions/{held.public_id}/volunteer/"


def made(provider: Client, held: Session) -> str:
    html = provider.post(door(held)).content.decode()
    (found,) = set(re.findall(r"http://127\.0\.0\.1:8000(/provider/register/[^/\s]+/)", html))
    return str(found)


def closed(url: str, **typed: str) -> bool:
    """Whether every way to use the link gives the page that tells nothing."""
    keyed = Client().post(url, typed, headers={"Idempotency-Key": str(uuid4())})
    answers = [Client().get(url), Client().post(url, typed), keyed]
    told = [answer for answer in answers if "Ada" in answer.content.decode() or "WALK" in answer.content.decode()]
    return {answer.status_code for answer in answers} == {404} and not told


def status_of(held: Session) -> list[str]:
    return list(Attendance.objects.filter(session=held).values_list("status", flat=True))


def test_the_link_is_shown_once_and_its_token_is_kept_nowhere(provider: Client, held: Session, url: str) -> None:
    token = url.split("/")[-2]
    assert len(token) == 32
    assert searches.in_tables([token]) == {token: set()}
    html = page(provider, door(held))
    assert token not in html
    assert "cannot be shown again" in html


def test_a_volunteer_sees_names_and_nothing_else(world: World, url: str) -> None:
    Service.objects.filter(pk=world.ours.service.pk).update(asks_for_health_needs=True)
    person = world.ours.person
    person.needs_interpreter, person.language, person.communication_needs = True, "Punjabi", "Large print"
    person.save()
    LongTermCondition.objects.create(person=person, code="copd")
    html = Client().get(url).content.decode()
    assert "Ada Trafford" in html
    numbers = ("01614960000", "0161 496 0000", str(person.nhs_number))
    for hidden in ("Punjabi", "Large print", "COPD", "1951", "Inbox", *numbers):
        assert hidden not in html


def test_a_volunteer_marks_tap_by_tap_and_at_once_as_often_as_needed(world: World, held: Session, url: str) -> None:
    ada, late, phone = world.ours.onward_referral, accepted(world, "Late"), Client()
    answer = phone.post(url, {field(ada): "cancelled"}, headers={"Idempotency-Key": "k"})
    assert answer.json() == {"left": 1}
    again = phone.post(url, {field(ada): "cancelled"}, headers={"Idempotency-Key": "k"})
    assert again.json() == {"left": 1}
    for _time in range(2):
        saved = phone.post(url, {field(ada): "cancelled", field(late): "attended", "walk_ins": "3"})
        assert "The register is saved" in saved.content.decode()
    held.refresh_from_db()
    assert (held.walk_ins, sorted(status_of(held))) == (3, ["attended", "cancelled"])
    assert not phone.cookies


def test_marks_are_audited_as_the_links(world: World, held: Session, url: str) -> None:
    # Also in the browser of somebody who is signed in elsewhere.
    world.theirs.client(Role.PROVIDER).post(url, {field(world.ours.onward_referral): "attended"})
    row = AuditEvent.objects.filter(did="attendance.marked").latest("pk")
    assert (row.actor_kind, row.organisation_id, row.user_id) == ("link", world.ours.provider.pk, None)
    used = AuditEvent.objects.get(did="register_link.opened")
    assert used.object_id == RegisterLink.objects.get().pk


def test_the_link_opens_on_the_london_day_of_the_session_only(world: World, held: Session, url: str) -> None:
    assert Client().get(url).status_code == 200
    for days in (-1, 1):
        moved = held.starts_at + timedelta(days=days)
        Session.objects.filter(pk=held.pk).update(starts_at=moved, ends_at=moved + timedelta(hours=1))
        assert closed(url, **{field(world.ours.onward_referral): "attended"})
    assert not status_of(held)


def test_a_link_that_was_taken_back_or_replaced_is_closed(provider: Client, held: Session, url: str) -> None:
    newer = made(provider, held)
    assert closed(url)
    assert Client().get(newer).status_code == 200
    provider.post(f"{door(held)}revoke/")
    assert closed(newer)
    dids = AuditEvent.objects.filter(did__startswith="register_link.").order_by("pk").values_list("did", flat=True)
    assert [did.partition(".")[2] for did in dids] == ["made", "revoked", "made", "opened", "revoked"]


def test_a_cancelled_session_has_no_link(provider: Client, world: World, held: Session, url: str) -> None:
    Session.objects.filter(pk=held.pk).update(cancelled_at=world.now)
    assert closed(url)
    assert "This session was cancelled." in provider.post(door(held)).content.decode()


def test_a_session_whose_day_is_over_gets_no_link(provider: Client, world: World) -> None:
    response = provider.post(door(world.ours.session))
    assert (response.status_code, "is over" in response.content.decode()) == (409, True)


def test_a_provider_that_has_ended_opens_nothing(world: World, url: str) -> None:
    Organisation.objects.filter(pk=world.ours.provider.pk).update(valid_to=world.today)
    assert closed(url)


def test_whoever_took_sharing_back_is_not_on_the_volunteers_register(world: World, url: str) -> None:
    world.ours.person.restricted_at = world.now
    world.ours.person.save()
    assert "Ada" not in Client().get(url).content.decode()


@pytest.mark.usefixtures("url")
def test_the_link_is_good_for_the_register_only() -> None:
    by = selectors.actor_of(RegisterLink.objects.select_related("session__service").get())
    assert [permission for permission in Permission if by.may(permission)] == [Permission.MARK_REGISTER]


def test_anything_else_by_the_token_is_not_found(world: World, held: Session, url: str) -> None:
    token = url.split("/")[-2]
    assert Client().get(f"{url}print/").status_code == 404
    assert Client().get(f"/provider/answer/{token}/").status_code == 404
    theirs = Client().post(url, {field(world.theirs.onward_referral): "attended"}, headers={"Idempotency-Key": "other"})
    assert theirs.status_code == 409
    assert closed("/provider/register/no-token/")


def test_another_providers_session_gets_no_link(provider: Client, world: World) -> None:
    for path in ("", "revoke/"):
        assert provider.post(f"{door(world.theirs.session)}{path}").status_code == 404
    assert not RegisterLink.objects.exists()


def test_no_token_stands_in_a_log(url: str, held: Session, provider: Client) -> None:
    provider.post(f"{door(held)}revoke/")
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    assert isinstance(handler, logging.StreamHandler)
    log = io.StringIO()
    before = handler.setStream(log)
    Client().get(url)
    handler.setStream(before)
    assert "/provider/register/.../" in log.getvalue()
    assert url.split("/")[-2] not in log.getvalue()


def test_pages_are_in_no_cache_and_send_no_referrer(url: str) -> None:
    for address in (url, "/provider/register/x/"):
        headers = Client().get(address).headers
        assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")


@pytest.mark.usefixtures("url")
def test_the_database_keeps_one_open_link_and_no_token() -> None:
    link = RegisterLink.objects.get()
    with pytest.raises(IntegrityError, match="register_link_digest"), transaction.atomic():
        RegisterLink.objects.update(digest="the token itself, by mistake")
    with pytest.raises(IntegrityError, match="register_link_one_open"), transaction.atomic():
        RegisterLink.objects.create(session=link.session, digest="a" * 64, made_at=link.made_at)


@pytest.fixture
def telephone(browser: Browser) -> Any:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    yield context
    context.close()


def test_a_volunteers_taps_without_a_network_are_kept_and_sent(
    live_server: LiveServer, telephone: Any, world: World, held: Session, url: str
) -> None:
    page = telephone.new_page()
    page.goto(live_server.url + url)
    assert faults(page) == []
    telephone.set_offline(True)
    page.get_by_role("group", name="Ada Trafford").get_by_label("Came", exact=True).tap()
    expect(page.get_by_role("status")).to_contain_text("1 mark waits to be sent")
    telephone.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("The register is complete.")
    assert status_of(held) == ["attended"]
    page.goto(f"{live_server.url}/provider/register/x/")
    assert faults(page) == []
