"""Something is wrong: the person says it on their page, the team answers, and nothing waits unseen."""

import pytest
from django.test import Client

from referrals.actions import corrections, referrals
from referrals.models import AuditEvent, CorrectionRequest, Task
from referrals.permissions import Refusal, Role
from tests.referrals.actions.test_handovers import known_there, to_team
from tests.referrals.link_worker_forms import address
from tests.world import World, refer

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


def test_the_task_stands_until_the_last_is_answered(world: World) -> None:
    first, second = asked(world), asked(world, "And my name is Adah")
    by = world.ours.actor(Role.LINK_WORKER)
    assert len(to_answer(world)) == 1
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
    assert "I am 70" not in world.theirs.client(Role.PERSON).get("/me/").content.decode()
    with pytest.raises(Refusal):
        corrections.ask(about="name", text="Mine", by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    with pytest.raises(Refusal):
        corrections.answer(
            request=request, outcome="changed", text="Done", by=world.ours.actor(Role.PERSON), now=world.now
        )
    assert CorrectionRequest.objects.get().answered_at is None
