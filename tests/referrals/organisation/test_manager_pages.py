"""A manager's pages: who works here, and what happens to people whose link worker leaves."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from referrals.actions.organisation import accounts, invitations
from referrals.drafts import InvitationDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Episode, Membership, Referral, Task
from referrals.selectors.organisation.accounts import actor_of
from tests.support.world import BEGAN, World, refer, register, signed_in

NEW = {"name": "Sam Newcomer", "email": "Sam@Example.org", "job_title": "Link worker", "role": "link_worker"}


@pytest.fixture
def manager(world: World) -> Client:
    return world.ours.client(Role.MANAGER)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def colleague(world: World, **changes: Any) -> Membership:
    user = accounts.add_user(email="col@example.org", name="Col Worker", password=None, by=SCHEDULE)
    link = {"role": Role.LINK_WORKER, "organisation": world.ours.team, **changes}
    return accounts.add_member(user=user, by=SCHEDULE, starts_on=BEGAN, **link)


def test_a_manager_sees_who_works_here(manager: Client) -> None:
    html = page(manager, "/manager/")
    assert "Trafford Link Workers" in html
    assert "link_worker of Trafford" in html
    for other in ("provider of Trafford", "link_worker of Stoke"):
        assert other not in html


def test_only_roles_of_the_kind_of_organisation_are_offered(manager: Client) -> None:
    html = page(manager, "/manager/members/add/")
    assert 'value="link_worker"' in html
    assert 'value="gp"' not in html
    assert manager.post("/manager/members/add/", NEW | {"role": "commissioner"}).status_code == 422


def test_a_manager_keeps_no_other_organisation(world: World) -> None:
    manager = world.ours.actor(Role.MANAGER)
    draft = InvitationDraft("Nia", "nia@example.org", Role.GP)
    with pytest.raises(Refusal, match="not-yours"):
        invitations.invite(organisation=world.theirs.practice, draft=draft, by=manager, now=world.now)
    with pytest.raises(Refusal, match="not-yours"):
        accounts.end_membership(membership=world.theirs.members[Role.GP], by=manager, now=world.now)
    with pytest.raises(Refusal, match="not-yours"):
        accounts.change_role(
            membership=world.theirs.members[Role.LINK_WORKER], role=Role.MANAGER, by=manager, now=world.now
        )


@pytest.mark.parametrize("role", Role)
def test_nobody_puts_somebody_else_into_a_role(world: World, role: Role) -> None:
    by, user = world.ours.actor(role), world.theirs.members[Role.GP].user
    with pytest.raises(Refusal, match="not-permitted"):
        accounts.add_user(email="new@example.org", name="New", password=None, by=by)
    with pytest.raises(Refusal, match="not-permitted"):
        accounts.add_member(user=user, role=Role.MANAGER, organisation=world.ours.team, by=by, starts_on=world.today)


def test_a_role_changes_from_today_and_what_was_done_stays_with_the_old_one(manager: Client, world: World) -> None:
    member = colleague(world)
    url = f"/manager/members/{member.public_id}/role/"
    assert 'value="manager"' in page(manager, url)
    assert 'value="link_worker"' not in page(manager, url)
    assert manager.post(url, {"role": "manager"}).headers["Location"] == "/manager/"
    member.refresh_from_db()
    new = Membership.objects.get(user=member.user, ends_on=None)
    assert (member.ends_on, new.role, new.starts_on) == (world.today, "manager", world.today)
    assert AuditEvent.objects.filter(did="membership.role_changed", object_id=new.pk).exists()


def test_a_link_worker_who_becomes_a_manager_hands_their_people_over(manager: Client, world: World) -> None:
    url = f"/manager/members/{world.ours.members[Role.LINK_WORKER].public_id}/role/"
    assert "Invite a colleague with the same role first" in page(manager, url)
    heir = colleague(world)
    assert manager.post(url, {"role": "manager"}).status_code == 422
    assert manager.post(url, {"role": "manager", "heir": str(heir.public_id)}).status_code == 302
    assert Episode.objects.get(team=world.ours.team).holder == heir


def test_nobody_has_a_role_twice_or_makes_themselves_more(world: World) -> None:
    by, own = world.ours.actor(Role.MANAGER), world.ours.members[Role.MANAGER]
    with pytest.raises(Refusal, match="own-membership"):
        accounts.change_role(membership=own, role=Role.LINK_WORKER, by=by, now=world.now)
    both = colleague(world)
    accounts.add_member(
        user=both.user, role=Role.MANAGER, organisation=world.ours.team, by=SCHEDULE, starts_on=world.today
    )
    with pytest.raises(Refusal, match="already-member"):
        accounts.change_role(membership=both, role=Role.MANAGER, by=by, now=world.now)
    with pytest.raises(Refusal, match="role-not-here"):
        accounts.change_role(membership=both, role=Role.GP, by=by, now=world.now)


def test_only_administrators_make_administrators(world: World) -> None:
    board = colleague(world, role=Role.MANAGER, organisation=world.ours.icb)
    with pytest.raises(Refusal, match="not-yours"):
        accounts.change_role(
            membership=world.ours.members[Role.COMMISSIONER],
            role=Role.ADMINISTRATOR,
            by=actor_of(board),
            now=world.now,
        )


def test_a_role_fits_the_kind_of_organisation(world: World) -> None:
    with pytest.raises(Refusal, match="role-not-here"):
        colleague(world, role=Role.GP)


def test_a_role_that_ended_opens_nothing_with_the_next_request(manager: Client, world: World) -> None:
    leaver = colleague(world)
    browser = signed_in(leaver)
    assert browser.get("/link-worker/").status_code == 200
    url = f"/manager/members/{leaver.public_id}/end/"
    assert "take" not in page(manager, url).partition("<form")[2]
    assert manager.post(url).headers["Location"] == "/manager/"
    assert browser.get("/link-worker/").status_code == 302
    assert "Col Worker" not in page(manager, "/manager/")
    assert AuditEvent.objects.filter(did="membership.ended", object_id=leaver.pk).exists()


def test_a_link_worker_who_leaves_hands_over_everyone_they_support(manager: Client, world: World) -> None:
    leaver = world.ours.members[Role.LINK_WORKER]
    url = f"/manager/members/{leaver.public_id}/end/"
    assert "Invite a colleague with the same role first" in page(manager, url)
    heir = colleague(world)
    assert manager.post(url).status_code == 422
    assert manager.post(url, {"heir": str(world.theirs.members[Role.LINK_WORKER].public_id)}).status_code == 422
    assert manager.post(url, {"heir": str(heir.public_id)}).status_code == 302
    assert Episode.objects.get(team=world.ours.team).holder == heir
    assert Referral.objects.get(pk=world.ours.referral.pk).holder == heir
    assert not Task.objects.filter(holder=leaver, done_at=None).exists()


def test_nobody_is_left_without_a_link_worker(world: World) -> None:
    manager, leaver = world.ours.actor(Role.MANAGER), world.ours.members[Role.LINK_WORKER]
    with pytest.raises(Refusal, match="holds-people"):
        accounts.end_membership(membership=leaver, by=manager, now=world.now)
    with pytest.raises(Refusal, match="not-a-colleague"):
        accounts.end_membership(
            membership=leaver, by=manager, now=world.now, heir=world.theirs.members[Role.LINK_WORKER]
        )


def test_a_manager_does_not_shut_themselves_out(manager: Client, world: World) -> None:
    own = world.ours.members[Role.MANAGER]
    assert f"/manager/members/{own.public_id}/end/" not in page(manager, "/manager/")
    response = manager.post(f"/manager/members/{own.public_id}/end/")
    assert "Ask another manager" in response.content.decode()


def test_members_of_others_do_not_exist(manager: Client, world: World) -> None:
    theirs = world.theirs.members[Role.LINK_WORKER]
    assert manager.get(f"/manager/members/{theirs.public_id}/end/").status_code == 404


def test_what_needs_attention_stands_on_top_without_a_word_on_anybody(manager: Client, world: World) -> None:
    Task.objects.update(due_on=world.today + timedelta(days=90))
    assert "Needs attention" not in page(manager, "/manager/")
    Referral.objects.filter(pk=world.ours.referral.pk).update(due_on=world.today - timedelta(days=40))
    html = page(manager, "/manager/")
    assert "Needs attention" in html
    assert "Ada" not in html
    with CaptureQueriesContext(connection) as few:
        page(manager, "/manager/")
    for number in range(10):
        late = refer(world.ours, register(world.ours, family_name=f"Late {number}"))
        Referral.objects.filter(pk=late.pk).update(due_on=world.today - timedelta(days=9))
    with CaptureQueriesContext(connection) as many:
        page(manager, "/manager/")
    assert len(many) == len(few)
