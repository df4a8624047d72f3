"""Flags that are seen: before the page, on top of it, in the caseload, and until someone ends them."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.actions.organisation import accounts
from referrals.actions.support import flags
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Flag, FlagRead
from tests.conformance.browsing import read, send
from tests.support.world import BEGAN, World, refer, register, signed_in

NOTE = "Her son takes her money."


@pytest.fixture
def first(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


@pytest.fixture
def second(world: World) -> Client:
    """A colleague in the same team."""
    user = accounts.add_user(email="second@example.org", name="Second", password=None, by=SCHEDULE)
    member = accounts.add_member(
        user=user, role=Role.LINK_WORKER, by=SCHEDULE, starts_on=BEGAN, organisation=world.ours.team
    )
    return signed_in(member)


def episode(world: World) -> str:
    return f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"


def raised(world: World, kind: str = "safeguarding") -> Flag:
    send(world.ours.client(Role.LINK_WORKER), f"{episode(world)}flags/add/", {"kind": kind, "note": NOTE})
    return Flag.objects.latest("pk")


def test_a_flag_stops_each_colleague_once_before_any_page_of_the_episode(
    world: World, first: Client, second: Client
) -> None:
    flag = raised(world)
    for page in ("", "contacts/add/", "plan/", "refer-on/"):
        html = read(second, episode(world) + page)
        assert "Read this first" in html
        assert NOTE in html
        assert "How to reach them" not in html
    assert "How to reach them" in read(first, episode(world))
    send(second, f"{episode(world)}flags/{flag.public_id}/read/")
    send(second, f"{episode(world)}flags/{flag.public_id}/read/")
    page = read(second, episode(world))
    assert page.index("Safeguarding concern") < page.index("How to reach them")
    assert AuditEvent.objects.filter(did="flag.read", person_id=world.ours.person.pk).count() == 1
    assert FlagRead.objects.filter(flag=flag).count() == 2


def test_what_was_being_typed_is_not_lost_when_a_flag_is_raised_meanwhile(world: World, second: Client) -> None:
    raised(world)
    send(second, f"{episode(world)}contacts/add/", {"mode": "phone", "outcome": "no_answer", "when": "now"})
    assert "Read this first" in read(second, episode(world))


def test_a_flag_stands_in_the_caseload_until_it_is_ended_with_a_reason(world: World, first: Client) -> None:
    flag = raised(world, "lone_worker")
    assert "Do not visit alone" in read(first, "/link-worker/")
    end = f"{episode(world)}flags/{flag.public_id}/end/"
    assert first.post(end, {"reason": ""}).status_code == 422
    send(first, end, {"reason": "The dog has gone"})
    assert "Do not visit alone" not in read(first, "/link-worker/")
    assert NOTE not in read(first, episode(world))
    assert first.post(end, {"reason": "Again"}).status_code == 404
    with pytest.raises(Refusal, match="already-ended"):
        flags.end(flag=flag, reason="Again", by=world.ours.actor(Role.LINK_WORKER), now=timezone.now())
    assert AuditEvent.objects.filter(did__in=["flag.raised", "flag.ended"]).count() == 2


def test_a_flag_comes_along_into_another_episode(world: World, first: Client, second: Client) -> None:
    raised(world, "lone_worker")
    by, sent = world.ours.actor(Role.LINK_WORKER), world.ours.referral
    referrals.end(referral=sent, event="close", reason="goals_met", by=by, now=timezone.now())
    again = refer(world.ours, world.ours.person)
    assert again.episode != sent.episode
    referrals.claim(referral=again, by=by, now=timezone.now())
    assert "Read this first" in read(second, f"/link-worker/episodes/{again.episode.public_id}/")
    assert "Do not visit alone" in read(first, "/link-worker/")


def test_nobody_outside_the_team_sees_a_flag(world: World) -> None:
    flag = raised(world)
    theirs = world.theirs.client(Role.LINK_WORKER)
    assert theirs.get(episode(world)).status_code == 404
    assert theirs.post(f"{episode(world)}flags/{flag.public_id}/read/").status_code == 404
    referral = f"/gp/referrals/{world.ours.referral.public_id}/"
    assert NOTE not in read(world.ours.client(Role.GP), referral)


def test_the_caseload_costs_the_same_queries_with_more_flags(
    world: World, first: Client, django_assert_max_num_queries: Any
) -> None:
    by, counts = world.ours.actor(Role.LINK_WORKER), []
    for _round in range(2):
        for _index in range(3):
            made = refer(world.ours, register(world.ours))
            send(first, f"/link-worker/referrals/{made.public_id}/claim/")
            flags.raise_flag(episode=made.episode, kind="safeguarding", note=NOTE, by=by, now=world.now)
        with django_assert_max_num_queries(40) as queries:
            read(first, "/link-worker/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
