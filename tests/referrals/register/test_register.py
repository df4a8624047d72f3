"""A register tap by tap: each is saved by itself, once, and none is lost when the network is."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from referrals.actions.organisation import accounts
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import (
    Attendance,
    AuditEvent,
    ChangedWeek,
    LongTermCondition,
    OnwardReferral,
    Person,
    Service,
    Session,
    SignIn,
)
from tests.referrals.onward.test_provider_pages import accepted, field, session
from tests.referrals.onward.test_provider_pages import page as page_of
from tests.support.fixtures.browser import faults
from tests.support.world import BEGAN, World, cookie


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


@pytest.fixture
def held(world: World) -> Session:
    """A session that has begun; besides Ada Trafford two more are expected."""
    accepted(world, "Late")
    accepted(world, "Absent")
    return session(world, hours=-1)


def url_of(held: Session) -> str:
    return f"/provider/sessions/{held.public_id}/"


def tap(client: Client, held: Session, key: str | None = None, **typed: str) -> Any:
    return client.post(url_of(held), typed, headers={"Idempotency-Key": key or str(uuid4())})


def statuses(held: Session) -> dict[str, str]:
    return dict(Attendance.objects.filter(session=held).values_list("person__family_name", "status"))


def marked(world: World) -> int:
    return AuditEvent.objects.filter(did="attendance.marked").count()


def test_a_tap_is_saved_by_itself(provider: Client, world: World, held: Session) -> None:
    answer = tap(provider, held, **{field(world.ours.onward_referral): "did_not_attend"})
    assert (answer.status_code, answer.json()) == (200, {"left": 2})
    assert statuses(held) == {"Trafford": "did_not_attend"}
    held.refresh_from_db()
    assert held.marked_at is None


def test_the_same_key_twice_is_one_row_and_one_line_in_the_audit(provider: Client, world: World, held: Session) -> None:
    before, typed = marked(world), {field(world.ours.onward_referral): "attended"}
    first = tap(provider, held, "key-1", **typed)
    tap(provider, held, "key-2", **{field(world.ours.onward_referral): "cancelled"})
    again = tap(provider, held, "key-1", **typed)
    assert again.json() == first.json()
    # The repeat is answered, and does not undo what was tapped after it.
    assert statuses(held) == {"Trafford": "cancelled"}
    assert marked(world) == before + 2


def test_a_key_is_not_good_for_another_mark(provider: Client, world: World, held: Session) -> None:
    tap(provider, held, "key-1", **{field(world.ours.onward_referral): "attended"})
    answer = tap(provider, held, "key-1", **{field(world.ours.onward_referral): "cancelled"})
    assert answer.status_code == 409
    assert statuses(held) == {"Trafford": "attended"}


def test_the_last_person_marked_makes_the_register_complete(provider: Client, held: Session) -> None:
    offers = list(OnwardReferral.objects.filter(service=held.service))
    lefts = [tap(provider, held, **{field(offer): "attended"}).json()["left"] for offer in offers]
    assert lefts == [2, 1, 0]
    held.refresh_from_db()
    assert held.marked_at is not None
    assert AuditEvent.objects.filter(did="register.completed", object_id=held.pk).count() == 1


def test_a_tap_that_cannot_be_is_refused_with_a_sentence(provider: Client, world: World, held: Session) -> None:
    person = field(world.ours.onward_referral)
    assert tap(provider, held, **{person: "flew"}).status_code == 400
    assert tap(provider, held, "k" * 300, **{person: "attended"}).status_code == 400
    assert "number" in tap(provider, held, walk_ins="many").json()["message"]
    gone = tap(provider, held, **{field(world.theirs.onward_referral): "attended"})
    assert (gone.status_code, gone.json()["message"]) == (409, "This person is not expected at this session.")
    Session.objects.filter(pk=held.pk).update(cancelled_at=world.now)
    refused = tap(provider, held, **{person: "attended"})
    assert (refused.status_code, refused.json()["message"]) == (409, "This session was cancelled.")
    assert not statuses(held)


def test_walk_ins_are_a_number_and_nobodys_attendance(provider: Client, world: World, held: Session) -> None:
    rows, changed = Attendance.objects.count(), ChangedWeek.objects.count()
    tap(provider, held, walk_ins="4")
    # No week's figures change with it.
    assert ChangedWeek.objects.count() == changed
    held.refresh_from_db()
    assert (held.walk_ins, held.marked_at) == (4, None)
    provider.post(url_of(held), {"rest": "attended", "walk_ins": "5"})
    held.refresh_from_db()
    assert held.walk_ins == 5
    assert Attendance.objects.count() == rows + 3
    assert AuditEvent.objects.filter(did="session.walk_ins_counted", object_id=held.pk).count() == 2
    assert "5 without a referral" in page_of(provider, f"/provider/services/{held.service.public_id}/")
    too_many = provider.post(url_of(held), {"rest": "attended", "walk_ins": "1000"})
    assert "Enter 999 or fewer" in too_many.content.decode()


def test_more_people_cost_a_tap_no_more_queries(
    provider: Client, world: World, held: Session, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def cost(status: str) -> int:
        with django_assert_max_num_queries(60) as captured:
            assert tap(provider, held, **{field(world.ours.onward_referral): status}).status_code == 200
        return len(captured)

    cost("attended")
    few = cost("cancelled")
    for number in range(5):
        accepted(world, f"Place {number}")
    assert cost("did_not_attend") == few


@pytest.fixture
def phone(live_server: LiveServer, browser: Browser, world: World) -> Any:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="en-GB", timezone_id="Europe/London", has_touch=True
    )
    context.add_cookies([cookie(world.ours.members[Role.PROVIDER], live_server.url)])
    yield context
    context.close()


def opened(phone: BrowserContext, live_server: LiveServer, held: Session) -> Page:
    page = phone.new_page()
    page.goto(live_server.url + url_of(held))
    return page


def answer(page: Page, name: str, words: str) -> None:
    page.get_by_role("group", name=name).get_by_label(words, exact=True).tap()


def kept(page: Page) -> list[dict[str, str]]:
    """What the telephone keeps."""
    values = page.evaluate("Object.values(localStorage)")
    return [one for value in values for one in json.loads(value)]


def test_taps_without_a_network_wait_and_are_sent_when_it_is_back(
    live_server: LiveServer, phone: BrowserContext, world: World, held: Session
) -> None:
    page = opened(phone, live_server, held)
    assert faults(page) == []
    phone.set_offline(True)
    answer(page, "Ada Trafford", "Came")
    answer(page, "Ada Late", "Came")
    answer(page, "Ada Late", "Sent apologies")
    answer(page, "Ada Absent", "Did not come")
    expect(page.get_by_role("status")).to_contain_text("3 marks wait to be sent")
    assert faults(page) == []
    # Ids and answers, and no names.
    assert [sorted(one) for one in kept(page)] == [["key", "name", "value"]] * 3
    assert "Ada" not in json.dumps(kept(page))
    assert not statuses(held)
    phone.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("Everyone is marked. The register is complete.")
    assert kept(page) == []
    assert statuses(held) == {"Trafford": "attended", "Late": "cancelled", "Absent": "did_not_attend"}


def test_taps_outlast_a_sign_in_that_ended_meanwhile(
    live_server: LiveServer, phone: BrowserContext, world: World, held: Session
) -> None:
    page = opened(phone, live_server, held)
    phone.set_offline(True)
    answer(page, "Ada Late", "Did not come")
    # Half an hour in the park without a network.
    long_ago = timezone.now() - timedelta(minutes=30)
    SignIn.objects.update(began_at=long_ago, seen_at=long_ago)
    phone.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("You have been signed out. Marks that wait on this phone: 1.")
    assert faults(page) == []
    assert len(kept(page)) == 1
    assert not statuses(held)
    phone.add_cookies([cookie(world.ours.members[Role.PROVIDER], live_server.url)])
    page.get_by_role("link", name="Sign in and open the register again").tap()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert kept(page) == []
    assert statuses(held) == {"Late": "did_not_attend"}


def test_taps_that_wait_are_sent_when_the_page_is_opened_again(
    live_server: LiveServer, phone: BrowserContext, held: Session
) -> None:
    page = opened(phone, live_server, held)
    phone.set_offline(True)
    answer(page, "Ada Late", "Did not come")
    page.close()
    phone.set_offline(False)
    page = opened(phone, live_server, held)
    expect(page.get_by_role("group", name="Ada Late").get_by_label("Did not come")).to_be_checked()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert statuses(held) == {"Late": "did_not_attend"}


def test_taps_that_wait_are_sent_from_the_inbox_too(
    live_server: LiveServer, phone: BrowserContext, held: Session
) -> None:
    page = opened(phone, live_server, held)
    phone.set_offline(True)
    answer(page, "Ada Late", "Did not come")
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.route("**/provider/sessions/**", lambda route: route.abort())
    page.goto(f"{live_server.url}/provider/")
    expect(page.get_by_role("status")).to_contain_text("1 mark of a register waits on this phone")
    page.unroute("**/provider/sessions/**")
    page.reload()
    expect(page.get_by_role("status")).to_be_hidden()
    assert kept(page) == []
    assert statuses(held) == {"Late": "did_not_attend"}


def left_waiting(phone: BrowserContext, live_server: LiveServer, held: Session, *names: str) -> None:
    """Taps that nothing answered, and the page closed.

    Not by being offline: a page that is being closed has its network back for a moment, and would send them.
    """
    page = opened(phone, live_server, held)
    page.route("**/provider/sessions/**", lambda route: route.abort())
    for name in names:
        answer(page, name, "Did not come")
    expect(page.get_by_role("status")).to_contain_text(f"{len(names)} mark")
    page.close()


def test_a_refused_tap_holds_up_no_other_wherever_they_are_sent_from(
    live_server: LiveServer, phone: BrowserContext, held: Session
) -> None:
    left_waiting(phone, live_server, held, "Ada Late", "Ada Absent", "Ada Trafford")
    OnwardReferral.objects.filter(service=held.service, episode__person__family_name="Late").update(
        status="completed", next_action="", due_on=None
    )
    page = phone.new_page()
    page.goto(f"{live_server.url}/provider/")
    expect(page.get_by_role("alert")).to_contain_text("This person is not expected at this session.")
    expect(page.get_by_role("status")).to_be_hidden()
    assert faults(page) == []
    assert statuses(held) == {"Absent": "did_not_attend", "Trafford": "did_not_attend"}
    page.get_by_role("link", name="This person is not expected at this session.").tap()
    expect(page).to_have_url(live_server.url + url_of(held))
    page.goto(f"{live_server.url}/provider/")
    page.get_by_role("button", name="I have seen this").tap()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert kept(page) == []


def test_taps_that_wait_are_neither_sent_nor_seen_by_a_colleague_on_the_same_phone(
    live_server: LiveServer, phone: BrowserContext, world: World, held: Session
) -> None:
    left_waiting(phone, live_server, held, "Ada Late")
    user = accounts.add_user(email="col@example.org", name="Col Hale", password=None, by=SCHEDULE)
    colleague = accounts.add_member(
        user=user, role=Role.PROVIDER, organisation=world.ours.provider, by=SCHEDULE, starts_on=BEGAN
    )
    phone.add_cookies([cookie(colleague, live_server.url)])
    page = phone.new_page()
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    for path in ("/provider/", url_of(held)):
        page.goto(live_server.url + path, wait_until="networkidle")
        expect(page.locator("[role=status]:visible")).to_have_count(0)
    expect(page.locator("form[data-taps] input[type=radio]:checked")).to_have_count(0)
    assert (posted, len(kept(page)), statuses(held)) == ([], 1, {})
    phone.add_cookies([cookie(world.ours.members[Role.PROVIDER], live_server.url)])
    page.goto(f"{live_server.url}/provider/", wait_until="networkidle")
    expect(page.get_by_role("status")).to_be_hidden()
    assert (kept(page), statuses(held)) == ([], {"Late": "did_not_attend"})


def test_a_tap_whose_answer_was_lost_is_marked_once(
    live_server: LiveServer, phone: BrowserContext, world: World, held: Session
) -> None:
    before = marked(world)
    page = opened(phone, live_server, held)

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/provider/sessions/**", lose)
    with page.expect_event("requestfailed"):
        answer(page, "Ada Late", "Came")
    expect(page.get_by_role("status")).to_contain_text("1 mark waits to be sent")
    page.unroute("**/provider/sessions/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert statuses(held) == {"Late": "attended"}
    assert marked(world) == before + 1


def test_a_refused_tap_is_shown_and_not_lost(
    live_server: LiveServer, phone: BrowserContext, world: World, held: Session
) -> None:
    page = opened(phone, live_server, held)
    Session.objects.filter(pk=held.pk).update(cancelled_at=world.now)
    answer(page, "Ada Late", "Came")
    expect(page.get_by_text("This session was cancelled.")).to_be_visible()
    Session.objects.filter(pk=held.pk).update(cancelled_at=None)
    OnwardReferral.objects.filter(service=held.service, episode__person__family_name="Late").update(
        status="completed", next_action="", due_on=None
    )
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("This session was cancelled.")
    page.get_by_role("button", name="I have seen this").tap()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert kept(page) == []


def test_twenty_people_with_three_absent_take_five_taps(
    live_server: LiveServer, phone: BrowserContext, world: World, held: Session
) -> None:
    held.service.places = 30
    held.service.save()
    for number in range(17):
        accepted(world, f"Person {number:02}")
    page = opened(phone, live_server, held)
    taps = 0
    for number in (3, 7, 11):
        answer(page, f"Ada Person {number:02}", "Did not come")
        taps += 1
    page.get_by_text("Everyone else came", exact=True).tap()
    page.get_by_role("button", name="Yes, everyone else came").tap()
    taps += 2
    # Each of the 17 is a request of its own.
    expect(page.get_by_role("status")).to_contain_text("Everyone is marked", timeout=30_000)
    assert taps <= 6
    assert sorted(statuses(held).values()) == ["attended"] * 17 + ["did_not_attend"] * 3
    held.refresh_from_db()
    assert held.marked_at is not None


def test_without_a_script_the_register_is_saved_at_once(
    live_server: LiveServer, browser: Browser, world: World, held: Session
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.add_cookies([cookie(world.ours.members[Role.PROVIDER], live_server.url)])
    page = opened(context, live_server, held)
    page.get_by_role("group", name="Ada Late").get_by_label("Sent apologies").check()
    page.get_by_label("How many came without a referral?").fill("2")
    page.get_by_text("Everyone else came", exact=True).click()
    page.get_by_role("button", name="Yes, everyone else came").click()
    expect(page.get_by_text("The register is saved.")).to_be_visible()
    assert statuses(held) == {"Trafford": "attended", "Late": "cancelled", "Absent": "attended"}
    held.refresh_from_db()
    assert held.walk_ins == 2
    context.close()


@pytest.mark.parametrize("declared", [False, True])
def test_health_needs_are_shown_only_with_an_offer_to_a_service_that_declared_it_needs_them(
    provider: Client, world: World, held: Session, *, declared: bool
) -> None:
    Service.objects.filter(pk=world.ours.service.pk).update(asks_for_health_needs=declared)
    LongTermCondition.objects.create(person=world.ours.person, code="copd")
    words = LongTermCondition.objects.get().get_code_display()
    offer = f"/provider/offers/{world.ours.onward_referral.public_id}/"
    for url in (url_of(held), f"{url_of(held)}print/", offer):
        html = provider.get(url).content.decode()
        assert "Ada Trafford" in html
        # A register tells no diagnosis to anybody.
        assert (words in html) is (declared and url == offer), url
        assert str(world.ours.person.nhs_number) not in html


def test_a_register_tells_what_to_do_folded_and_never_on_paper(provider: Client, world: World, held: Session) -> None:
    OnwardReferral.objects.filter(pk=world.ours.onward_referral.pk).update(what_to_do="Carries an inhaler")
    shown = provider.get(url_of(held)).content.decode()
    assert "Carries an inhaler" in shown.partition("<details")[2].partition("</details>")[0]
    assert "Carries an inhaler" not in provider.get(f"{url_of(held)}print/").content.decode()
    offer = provider.get(f"/provider/offers/{world.ours.onward_referral.public_id}/").content.decode()
    assert "Carries an inhaler" in offer


def test_namesakes_are_told_apart_by_their_year_of_birth(provider: Client, world: World, held: Session) -> None:
    Person.objects.filter(pk=accepted(world, "Late").episode.person_id).update(born_on=date(1984, 5, 6))
    for url in (url_of(held), f"{url_of(held)}print/"):
        html = provider.get(url).content.decode()
        assert "Ada Late, born 1984" in html
        assert "Ada Late, born 1951" in html
        assert "Ada Trafford, born" not in html


def test_the_register_on_paper_has_names_empty_boxes_and_the_code(
    provider: Client, world: World, held: Session
) -> None:
    html = provider.get(f"{url_of(held)}print/").content.decode()
    for words in ("Ada Trafford", "Ada Late", "Ada Absent", held.code, "Longford Park", "Came without a referral"):
        assert words in html
    assert html.count("app-box__square") == 9
    assert AuditEvent.objects.filter(did="register.printed", object_id=held.pk).count() == 1


def test_more_people_cost_the_paper_no_more_queries(
    provider: Client, world: World, held: Session, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Service.objects.filter(pk=world.ours.service.pk).update(asks_for_health_needs=True)

    def costs() -> list[int]:
        numbers = []
        for url in (url_of(held), f"{url_of(held)}print/"):
            with django_assert_max_num_queries(60) as captured:
                assert provider.get(url).status_code == 200
            numbers.append(len(captured))
        return numbers

    few = costs()
    for number in range(5):
        LongTermCondition.objects.create(person=accepted(world, f"Place {number}").episode.person, code="copd")
    assert costs() == few
