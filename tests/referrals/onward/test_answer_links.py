"""A provider answers from its mail: one link, one answer, and nothing to whoever has another link."""

import io
import logging
import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from referrals.actions.messages import outbox
from referrals.actions.onward import onward_referrals
from referrals.actions.people import agreements, erasure
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Permission, Role
from referrals.models import (
    AnswerLink,
    AuditEvent,
    OnwardReferral,
    OnwardStatusChange,
    Organisation,
    OutboundMessage,
    Service,
)
from referrals.selectors.access import links as selectors
from tests.referrals.onward.test_provider_pages import offered
from tests.support import searches
from tests.support.fixtures.browser import faults
from tests.support.world import World

NO_PLACE = {"answer": "reject", "reason": "no_place"}
PERSON = ("Ada Offered", "Offered", "Loneliness", "Likes dogs", "01614960000", "Trafford park walk", "Trafford Link")


@pytest.fixture
def offer(world: World) -> OnwardReferral:
    """Someone new offered to our provider; the mail about it waits, and no other."""
    OutboundMessage.objects.all().delete()
    offer = offered(world)
    OutboundMessage.objects.exclude(kind="person_offered").delete()
    return offer


@pytest.fixture
def url(world: World, offer: OnwardReferral) -> str:
    """The link in the mail."""
    return link_in(mailed(world))


def mailed(world: World) -> str:
    """Send what waits; the body of the mail to the provider."""
    outbox.send_waiting(limit=10, by=SCHEDULE, now=world.now)
    message = mail.outbox[-1]
    assert message.to == [world.ours.provider.email]
    return str(message.body)


def mailed_again(world: World, offer: OnwardReferral) -> str:
    OutboundMessage.objects.filter(onward_referral=offer).update(state="waiting", sent_at=None)
    return link_in(mailed(world))


def link_in(body: str) -> str:
    (found,) = re.findall(r"http://127\.0\.0\.1:8000(/provider/answer/[^/\s]+/)", body)
    return str(found)


def token_in(url: str) -> str:
    return url.split("/")[-2]


def status(offer: OnwardReferral) -> str:
    offer.refresh_from_db()
    return offer.status


def closed(url: str, code: int = 410) -> bool:
    """Whether both ways to use the link give the page that tells nothing."""
    answers = [Client().get(url), Client().post(url, {"answer": "accept"})]
    pages = [answer.content.decode() for answer in answers]
    says_what_to_do = all("sign in</a>" in page and "phone the link workers" in page for page in pages)
    tells = [word for word in PERSON for page in pages if word in page]
    return [answer.status_code for answer in answers] == [code, code] and says_what_to_do and not tells


def test_the_mail_carries_a_link_and_still_names_nobody(world: World, offer: OnwardReferral) -> None:
    body = mailed(world)
    assert link_in(body)
    assert "one answer" in body
    assert reverse("provider:inbox") in body
    person = offer.episode.person
    told = (person.given_name, person.family_name, "oneliness", "inactiv", "Likes dogs", "01614960000")
    words = body.replace(link_in(body), "").replace(world.ours.service.name, "")
    assert [word for word in told if word in words] == []


def test_the_team_to_phone_stands_in_the_mail(world: World, offer: OnwardReferral) -> None:
    Organisation.objects.filter(pk=world.ours.team.pk).update(phone="0161 496 0555")
    assert "You can also phone Trafford Link Workers: 0161 496 0555." in mailed(world)


def test_only_the_question_has_a_link_and_only_while_it_waits(world: World, offer: OnwardReferral) -> None:
    onward_referrals.accept(onward_referral=offer, by=world.ours.actor(Role.PROVIDER), now=world.now)
    outbox.send_waiting(limit=10, by=SCHEDULE, now=world.now)
    assert len(mail.outbox) == 2
    assert [message for message in mail.outbox if "/answer/" in str(message.body)] == []
    assert not AnswerLink.objects.exists()


def test_the_token_is_long_and_stands_in_the_mail_alone(world: World, offer: OnwardReferral) -> None:
    assert not AnswerLink.objects.exists()
    token = token_in(link_in(mailed(world)))
    assert len(token) == 32
    assert searches.in_tables([token]) == {token: set()}
    assert [text for text in searches.redis_texts() if token in text] == []
    assert AnswerLink.objects.get().digest == selectors.digest(token)
    (other,) = {token_in(mailed_again(world, offer))} - {token}
    assert len(other) == 32


def test_no_token_stands_in_a_log(url: str) -> None:
    # What the settings made, and not what pytest listens with.
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    assert isinstance(handler, logging.StreamHandler)
    log = io.StringIO()
    before = handler.setStream(log)
    assert Client().post(url, {}).status_code == 422
    Client().post(url, NO_PLACE)
    assert Client().get(url).status_code == 410
    assert Client().put(url).status_code == 405
    handler.setStream(before)
    assert log.getvalue().count("/provider/answer/.../") == 3
    assert token_in(url) not in log.getvalue()


def test_the_page_shows_what_the_providers_own_page_shows_and_no_more(
    world: World, offer: OnwardReferral, url: str
) -> None:
    def rows(html: str) -> list[str]:
        return re.findall(r"<dl.*</dl>", re.sub(r"\s+", " ", html))

    own = world.ours.client(Role.PROVIDER).get(f"/provider/offers/{offer.public_id}/").content.decode()
    page = Client().get(url).content.decode()
    assert rows(page) == rows(own) != []
    for words in ("Ada Offered", "Likes dogs", "tel:01614960000", "Can they come?", "Why not?", "No place free"):
        assert (words in page, words in own) == (True, True), words
    for hidden in (str(offer.episode.person.nhs_number), "1951", "M33 2AB", "Ada Trafford"):
        assert hidden not in page


def test_opening_the_link_changes_nothing_however_often(offer: OnwardReferral, url: str) -> None:
    before = [offer.status, offer.version, AnswerLink.objects.get().used_at]
    for _again in range(3):
        assert Client().get(url).status_code == 200
    offer.refresh_from_db()
    assert [offer.status, offer.version, AnswerLink.objects.get().used_at] == before
    assert before[2] is None


@pytest.mark.parametrize(
    ("typed", "becomes", "says", "is_still_theirs"),
    [
        ({"answer": "accept"}, "accepted", "Yes, we have a place", True),
        ({"answer": "wait"}, "on-hold", "Put them on our waiting list", True),
        (NO_PLACE, "rejected", "Trafford park walk: No", False),
    ],
)
def test_each_answer_acts_once_and_is_shown(
    *, offer: OnwardReferral, url: str, typed: dict[str, str], becomes: str, says: str, is_still_theirs: bool
) -> None:
    response = Client().post(url, typed)
    html = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert "Your answer has been sent" in html
    assert says in html
    assert ("Ada Offered" in html) is is_still_theirs
    assert status(offer) == becomes
    assert AnswerLink.objects.get().used_at is not None
    assert closed(url)
    assert status(offer) == becomes


def test_the_reason_is_asked_for_and_kept(offer: OnwardReferral, url: str) -> None:
    response = Client().post(url, {"answer": "reject"})
    assert response.status_code == 422
    assert "Select why not" in response.content.decode()
    assert status(offer) == "requested"
    Client().post(url, NO_PLACE)
    assert OnwardStatusChange.objects.get(onward_referral=offer, event="reject").reason == "no_place"


def test_a_refused_answer_leaves_the_link_usable(world: World, offer: OnwardReferral, url: str) -> None:
    Service.objects.filter(pk=world.ours.service.pk).update(places=1)
    response = Client().post(url, {"answer": "accept"})
    assert response.status_code == 422
    assert "Every place is taken." in response.content.decode()
    assert AnswerLink.objects.get().used_at is None
    assert Client().post(url, {"answer": "wait"}).status_code == 200
    assert status(offer) == "on-hold"


def test_the_answer_and_the_use_of_the_link_are_written_together_or_not_at_all(
    offer: OnwardReferral, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_values: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("referrals.actions.onward.onward_referrals.messages.tell_team", fails)
    with pytest.raises(IntegrityError):
        Client().post(url, NO_PLACE)
    assert status(offer) == "requested"
    assert AnswerLink.objects.get().used_at is None


@pytest.mark.parametrize("token", ["no-token", "x" * 500, "..", "%F0%9F%98%80"])
def test_an_unknown_link_is_not_found(url: str, token: str) -> None:
    assert closed(f"/provider/answer/{token}/", 404)


def test_a_link_ends_after_14_days(offer: OnwardReferral, url: str) -> None:
    link = AnswerLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(days=14)
    made_at = timezone.now() - timedelta(days=14)
    AnswerLink.objects.update(made_at=made_at, expires_at=made_at + timedelta(days=14, seconds=30))
    assert Client().get(url).status_code == 200
    AnswerLink.objects.update(expires_at=timezone.now())
    assert closed(url)
    assert status(offer) == "requested"


def test_a_newer_mail_closes_the_older_link(world: World, offer: OnwardReferral, url: str) -> None:
    newer = mailed_again(world, offer)
    assert closed(url)
    assert Client().get(newer).status_code == 200
    # Mail programs show one of two messages with the same id, and it could be the one whose link is dead.
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


def test_a_mail_about_someone_else_closes_no_link(world: World, url: str) -> None:
    offered(world, "Other")
    outbox.send_waiting(limit=10, by=SCHEDULE, now=world.now)
    assert AnswerLink.objects.count() == 2
    assert Client().get(url).status_code == 200


def test_once_answered_elsewhere_the_link_is_closed(world: World, offer: OnwardReferral, url: str) -> None:
    onward_referrals.put_on_waiting_list(onward_referral=offer, by=world.ours.actor(Role.PROVIDER), now=world.now)
    assert closed(url)
    assert status(offer) == "on-hold"


def test_without_the_agreement_to_share_the_page_is_gone(world: World, offer: OnwardReferral, url: str) -> None:
    link_worker = world.ours.actor(Role.LINK_WORKER)
    person = offer.episode.person
    agreements.withdraw(person=person, purpose="share_with_provider", by=link_worker, now=world.now)
    assert closed(url)
    assert status(offer) == "requested"
    agreements.give(person=person, purpose="share_with_provider", by=link_worker, now=timezone.now())
    assert Client().get(url).status_code == 200


def test_a_person_whose_data_is_being_erased_is_gone_and_then_the_link(offer: OnwardReferral, url: str) -> None:
    person = offer.episode.person
    erasure.restrict(person=person, reason="asked", by=SCHEDULE, now=timezone.now())
    assert closed(url)
    erasure.erase(person=person, reason="asked", by=SCHEDULE)
    assert closed(url, 404)


def test_a_provider_that_has_ended_opens_nothing(world: World, url: str) -> None:
    Organisation.objects.filter(pk=world.ours.provider.pk).update(valid_to=world.today)
    assert closed(url)


def test_pages_are_in_no_cache_and_send_no_referrer(url: str) -> None:
    used = Client()
    responses = [
        used.get(url),
        used.post(url, {}),
        used.post(url, NO_PLACE),
        used.get(url),
        used.get("/provider/answer/x/"),
    ]
    assert [response.status_code for response in responses] == [200, 422, 200, 410, 404]
    assert {response.headers["Referrer-Policy"] for response in responses} == {"no-referrer"}
    assert {response.headers["Cache-Control"] for response in responses} == {"no-store"}
    # Nor does a phone have to take a cookie.
    assert not used.cookies


def test_look_and_answer_are_written_down_as_done_by_a_link_of_the_organisation(
    world: World, offer: OnwardReferral, url: str
) -> None:
    before = AuditEvent.objects.latest("pk").pk
    Client().get(url)
    # Also in the browser of someone who is signed in: the link says who was asked.
    world.theirs.client(Role.PROVIDER).post(url, {"answer": "accept"})
    rows = AuditEvent.objects.filter(pk__gt=before, person_id=offer.episode.person_id).order_by("pk")
    assert [row.did for row in rows] == ["onwardreferral.opened", "onwardreferral.opened", "onward_referral.accept"]
    by = {(row.actor_kind, row.role, row.organisation_id, row.membership_id, row.user_id) for row in rows}
    assert by == {("link", "provider", world.ours.provider.pk, None, None)}
    change = OnwardStatusChange.objects.get(onward_referral=offer, event="accept")
    assert (change.by_role, change.by_membership) == ("provider", None)


def test_the_link_worker_reads_that_the_provider_answered(world: World, offer: OnwardReferral, url: str) -> None:
    Client().post(url, {"answer": "accept"})
    page = world.ours.client(Role.LINK_WORKER).get(f"/link-worker/episodes/{offer.episode.public_id}/")
    assert "(Provider)" in page.content.decode()


@pytest.mark.usefixtures("url")
def test_a_link_may_do_nothing_but_answer_for_its_provider() -> None:
    by = selectors.actor_of(AnswerLink.objects.get())
    assert [permission for permission in Permission if by.may(permission)] == [Permission.ANSWER_OFFER]


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"digest": "the token itself, by mistake"}, "answerlink_digest"),
        ({"expires_at": F("made_at")}, "answerlink_expires"),
        ({"used_at": F("expires_at")}, "answerlink_used_in_time"),
    ],
)
def test_the_database_keeps_no_link_that_cannot_be(changes: dict[str, object], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        AnswerLink.objects.update(**changes)


@pytest.mark.django_db(transaction=True)
def test_two_sendings_of_one_form_are_one_answer(world: World, offer: OnwardReferral, url: str) -> None:
    start = threading.Barrier(4)
    codes: list[int] = []

    def send() -> None:
        start.wait(10)
        codes.append(Client().post(url, {"answer": "accept"}).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 410, 410, 410]
    assert OnwardStatusChange.objects.filter(onward_referral=offer, event="accept").count() == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_sound(live_server: LiveServer, browser: Browser, url: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(live_server.url + url)
    assert faults(page) == []
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert faults(page) == []
    page.get_by_label("Yes, we have a place").check()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("heading", name="Your answer has been sent")).to_be_visible()
    assert faults(page) == []
    page.goto(live_server.url + url)
    expect(page.get_by_role("heading", name="This link does not open")).to_be_visible()
    assert faults(page) == []
    context.close()


def test_without_script_or_cookie_what_was_chosen_is_kept_and_the_answer_sent(
    live_server: LiveServer, browser: Browser, offer: OnwardReferral, url: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + url)
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("link", name="Select why not")).to_be_visible()
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    page.get_by_label("No place free").check()
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("heading", name="Your answer has been sent")).to_be_visible()
    assert context.cookies() == []
    assert status(offer) == "rejected"
    context.close()
