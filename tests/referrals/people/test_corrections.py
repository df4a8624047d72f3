"""Something is wrong: the person says it on their page, the team answers, and nothing waits unseen."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from referrals.actions.intake import referrals
from referrals.actions.messages import outbox
from referrals.actions.people import agreements, circumstances, corrections
from referrals.actions.people import identity as actions
from referrals.actions.support import plans
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, ContactPoint, CorrectionRequest, OutboundMessage, PersonAddress, Task
from referrals.selectors.people import identity
from tests.referrals.support.test_handovers import known_there, to_team
from tests.support.link_worker_forms import address
from tests.support.world import World, refer, wants

URL = "/me/corrections/"
TYPED = {"about": "address", "text": "I live at number 2"}
ANSWER = {"outcome": "not_changed", "answer": "The letter from the council says 1"}


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.PERSON)


def to_answer(world: World, **about: object) -> list[Task]:
    tasks = Task.objects.open().filter(kind="correction_asked", episode__person=world.ours.person)
    return list(tasks.filter(**about))


def asked(world: World, text: str = "I am 70") -> CorrectionRequest:
    by = world.ours.actor(Role.PERSON)
    return corrections.ask(about="born_on", text=text, by=by, now=world.now)


def wants_messages(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.give(person=world.ours.person, purpose="get_messages", by=by, now=world.now)


def noted(world: World, by: Actor) -> CorrectionRequest:
    episode = world.ours.referral.episode
    return corrections.note(episode=episode, about="born_on", text="I am 70", by=by, now=world.now)


def born_earlier(world: World) -> None:
    """Our link worker puts the date of birth right, once more."""
    draft = identity.of_person(world.ours.person)
    by = world.ours.actor(Role.LINK_WORKER)
    put_right = replace(draft, born_on=draft.born_on - timedelta(days=1))
    actions.correct(person=world.ours.person, draft=put_right, by=by, now=world.now)


def answered(world: World, *, by_phone: bool = True) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    request = noted(world, by) if by_phone else asked(world)
    born_earlier(world)
    corrections.answer(request=request, outcome="changed", text="Put right", by=by, now=world.now)


def test_what_is_wrong_is_asked_answered_and_read(world: World, client: Client) -> None:
    assert URL in client.get("/me/").content.decode()
    assert "Waits for an answer" in client.post(URL, TYPED, follow=True).content.decode()
    request = CorrectionRequest.objects.get()
    assert (request.episode, request.about, request.text) == (world.ours.referral.episode, *TYPED.values())
    (task,) = to_answer(world)
    assert task.holder == world.ours.members[Role.LINK_WORKER]

    link_worker = world.ours.client(Role.LINK_WORKER)
    url = address(world, "correction", correction_id=request.public_id)
    assert url in link_worker.get(address(world, "episode")).content.decode()
    assert "I live at number 2" in link_worker.get(url).content.decode()
    page = link_worker.post(url, ANSWER, follow=True).content.decode()
    assert ANSWER["answer"] in page
    assert url not in page
    assert to_answer(world) == []
    page = client.get("/me/").content.decode()
    assert "Not changed" in page
    assert ANSWER["answer"] in page
    assert "Waits for an answer" not in page
    # An answer is given once.
    assert link_worker.post(url, ANSWER).status_code == 404
    did = list(AuditEvent.objects.filter(did__startswith="correction.").order_by("at", "pk").values_list("did", "role"))
    assert did == [("correction.asked", "person"), ("correction.answered", "link_worker")]


def test_what_is_asked_by_phone_stands_and_is_answered_in_the_same_way(world: World, client: Client) -> None:
    link_worker, member = world.ours.client(Role.LINK_WORKER), world.ours.members[Role.LINK_WORKER]
    url = address(world, "correction_by_phone")
    assert url in link_worker.get(address(world, "episode")).content.decode()
    page = link_worker.post(url, TYPED, follow=True).content.decode()
    assert f"Said by phone to {member.user.name}" in page
    request = CorrectionRequest.objects.get()
    assert (request.about, request.text) == tuple(TYPED.values())
    assert (request.channel, request.recorded_by, request.episode) == ("phone", member, world.ours.referral.episode)
    (task,) = to_answer(world)
    assert task.holder == member
    event = AuditEvent.objects.get(did="correction.asked")
    assert (event.role, event.detail) == ("link_worker", {"about": "address", "channel": "phone"})
    page = client.get("/me/").content.decode()
    assert "I live at number 2" in page
    assert "You said this by phone." in page

    link_worker.post(address(world, "correction", correction_id=request.public_id), ANSWER)
    assert to_answer(world) == []
    assert ANSWER["answer"] in client.get("/me/").content.decode()


def test_an_answer_is_told_by_mail_without_a_word_of_it(world: World) -> None:
    wants_messages(world)
    ContactPoint.objects.create(person=world.ours.person, kind="email", value="ada@example.org")
    wants(world.ours, world.ours.person, "email")
    answered(world)
    message = OutboundMessage.objects.get(kind="correction_answered")
    assert (message.channel, message.to_person) == ("email", world.ours.person)
    OutboundMessage.objects.exclude(pk=message.pk).delete()
    outbox.send_waiting(limit=10, by=SCHEDULE, now=world.now)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ada@example.org"], "An answer from your link worker")
    assert "/me/" in sent.body
    for text in ("I am 70", "Put right", "Ada", "Date of birth"):
        assert text not in sent.body


@pytest.mark.parametrize(("channel", "task"), [("phone", "call_person"), ("letter", None), ("", "message_failed")])
def test_an_answer_takes_the_way_that_is_safe(world: World, settings: Settings, channel: str, task: str | None) -> None:
    settings.NOTIFY_API_KEY = ""
    wants_messages(world)
    person = world.ours.person
    ContactPoint.objects.filter(person=person).update(safe_to_write=False, safe_to_call=channel == "phone")
    PersonAddress.objects.filter(person=person).update(lines="1 High Street", safe_to_write=channel == "letter")
    wants(world.ours, person, channel or "phone")
    answered(world)
    told = OutboundMessage.objects.filter(kind="correction_answered")
    assert list(told.values_list("channel", flat=True)) == ([channel] if channel else [])
    if channel == "phone":
        outbox.send_waiting(limit=10, by=SCHEDULE, now=told.get().not_before)
    to_do = Task.objects.open().filter(kind__in=["call_person", "message_failed"], episode=world.ours.referral.episode)
    assert list(to_do.values_list("kind", flat=True)) == ([task] if task else [])


@pytest.mark.parametrize("by_phone", [True, False])
def test_who_wants_no_messages_gets_none_but_is_called_back_after_a_call(world: World, by_phone: bool) -> None:
    answered(world, by_phone=by_phone)
    assert not OutboundMessage.objects.filter(kind="correction_answered").exists()
    calls = Task.objects.open().filter(kind="call_person", holder=world.ours.members[Role.LINK_WORKER])
    assert calls.count() == by_phone


def test_the_task_stands_until_the_last_is_answered(world: World) -> None:
    first, second = asked(world), asked(world, "And my name is Adah")
    by = world.ours.actor(Role.LINK_WORKER)
    assert len(to_answer(world)) == 1
    born_earlier(world)
    corrections.answer(request=first, outcome="changed", text="Put right", by=by, now=world.now)
    assert len(to_answer(world)) == 1
    with pytest.raises(Refusal, match="already-answered"):
        corrections.answer(request=first, outcome="changed", text="Again", by=by, now=world.now)
    corrections.answer(request=second, outcome="changed", text="Put right", by=by, now=world.now)
    assert to_answer(world) == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_asked_before_or_after_the_end_is_the_teams_to_answer(world: World, when: str) -> None:
    if when == "before":
        asked(world)
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=world.ours.referral, event="close", reason="goals_met", by=by, now=world.now)
    if when == "after":
        asked(world)
    (task,) = to_answer(world)
    assert (task.holder, task.holding_team) == (None, world.ours.team)
    page = world.ours.client(Role.LINK_WORKER).get("/link-worker/?whose=team").content.decode()
    assert "The person says that something is wrong" in page
    url = address(world, "correction", correction_id=CorrectionRequest.objects.get().public_id)
    assert world.ours.client(Role.LINK_WORKER).post(url, ANSWER).status_code == 302
    assert to_answer(world) == []


def test_the_open_episode_answers_before_one_that_ended(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=world.ours.referral, event="close", reason="goals_met", by=by, now=world.now)
    again = refer(world.ours, world.ours.person).episode
    assert asked(world).episode == again
    assert to_answer(world, episode=again, holder=None)


def test_another_team_that_takes_over_takes_over_the_answer(world: World) -> None:
    request = asked(world)
    there = known_there(world).episode
    to_team(world)
    request.refresh_from_db()
    assert request.episode == there
    assert [task.episode for task in to_answer(world)] == [there]
    url = f"/link-worker/episodes/{there.public_id}/corrections/{request.public_id}/"
    assert world.theirs.client(Role.LINK_WORKER).post(url, ANSWER).status_code == 302
    assert to_answer(world) == []


def test_nobody_asks_or_answers_for_another(world: World) -> None:
    request = asked(world)
    url = address(world, "correction", correction_id=request.public_id)
    assert world.theirs.client(Role.LINK_WORKER).post(url, ANSWER).status_code == 404
    refused = world.theirs.client(Role.LINK_WORKER).post(address(world, "correction_by_phone"), TYPED)
    assert refused.status_code == 404
    assert "I am 70" not in world.theirs.client(Role.PERSON).get("/me/").content.decode()
    with pytest.raises(Refusal):
        corrections.ask(about="name", text="Mine", by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    with pytest.raises(Refusal):
        noted(world, world.ours.actor(Role.PERSON))
    with pytest.raises(Refusal):
        corrections.answer(
            request=request, outcome="changed", text="Done", by=world.ours.actor(Role.PERSON), now=world.now
        )
    assert CorrectionRequest.objects.get().answered_at is None


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        ("name", {"given_name": "Adah"}),
        ("name", {"preferred_name": "Addie"}),
        ("born_on", {"born_on": date(1950, 1, 1)}),
        ("other", {"sex": "female"}),
    ],
)
def test_changed_is_an_answer_only_where_something_of_it_was_changed_since(
    world: World, about: str, changes: dict[str, Any]
) -> None:
    by, person = world.ours.actor(Role.LINK_WORKER), world.ours.person
    request = corrections.ask(about=about, text="Wrong", by=world.ours.actor(Role.PERSON), now=world.now)
    url = address(world, "correction", correction_id=request.public_id)
    link_worker, typed = world.ours.client(Role.LINK_WORKER), {"outcome": "changed", "answer": "Done"}

    def sent() -> int:
        return link_worker.post(url, typed).status_code

    assert sent() == 422
    # Something else is no answer to it, but for whoever says that something else is wrong.
    draft = identity.of_person(person)
    if about != "other":
        circumstances.set_conditions(person=person, codes=["copd"], by=by, now=world.now)
        assert sent() == 422
    actions.correct(person=person, draft=replace(draft, **changes), by=by, now=world.now)
    assert sent() == 302
    request.refresh_from_db()
    assert (request.outcome, to_answer(world)) == ("changed", [])


def test_a_plan_is_changed_by_agreeing_it_anew(world: World) -> None:
    request = corrections.ask(about="plan", text="No swimming", by=world.ours.actor(Role.PERSON), now=world.now)
    by = world.ours.actor(Role.LINK_WORKER)
    with pytest.raises(Refusal, match="nothing-changed"):
        corrections.answer(request=request, outcome="changed", text="Done", by=by, now=world.now)
    plans.review_goal(goal=world.ours.plan.goals.get(), status="dropped", by=by)
    corrections.answer(request=request, outcome="changed", text="Done", by=by, now=world.now)


def test_a_change_before_they_asked_is_none(world: World) -> None:
    born_earlier(world)
    later = world.now + timedelta(minutes=1)
    request = corrections.ask(about="born_on", text="I am 70", by=world.ours.actor(Role.PERSON), now=later)
    by = world.ours.actor(Role.LINK_WORKER)
    with pytest.raises(Refusal, match="nothing-changed"):
        corrections.answer(request=request, outcome="changed", text="Done", by=by, now=later)
