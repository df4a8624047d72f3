"""A person has one story with a team: what came before is part of it, and within a week it is the same support."""

from datetime import timedelta

import pytest
from django.test import Client

from referrals.actions.intake import referrals
from referrals.actions.support import appointments, contacts, reopening
from referrals.drafts import AppointmentDraft
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Role
from referrals.models import (
    AuditEvent,
    ContactPoint,
    Episode,
    OutboundMessage,
    Record,
    Referral,
)
from referrals.selectors.support import story
from referrals.selectors.work import subjects
from referrals.states import SAME_SUPPORT_WITHIN
from tests.support.world import World, refer


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def ended(world: World) -> Referral:
    """Our person's support is over."""
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=world.ours.referral, event="close", reason="goals_met", by=by, now=world.now)
    return Referral.objects.get(pk=world.ours.referral.pk)


def page(client: Client, episode: Episode, kind: str = "") -> str:
    answer = client.get(f"/link-worker/episodes/{episode.public_id}/story/", {"kind": kind} if kind else {})
    assert answer.status_code == 200
    return answer.content.decode().split('id="maincontent"')[1]


def test_what_was_before_is_part_of_the_story_and_one_click_away(world: World, client: Client) -> None:
    first = ended(world).episode
    again = refer(world.ours, world.ours.person)
    html = page(client, again.episode)
    told = (
        "Likes parks.",
        "Plan agreed",
        "Walk in the park every week",
        "Trafford park walk: ",
        "(At the start)",
        "Has a place",
    )
    for words in told:
        assert words in html, words
    assert f"/link-worker/episodes/{first.public_id}/" in html
    opened = client.get(f"/link-worker/episodes/{again.episode.public_id}/").content.decode()
    assert f"/link-worker/episodes/{first.public_id}/" in opened
    assert f"/link-worker/episodes/{again.episode.public_id}/story/" in opened


def test_newest_first_and_by_kind(world: World, client: Client) -> None:
    by, person = world.ours.actor(Role.LINK_WORKER), world.ours.person
    found = story.of_person(by, person)
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert {"contact", "plan", "status", "onward", "attendance", "score"} <= {one.kind for one in found}
    for kind in story.KINDS:
        assert {one.kind for one in story.of_person(by, person, kind)} <= {kind}
    assert story.of_person(by, person, "nonsense") == found
    assert "Likes parks." not in page(client, world.ours.referral.episode, "score")


def test_what_another_team_did_is_theirs(world: World) -> None:
    theirs = refer(world.theirs, world.ours.person)
    other = world.theirs.actor(Role.LINK_WORKER)
    referrals.claim(referral=theirs, by=other, now=world.now)
    said = {"mode": "phone", "outcome": "reached", "note": "Told in confidence."}
    contacts.record(episode=theirs.episode, **said, occurred_at=world.now, by=other, now=world.now)
    by = world.ours.actor(Role.LINK_WORKER)
    words = {words for one in story.of_person(by, world.ours.person) for words in one.words}
    assert "Told in confidence." not in words
    assert "Told in confidence." in {words for one in story.of_person(other, world.ours.person) for words in one.words}


def test_what_another_team_told_them_is_read_by_them_and_that_team_alone(world: World) -> None:
    person, theirs = world.ours.person, refer(world.theirs, world.ours.person)
    other = world.theirs.actor(Role.LINK_WORKER)
    referrals.claim(referral=theirs, by=other, now=world.now)
    at = world.now + timedelta(days=2)
    meeting = appointments.make(
        episode=theirs.episode, draft=AppointmentDraft(at, at + timedelta(hours=1), "phone"), by=other, now=world.now
    )
    OutboundMessage.objects.filter(to_person=person).delete()
    point = ContactPoint.objects.filter(person=person).get()
    about: list[tuple[Record, str]] = [
        (world.ours.onward_referral, "place_found"),
        (theirs, "referral_known"),
        (meeting, "appointment_told"),
        (point, "address_added"),
    ]
    for row, kind in about:
        columns = subjects.subject_columns(OutboundMessage, row)
        OutboundMessage.objects.create(
            kind=kind, once_key=kind, to_person=person, channel="email", not_before=world.now, **columns
        )
    ours, both = {"News from your link worker"}, {"Another address was added"}
    not_ours = {"A link worker will call you", "Your appointment"}
    for side, episode, told in (
        (world.ours, world.ours.referral.episode, ours | both),
        (world.theirs, theirs.episode, not_ours | both),
    ):
        found = story.of_person(side.actor(Role.LINK_WORKER), person, "message")
        assert {one.what.partition(": ")[2] for one in found} == told
        client = side.client(Role.LINK_WORKER)
        for html in (page(client, episode), client.get(f"/link-worker/episodes/{episode.public_id}/").content.decode()):
            assert {words for words in ours | both | not_ours if words in html} == told
    own = world.ours.client(Role.PERSON).get("/me/").content.decode()
    assert {words for words in ours | both | not_ours if words in own} == ours | both | not_ours


def test_within_a_week_it_is_the_same_time_of_support(world: World) -> None:
    referral, by = ended(world), world.ours.actor(Role.LINK_WORKER)
    last = day_starts(world.today + SAME_SUPPORT_WITHIN + timedelta(days=1)) - timedelta(minutes=1)
    before = referral.episode
    reopening.reopen(referral=referral, by=by, now=last)
    assert referral.episode == before
    before.refresh_from_db()
    assert (before.closed_at, before.close_reason, before.holder) == (None, "", world.ours.members[Role.LINK_WORKER])
    assert AuditEvent.objects.filter(did="episode.went_on", object_id=before.pk).count() == 1


def test_later_a_new_one_begins(world: World) -> None:
    referral, by = ended(world), world.ours.actor(Role.LINK_WORKER)
    before = referral.episode_id
    reopening.reopen(referral=referral, by=by, now=day_starts(world.today + SAME_SUPPORT_WITHIN + timedelta(days=1)))
    assert referral.episode_id != before
