"""A link worker's pages: what needs doing first, and everything about one person on one page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.drafts import ContactDraft
from referrals.kit import paging
from referrals.kit.permissions import Role
from referrals.models import (
    AuditEvent,
    CarePlan,
    Contact,
    ContactPoint,
    Goal,
    Organisation,
    OutcomeScore,
    Person,
    Service,
    Task,
)
from referrals.telephone import display
from referrals.templatetags.nhsuk import task_words
from tests.support.bad_input import FormCase
from tests.support.forms_typed import date_typed
from tests.support.link_worker_forms import EPISODE_CASES, address
from tests.support.world import World, refer, register


@pytest.fixture
def client(world: World) -> Client:
    """Our link worker's browser."""
    return world.ours.client(Role.LINK_WORKER)


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def caseload(client: Client, query: str = "") -> str:
    return read(client, reverse("link_worker:caseload") + query)


def someone_claimed(world: World, name: str, **changes: Any) -> None:
    referral = refer(world.ours, register(world.ours, family_name=name), **changes)
    referrals.claim(referral=referral, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now())


def test_the_caseload_shows_our_person_with_what_is_next_and_nobody_of_another_team(
    world: World, client: Client
) -> None:
    html = caseload(client)
    assert "Ada Trafford" in html
    assert "The link worker reviews the plan" in html
    assert "Ada Stoke" not in html


def test_an_empty_caseload_says_what_will_stand_there(world: World, client: Client) -> None:
    referrals.end(
        referral=world.ours.referral,
        event="close",
        reason="goals_met",
        by=world.ours.actor(Role.LINK_WORKER),
        now=timezone.now(),
    )
    html = caseload(client)
    for text in ("Nothing to do", "Every referral has been claimed", "People whose referral you claim appear here."):
        assert text in html


def test_a_task_past_its_day_is_marked_overdue(world: World, client: Client) -> None:
    assert "overdue" not in caseload(client)
    Task.objects.update(due_on=world.today - timedelta(days=1))
    assert "overdue" in caseload(client)


def test_a_task_that_is_due_in_more_than_two_weeks_is_only_counted(world: World, client: Client) -> None:
    task = Task.objects.open().exclude(kind="claim_referral").filter(episode__person=world.ours.person).get()
    for days, words in ((14, ""), (15, "One more task is due after")):
        Task.objects.filter(pk=task.pk).update(due_on=world.today + timedelta(days=days))
        html = caseload(client)
        assert (words or task_words(task.kind)) in html
        assert ("more task" in html) is bool(words)


def test_flags_stand_beside_the_name(world: World, client: Client) -> None:
    assert "Interpreter" not in caseload(client)
    Person.objects.update(needs_interpreter=True)
    ContactPoint.objects.update(safe_to_leave_message=False)
    html = caseload(client)
    assert "Interpreter" in html
    assert "Voicemail not safe" in html


def test_claiming_takes_a_referral_out_of_the_inbox_and_onto_the_caseload(world: World, client: Client) -> None:
    referral = refer(world.ours, register(world.ours, family_name="Newcomer"))
    assert "Claim" in caseload(client)
    response = client.post(reverse("link_worker:claim", args=[referral.public_id]))
    assert response.headers["Location"] == reverse("link_worker:episode", args=[referral.episode.public_id])
    referral.refresh_from_db()
    assert referral.holder == world.ours.members[Role.LINK_WORKER]
    assert "Every referral has been claimed" in caseload(client)


def test_who_claims_second_is_told_so(world: World, client: Client) -> None:
    response = client.post(reverse("link_worker:claim", args=[world.ours.referral.public_id]), follow=True)
    assert "someone else may have acted first" in response.content.decode()


def test_the_whole_team_shows_what_others_hold(world: World, client: Client) -> None:
    Task.objects.all().delete()
    episode = world.ours.referral.episode
    episode.holder = world.ours.members[Role.MANAGER]
    episode.save()
    assert "Ada Trafford" not in caseload(client)
    assert "Ada Trafford" in caseload(client, "?show=team")


def test_ten_and_twenty_people_cost_the_same_number_of_queries(world: World, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            caseload(client)
        return len(captured)

    for index in range(10):
        someone_claimed(world, f"First{index}")
        refer(world.ours, register(world.ours, family_name=f"Waiting{index}"))
    ten = queries()
    for index in range(10):
        someone_claimed(world, f"Second{index}")
        refer(world.ours, register(world.ours, family_name=f"Longer{index}"))
    assert queries() == ten


def test_following_the_next_page_reaches_everyone_once(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(5):
        someone_claimed(world, f"Person{index}")
    monkeypatch.setattr(paging.page_by_day, "__defaults__", (2,))
    seen: list[str] = []
    url = reverse("link_worker:caseload")
    while url:
        html = read(client, url)
        people = html.split('id="people"')[1]
        seen += [name for name in ["Trafford", *(f"Person{index}" for index in range(5))] if f"Ada {name}" in people]
        rest = people.split('rel="next"')[0].rsplit('href="', 1) if 'rel="next"' in people else []
        url = reverse("link_worker:caseload") + rest[1].split('"')[0].replace("&amp;", "&") if rest else ""
    assert sorted(seen) == ["Person0", "Person1", "Person2", "Person3", "Person4", "Trafford"]


def test_a_cursor_that_is_none_gives_the_first_page(client: Client) -> None:
    assert "Ada Trafford" in caseload(client, "?people=nonsense&tasks=2026-01-01_x")


def test_an_episode_shows_the_person_and_everything_done(world: World, client: Client) -> None:
    html = read(client, address(world, "episode"))
    for text in ("15 March 1951", "999 000 0018", "Misses her husband.", "Likes parks.", "Company", "4,000"):
        assert text in html
    for text in ("The evenings are long", "Walk in the park every week", "Trafford park walk", "0161 496 0000"):
        assert text in html


def test_what_is_safe_stands_beside_each_number(world: World, client: Client) -> None:
    numbers = (
        ContactDraft.safe("mobile", "07700900123", safe_to_leave_message=False),
        ContactDraft.safe("home_phone", "01614960123", safe_to_call=False),
    )
    referral = refer(world.ours, register(world.ours, contacts=numbers))
    html = read(client, reverse("link_worker:episode", args=[referral.episode.public_id]))
    mobile, home = (next(row for row in html.split("<tr") if display(number.value) in row) for number in numbers)
    assert ("Leave no message" in mobile, "Do not call" in mobile, "tel:" in mobile) == (True, False, True)
    assert ("Leave no message" in home, "Do not call" in home, "tel:" in home) == (False, True, False)


def test_a_signed_in_persons_page_is_kept_in_no_cache(world: World, client: Client) -> None:
    for url in (reverse("link_worker:caseload"), address(world, "episode"), address(world, "plan")):
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_opening_an_episode_is_one_look_in_the_audit(world: World, client: Client) -> None:
    read(client, address(world, "episode"))
    looks = AuditEvent.objects.filter(did="episode.opened", role="link_worker", person_id=world.ours.person.pk)
    opened = looks.count()
    read(client, address(world, "episode"))
    assert looks.count() == opened + 1


def test_another_teams_episode_is_not_there_and_nobody_looked(world: World) -> None:
    theirs = world.theirs.client(Role.LINK_WORKER)
    urls = [case.url(world) for case in EPISODE_CASES]
    before = AuditEvent.objects.count()
    for url in urls:
        assert theirs.get(url).status_code == 404
    assert theirs.get(address(world, "episode")).status_code == 404
    assert AuditEvent.objects.count() == before


def test_telephone_numbers_stay_hidden_until_the_risk_note_is_read(world: World, client: Client) -> None:
    person = register(world.ours, family_name="Careful", contacts=(ContactDraft.safe("mobile", "07700900123"),))
    referral = refer(world.ours, person, risk="read_first", risk_note="Ask for Jo.")
    url = reverse("link_worker:episode", args=[referral.episode.public_id])
    html = read(client, url)
    assert "Ask for Jo." in html
    assert "07700900123" not in html
    assert "07700 900123" not in html
    read_url = reverse("link_worker:acknowledge_risk", args=[referral.episode.public_id, referral.public_id])
    assert "You have" not in html
    shown = {"version": str(referral.version)}
    html = client.post(read_url, shown, follow=True).content.decode()
    assert "07700 900123" in html
    assert "Ask for Jo." in html
    assert not Task.objects.open().filter(referral=referral, kind="risk_unread").exists()
    assert AuditEvent.objects.filter(did="risk.acknowledged", object_id=referral.pk).count() == 1
    assert "has been read already" in client.post(read_url, shown, follow=True).content.decode()


@pytest.mark.parametrize("case", EPISODE_CASES, ids=str)
def test_each_form_opens_with_the_person_at_its_head(world: World, client: Client, case: FormCase) -> None:
    html = read(client, case.url(world))
    for identity in ("Ada Trafford", "15 March 1951", "999 000 0018"):
        assert identity in html


@pytest.mark.parametrize("case", EPISODE_CASES, ids=str)
def test_what_is_typed_right_is_saved_and_leads_back_to_the_episode(
    world: World, client: Client, case: FormCase
) -> None:
    response = client.post(case.url(world), case.valid(world))
    assert response.status_code == 302, response.content.decode()
    # Opened where it happened.
    assert response.headers["Location"].partition("#")[0] == address(world, "episode")
    assert AuditEvent.objects.filter(did=case.did, role="link_worker").exists()
    read(client, address(world, "episode"))


def test_markup_in_a_note_is_shown_as_text(world: World, client: Client) -> None:
    typed = {"mode": "phone", "outcome": "no_answer", "when": "now", "note": "<script>alert(1)</script>"}
    client.post(address(world, "contact"), typed)
    html = read(client, address(world, "episode"))
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_a_contact_earlier_is_kept_at_its_london_time(world: World, client: Client) -> None:
    typed = {"mode": "phone", "outcome": "no_answer", "when": "earlier", "at": "14:30"}
    summer = date(world.today.year - 1, 7, 6)
    assert client.post(address(world, "contact"), typed | date_typed("on", summer)).status_code == 302
    assert Contact.objects.get(outcome="no_answer").occurred_at == datetime(summer.year, 7, 6, 13, 30, tzinfo=UTC)


def test_the_plan_keeps_each_need_in_the_persons_words(world: World, client: Client) -> None:
    case = next(case for case in EPISODE_CASES if case.name == "plan")
    typed = {"what_matters": "Grandchildren", "needs": ["debt"], "words_debt": "The letters pile up"}
    client.post(address(world, "plan"), case.valid(world) | typed)
    plan = CarePlan.objects.get(pk=world.ours.plan.pk)
    assert plan.what_matters == "Grandchildren"
    assert [(need.code, need.own_words) for need in plan.needs.all()] == [("debt", "The letters pile up")]


@pytest.mark.parametrize("name", ["plan", "death"])
def test_who_saves_second_is_told_that_it_changed_and_loses_nothing(world: World, client: Client, name: str) -> None:
    case = next(case for case in EPISODE_CASES if case.name == name)
    typed = case.valid(world)
    client.post(case.url(world), typed)
    response = client.post(case.url(world), typed)
    assert response.status_code == 422
    assert "Someone else has changed this since you opened it" in response.content.decode()


def test_scores_show_their_way_at_once(world: World, client: Client) -> None:
    typed = {"stage": "review", "ons_happiness": "7", "ons_anxiety": "0"}
    html = client.post(address(world, "scores", measure="ons4"), typed, follow=True).content.decode()
    assert OutcomeScore.objects.filter(stage="review", episode=world.ours.referral.episode).count() == 2
    assert 'points="4,16 28,8"' in html
    assert "not asked" in html


def test_scores_without_an_answer_are_refused(world: World, client: Client) -> None:
    response = client.post(address(world, "scores", measure="ons4"), {"stage": "review"})
    assert "Choose at least one answer" in response.content.decode()


def test_services_say_whether_a_place_is_free_today(world: World, client: Client) -> None:
    theirs = world.theirs.service
    Service.objects.filter(pk=theirs.pk).update(places=1, assured_on=world.today - timedelta(days=100))
    html = read(client, address(world, "refer_on"))
    assert "Already referred" in html
    assert "Full" in html
    assert "Check by phone" in html
    page = read(client, address(world, "refer_on_service", service_id=theirs.public_id))
    assert "Every place is taken today" in page
    assert "Nobody has confirmed this listing" in page


def test_services_of_another_area_come_last_and_are_marked(world: World, client: Client) -> None:
    near, far = world.ours.service, world.theirs.service
    html = read(client, address(world, "refer_on"))
    assert "Another area" not in html
    Organisation.objects.filter(pk=near.organisation_id).update(area_code=world.ours.team.area_code)
    Organisation.objects.filter(pk=far.organisation_id).update(area_code=world.theirs.team.area_code)
    # Full, and near all the same.
    Service.objects.filter(pk=near.pk).update(places=0)
    html = read(client, address(world, "refer_on"))
    assert html.index(near.name) < html.index(far.name)
    assert html.count("Another area") == 1


def test_a_closed_service_is_not_offered(world: World, client: Client) -> None:
    theirs = world.theirs.service
    url = address(world, "refer_on_service", service_id=theirs.public_id)
    assert url in read(client, address(world, "refer_on"))
    Service.objects.filter(pk=theirs.pk).update(status="closed")
    assert url not in read(client, address(world, "refer_on"))


def test_needs_that_no_service_meets_lead_to_the_plan(world: World, client: Client) -> None:
    Service.objects.update(needs=["food"])
    assert "No service is listed for these needs" in read(client, address(world, "refer_on"))


def test_a_released_referral_is_back_in_the_inbox(world: World, client: Client) -> None:
    referral = refer(world.ours, register(world.ours, family_name="Later"))
    referrals.claim(referral=referral, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now())
    url = reverse("link_worker:release", args=[referral.episode.public_id, referral.public_id])
    client.post(url)
    assert "Ada Later" in caseload(client).split('id="inbox"')[1].split('id="people"')[0]


def test_reopening_leads_to_the_episode_where_it_goes_on(world: World, client: Client) -> None:
    ours = world.ours.referral
    keys = {"referral_id": ours.public_id}
    client.post(address(world, "close", **keys), {"reason": "goals_met"})
    assert "Support ended" in read(client, address(world, "episode"))
    html = client.post(address(world, "reopen", **keys), follow=True).content.decode()
    assert "The referral is open again." in html
    assert "Misses her husband." in html


def test_support_is_asked_for_again_by_phone_and_recorded_as_such(world: World, client: Client) -> None:
    ours, keys = world.ours.referral, {"referral_id": world.ours.referral.public_id}
    client.post(address(world, "close", **keys), {"reason": "goals_met"})
    by_phone = address(world, "reopen_by_phone", **keys)
    client.post(address(world, "withdraw_agreement", purpose="share_record"))
    refused = client.post(by_phone, follow=True).content.decode()
    assert "Agree to share the record with the link worker team first" in refused
    client.post(address(world, "give_agreement", purpose="share_record"))
    assert by_phone in client.get(address(world, "episode")).content.decode()
    html = client.post(by_phone, follow=True).content.decode()
    assert "The referral is open again." in html
    assert "The person asked by phone" in html
    change = ours.status_changes.latest("occurred_at", "pk")
    member = world.ours.members[Role.LINK_WORKER]
    assert (change.event, change.reason, change.by_membership) == ("reopen", "asked_by_phone", member)
    assert AuditEvent.objects.get(did="referral.reopened").detail == {"reason": "asked_by_phone"}


def test_a_death_stops_everything_and_says_so_at_the_top(world: World, client: Client) -> None:
    case = next(case for case in EPISODE_CASES if case.name == "death")
    html = client.post(address(world, "death"), case.valid(world), follow=True).content.decode()
    assert "Has died" in html
    assert "Do not make contact" in html
    assert not Task.objects.open().filter(episode=world.ours.referral.episode).exists()
    assert "01614960000" not in html
    assert "0161 496 0000" not in html


def test_an_agreement_is_taken_back_on_the_telephone(world: World, client: Client) -> None:
    url = address(world, "withdraw_agreement", purpose="share_with_provider")
    assert "taken back" in client.post(url, follow=True).content.decode()
    assert "There is no such agreement" in client.post(url, follow=True).content.decode()


def test_what_belongs_to_nobody_here_is_not_there(world: World, client: Client) -> None:
    for name, key in (
        ("goal_status", "goal_id"),
        ("safety", "contact_point_id"),
        ("onward_cancel", "onward_id"),
        ("close", "referral_id"),
        ("refer_on_service", "service_id"),
    ):
        assert client.get(address(world, name, **{key: uuid4()})).status_code == 404
    stranger = Goal.objects.get(plan=world.theirs.plan)
    assert client.get(address(world, "goal_status", goal_id=stranger.public_id)).status_code == 404
