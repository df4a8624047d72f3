"""Comments and questions among colleagues: who sees them, until when, and who ends them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from referrals.actions.people import erasure
from referrals.actions.support import threads
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Comment, Membership, Thread
from referrals.selectors.organisation.accounts import actor_of
from tests.conformance.browsing import read, send
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.link_worker_forms import address
from tests.support.world import World, signed_in

MY_WORK = "/link-worker/"


def began(world: World, asked: Membership | None = None) -> Thread:
    """Our manager comments on our person's support."""
    by = world.ours.actor(Role.MANAGER)
    return threads.begin(
        episode=world.ours.referral.episode, text="Ring the daughter?", by=by, now=world.now, asked=asked
    )


def thread_url(world: World) -> str:
    """A thread that waits for an answer."""
    return address(world, "thread", thread_id=began(world).public_id)


@pytest.fixture
def holder(world: World) -> Client:
    """The browser of our link worker, who holds the episode."""
    return world.ours.client(Role.LINK_WORKER)


@pytest.fixture
def other(world: World) -> Membership:
    """A colleague of our link worker."""
    colleague(world)
    return Membership.objects.get(user__email="col@example.org")


def test_a_comment_stands_before_the_holder_until_it_is_seen(world: World, holder: Client, other: Membership) -> None:
    thread = began(world)
    for url in (MY_WORK, address(world, "episode")):
        assert "Ring the daughter?" in read(holder, url)
    assert "Ring the daughter?" not in read(signed_in(other), MY_WORK)
    with pytest.raises(Refusal, match="not-yours-to-close"):
        threads.close(thread=thread, by=actor_of(other), now=world.now)
    send(holder, address(world, "thread_close", thread_id=thread.public_id))
    for url in (MY_WORK, address(world, "episode")):
        assert "Ring the daughter?" not in read(holder, url)
    assert "Seen manager of Trafford" in read(holder, address(world, "comments"))
    for act in (
        lambda: threads.close(thread=thread, by=world.ours.actor(Role.LINK_WORKER), now=world.now),
        lambda: threads.reply(thread=thread, text="Late", by=actor_of(other), now=world.now),
    ):
        with pytest.raises(Refusal, match="thread-closed"):
            act()


def test_a_question_stays_with_both_until_the_asker_closes_it(world: World, holder: Client, other: Membership) -> None:
    asked = {"text": "Is this safeguarding?", "asked": str(other.public_id)}
    send(holder, address(world, "comments"), asked)
    thread = Thread.objects.get()
    url = address(world, "thread", thread_id=thread.public_id)
    them = signed_in(other)
    assert "link_worker of Trafford asks" in read(them, MY_WORK)
    assert "Close the question" not in read(them, url)
    send(them, url, {"text": "Yes. I will come along."})
    for client in (holder, them):
        assert "Is this safeguarding?" in read(client, MY_WORK)
    page = read(holder, url)
    assert "Yes. I will come along." in page
    assert "Close the question" in page
    send(holder, address(world, "thread_close", thread_id=thread.public_id))
    for client in (holder, them):
        assert "Is this safeguarding?" not in read(client, MY_WORK)


def test_a_colleague_of_another_team_is_not_asked(world: World) -> None:
    with pytest.raises(Refusal, match="not-a-colleague"):
        began(world, asked=world.theirs.members[Role.LINK_WORKER])


def test_neither_person_nor_practice_nor_provider_reads_a_comment(world: World) -> None:
    began(world)
    onward = f"/provider/offers/{world.ours.onward_referral.public_id}/"
    referral = f"/gp/referrals/{world.ours.referral.public_id}/"
    for role, url in ((Role.PERSON, "/me/"), (Role.PROVIDER, onward), (Role.GP, referral)):
        assert "Ring the daughter?" not in read(world.ours.client(role), url)


def test_each_act_and_each_look_is_written_down(world: World) -> None:
    manager = world.ours.client(Role.MANAGER)
    read(manager, f"/link-worker/workers/{world.ours.members[Role.LINK_WORKER].public_id}/")
    thread = began(world)
    url = address(world, "thread", thread_id=thread.public_id)
    send(manager, url, {"text": "Or her son"})
    send(manager, address(world, "thread_close", thread_id=thread.public_id))
    did = list(
        AuditEvent.objects.filter(role="manager", at__gte=world.now).order_by("pk").values_list("did", flat=True)
    )
    acts = [name for name in did if name != "episode.opened"]
    assert acts == ["caseload.listed", "thread.began", "thread.replied", "thread.closed"]
    assert did.count("episode.opened") == 2


def test_an_erasure_takes_the_comments_too(world: World) -> None:
    began(world)
    person = world.ours.person
    erasure.restrict(person=person, reason="asked", by=SCHEDULE, now=world.now)
    erasure.erase(person=person, reason="asked", by=SCHEDULE)
    assert not Comment.objects.exists()
    assert not Thread.objects.exists()


def test_more_comments_cost_the_same_number_of_queries(world: World, holder: Client) -> None:
    member = world.ours.members[Role.LINK_WORKER].public_id
    urls = (MY_WORK, address(world, "comments"), address(world, "episode"), f"/link-worker/workers/{member}/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for url in urls:
                read(holder, url)
        return len(captured)

    began(world)
    few = queries()
    for _comment in range(10):
        began(world)
    assert queries() == few
