"""What a person takes home on paper, and what they say by phone instead of on their page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from devices.actions import devices, loans
from referrals.actions.people import agreements, corrections
from referrals.actions.register import feedback
from referrals.actions.services import services
from referrals.actions.support import appointments
from referrals.drafts import AppointmentDraft, FeedbackDraft
from referrals.kit.permissions import Role
from referrals.models import Agreement, Attendance, AuditEvent, Contact, Goal, Organisation, Referral
from referrals.templatetags.nhsuk import nhs_date
from tests.support.link_worker_forms import address
from tests.support.world import World, refer

PURPOSE = "share_with_provider"


@pytest.fixture
def link_worker(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def planned(world: World) -> None:
    """An appointment and a session to come, a number to call, a goal that was dropped, and notes of the team."""
    starts = world.now + timedelta(days=3)
    ends = starts + timedelta(hours=1)
    by = world.ours.actor(Role.LINK_WORKER)
    draft = AppointmentDraft(starts, ends, "home_visit", "1 High Street")
    appointments.make(episode=world.ours.referral.episode, draft=draft, by=by, now=world.now)
    provider = world.ours.actor(Role.PROVIDER)
    services.schedule(service=world.ours.service, code="WALK-NEXT", starts_at=starts, ends_at=ends, by=provider)
    Organisation.objects.filter(pk=world.ours.team.pk).update(phone="0161 496 0123")
    kept = Goal.objects.get(plan=world.ours.plan)
    Goal.objects.create(
        plan=world.ours.plan, text="DROPPED", review_on=kept.review_on, set_at=world.now, status="dropped"
    )
    Contact.objects.update(note="TEAM-NOTE")
    Referral.objects.update(risk="read_first", risk_note="RISK-NOTE", note="REFERRER-NOTE")


@pytest.mark.parametrize("role", [Role.PERSON, Role.LINK_WORKER])
@pytest.mark.parametrize("size", ["", "?size=large"])
def test_all_that_is_needed_is_on_paper_and_no_note_of_the_team(world: World, role: Role, size: str) -> None:
    planned(world)
    url = "/me/print/" if role is Role.PERSON else address(world, "print")
    client = world.ours.client(role)
    html = client.get(url + size).content.decode()
    assert ("app-large-print" in html) == bool(size)
    for text in ("Company", "The evenings are long", "Walk in the park every week", "4,000 steps a day"):
        assert text in html
    for text in ("1 High Street", "Longford Park", "0161 496 0123", "0161 496 0999"):
        assert text in html
    for text in ("DROPPED", "TEAM-NOTE", "RISK-NOTE", "REFERRER-NOTE", "Stoke"):
        assert text not in html


@pytest.mark.parametrize("role", [Role.PERSON, Role.LINK_WORKER])
def test_the_rest_of_the_page_is_on_paper_too(world: World, role: Role) -> None:
    planned(world)
    episode, by, now = world.ours.referral.episode, world.ours.actor(Role.LINK_WORKER), world.now
    attended = Attendance.objects.get(person=world.ours.person)
    feedback.give(attendance=attended, draft=FeedbackDraft("good", -3, "Kind people"), by=by, now=now)
    wrong = corrections.note(episode=episode, about="plan", text="NO-SWIMMING", by=by, now=now)
    corrections.answer(request=wrong, outcome="not_changed", text="PUT-RIGHT", by=by, now=now)
    device, _secret = devices.register(
        organisation=world.ours.team, kind="wearable", label="Band", by=world.ours.actor(Role.MANAGER)
    )
    agreements.give(person=world.ours.person, purpose="wear_device", by=by, now=now)
    loans.lend(device=device, person=world.ours.person, by=by, now=now)
    url = "/me/print/" if role is Role.PERSON else address(world, "print")
    html = world.ours.client(role).get(url).content.decode()
    for text in ("Getting support from a link worker", "Going to the service", world.ours.referral.reference):
        assert text in html
    for text in ("Kind people", "felt -3", "NO-SWIMMING", "PUT-RIGHT", "Happiness yesterday", "Steps by day"):
        assert text in html
    for text in ("TEAM-NOTE", "RISK-NOTE", "REFERRER-NOTE", "Stoke"):
        assert text not in html


@pytest.mark.parametrize("role", [Role.PERSON, Role.LINK_WORKER])
def test_paper_costs_the_same_queries_however_much_there_is_on_it(world: World, role: Role) -> None:
    client, url = world.ours.client(role), "/me/print/" if role is Role.PERSON else address(world, "print")
    client.get(url)
    by, costs = world.ours.actor(Role.LINK_WORKER), []
    for _more in range(2):
        for number in range(10):
            corrections.note(
                episode=world.ours.referral.episode, about="other", text=f"No {number}", by=by, now=world.now
            )
        with CaptureQueriesContext(connection) as made:
            client.get(url)
        costs.append(len(made))
    assert costs[0] == costs[1]


def test_who_looked_is_on_paper_and_no_team_is_given_away_by_it(world: World, link_worker: Client) -> None:
    elsewhere = refer(world.theirs, world.ours.person).episode
    for side, episode in ((world.ours, world.ours.referral.episode), (world.theirs, elsewhere)):
        side.client(Role.LINK_WORKER).get(f"/link-worker/episodes/{episode.public_id}/")
    own = world.ours.client(Role.PERSON).get("/me/print/").content.decode().split('id="looks"')[1]
    assert ("Trafford Link Workers" in own, "Stoke Link Workers" in own) == (True, True)
    printed = link_worker.get(address(world, "print")).content.decode()
    assert "Trafford Link Workers" in printed.split('id="looks"')[1]
    assert "The whole list is on your own page." in printed
    assert "Stoke" not in printed


def test_the_plan_alone_can_be_printed_from_beside_it(world: World, link_worker: Client) -> None:
    planned(world)
    alone = f"{address(world, 'print')}?part=plan"
    assert f'href="{alone}"' in link_worker.get(address(world, "episode")).content.decode()
    html = link_worker.get(f"{alone}&size=large").content.decode()
    review = f"We look at the plan again on {nhs_date(world.ours.plan.review_on)}."
    for text in ("app-large-print", "Company", "Walk in the park", "0161 496 0123", review):
        assert text in html
    for text in ("1 High Street", "Longford Park", "What you agree to", "DROPPED"):
        assert text not in html


def test_both_pages_lead_to_the_paper(world: World, link_worker: Client) -> None:
    assert 'href="/me/print/"' in world.ours.client(Role.PERSON).get("/me/").content.decode()
    assert f'href="{address(world, "print")}"' in link_worker.get(address(world, "episode")).content.decode()


def test_paper_shows_only_what_is_still_agreed_to(world: World) -> None:
    client = world.ours.client(Role.PERSON)
    label = Agreement.objects.get(person=world.ours.person, purpose=PURPOSE).get_purpose_display()
    assert label in client.get("/me/print/").content.decode()
    client.post(f"/me/agreements/{PURPOSE}/withdraw/")
    for reader, url in ((client, "/me/print/"), (world.ours.client(Role.LINK_WORKER), address(world, "print"))):
        agreed, _, taken_back = reader.get(url).content.decode().partition("What you have taken back")
        assert (label in agreed, f"{label} (taken back on" in taken_back) == (False, True)


def test_what_is_said_by_phone_is_recorded_as_such(world: World, link_worker: Client) -> None:
    back = address(world, "withdraw_agreement", purpose=PURPOSE)
    again = address(world, "give_agreement", purpose=PURPOSE)
    page = address(world, "episode")
    assert again not in link_worker.get(page).content.decode()
    html = link_worker.post(back, follow=True).content.decode()
    assert again in html
    assert back not in html
    mine = Agreement.objects.filter(person=world.ours.person, purpose=PURPOSE)
    assert mine.get().withdrawn_channel == "phone"
    html = link_worker.post(again, follow=True).content.decode()
    assert "(phone call)" in html
    assert again not in html
    given = mine.get(withdrawn_at=None)
    assert (given.channel, given.recorded_by) == ("phone", world.ours.members[Role.LINK_WORKER])
    assert AuditEvent.objects.filter(did="agreement.given", role="link_worker", object_id=given.pk).count() == 1


def test_messages_are_stopped_by_phone_and_it_says_who_wrote_that_down(world: World, link_worker: Client) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.give(person=world.ours.person, purpose="get_messages", by=by, now=world.now)
    html = link_worker.post(address(world, "withdraw_agreement", purpose="get_messages"), follow=True).content.decode()
    assert "(phone call)" in html
    taken_back = Agreement.objects.get(person=world.ours.person, purpose="get_messages")
    assert taken_back.withdrawn_channel == "phone"
    event = AuditEvent.objects.get(did="agreement.withdrawn", object_id=taken_back.pk)
    assert (event.role, event.membership_id) == ("link_worker", world.ours.members[Role.LINK_WORKER].pk)


def test_a_link_worker_gives_nothing_that_the_person_never_agreed_to(world: World, link_worker: Client) -> None:
    url = address(world, "give_agreement", purpose="wear_device")
    assert "There is no such agreement to give again." in link_worker.post(url, follow=True).content.decode()
    assert (
        world.theirs.client(Role.LINK_WORKER).post(address(world, "give_agreement", purpose=PURPOSE)).status_code == 404
    )
    assert not Agreement.objects.filter(person=world.ours.person, purpose="wear_device").exists()
