"""Invitations: who may ask whom, what the invited person does with the link, and what stands until then."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from referrals.actions.access import links as actions
from referrals.actions.messages import outbox
from referrals.actions.organisation import accounts, invitations, organisations
from referrals.drafts import InvitationDraft, OrganisationDraft
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Invitation, Membership, Organisation, OutboundMessage, User
from referrals.selectors.access import links
from referrals.selectors.organisation import invitations as selectors
from referrals.selectors.organisation.accounts import actor_of
from socialrx.logs import Line
from tests.architecture.routes import invite
from tests.referrals.organisation.test_manager_pages import NEW, page
from tests.support.administrator_forms import CHOSEN
from tests.support.world import World

EMAIL = "sam@example.org"


def asked(world: World, email: str = EMAIL, role: Role = Role.LINK_WORKER) -> Invitation:
    """Our manager asks somebody to work in our team."""
    draft = InvitationDraft("Sam Newcomer", email, role, "Link worker")
    by = world.ours.actor(Role.MANAGER)
    return invitations.invite(organisation=world.ours.team, draft=draft, by=by, now=world.now)


def link_to(invitation: Invitation, world: World) -> str:
    _link, token = actions.make(links.INVITATION, invitation, now=world.now)
    return f"/accounts/invitation/{token}/"


def refused(code: str, organisation: Organisation, by: Actor, world: World, role: Role, email: str = EMAIL) -> bool:
    with pytest.raises(Refusal) as caught:
        invitations.invite(organisation=organisation, draft=InvitationDraft("Sam", email, role), by=by, now=world.now)
    return caught.value.code == code


def test_a_manager_invites_and_the_invited_person_works_here_once_they_chose_a_password(world: World) -> None:
    manager = world.ours.client(Role.MANAGER)
    assert (
        f"An invitation goes to {NEW['email']}"
        in manager.post("/manager/members/add/", NEW, follow=True).content.decode()
    )
    html = page(manager, "/manager/")
    assert "Invited, not here yet" in html
    assert not User.objects.filter(email=EMAIL).exists()
    OutboundMessage.objects.exclude(kind="invitation").delete()
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now())
    [message] = mail.outbox
    assert message.to == [EMAIL]
    assert "Trafford Link Workers invites you" in message.body
    assert "Sam" not in f"{message.body}{message.subject}"
    url = next(word for word in message.body.split() if "/accounts/invitation/" in word)
    browser = Client()
    assert "Trafford Link Workers invites you" in page(browser, url)
    assert browser.post(url, {**CHOSEN, "password2": "another"}).status_code == 422
    assert "too common" in browser.post(url, {**CHOSEN, "password1": "password1234"}).content.decode()
    assert browser.post(url, CHOSEN).headers["Location"] == "/"
    assert browser.get("/", follow=True).request["PATH_INFO"] == "/accounts/second-factor/set-up/"
    member = Membership.objects.get(user__email=EMAIL)
    assert (member.role, member.organisation, member.job_title) == ("link_worker", world.ours.team, "Link worker")
    assert "Invited, not here yet" not in page(manager, "/manager/")
    assert Client().get(url).status_code == 410


def test_whoever_has_an_account_accepts_by_signing_in_with_it(world: World) -> None:
    theirs = world.theirs.members[Role.GP]
    theirs.user.set_password("a-long-invented-one")
    theirs.user.save()
    invitation = asked(world, theirs.user.email.upper())
    url = link_to(invitation, world)
    stranger = Client()
    assert f"/accounts/login/?next={url}" in page(stranger, url)
    # A POST without signing in is no assent, and changes no password.
    stranger.post(url, CHOSEN)
    assert theirs.user.memberships.count() == 1
    other = world.ours.client(Role.GP)
    assert "for another address" in page(other, url)
    other.post(url)
    assert theirs.user.memberships.count() == 1
    browser = world.theirs.client(Role.GP)
    assert browser.post(url).headers["Location"] == "/"
    assert browser.get("/", follow=True).request["PATH_INFO"] == "/link-worker/"
    assert theirs.user.memberships.filter(organisation=world.ours.team, role="link_worker").count() == 1
    assert User.objects.get(pk=theirs.user.pk).check_password("a-long-invented-one")
    assert browser.get(url).status_code == 410


def test_a_link_changes_nobodys_password_and_is_for_one_address(world: World) -> None:
    theirs = world.theirs.members[Role.GP].user
    theirs.set_password("a-long-invented-one")
    theirs.save()
    link, _token = actions.make(links.INVITATION, asked(world, theirs.email), now=world.now)
    with pytest.raises(Refusal, match="has-password"):
        actions.join(link=link, name="Sam", password="x" * 20, now=world.now)
    with pytest.raises(Refusal, match="not-invited"):
        actions.join_as(link=link, user_id=world.ours.members[Role.GP].user_id, now=world.now)


def test_an_account_that_was_switched_off_comes_back_by_no_link(world: World) -> None:
    theirs = world.theirs.members[Role.GP].user
    User.objects.filter(pk=theirs.pk).update(is_active=False)
    link, _token = actions.make(links.INVITATION, asked(world, theirs.email), now=world.now)
    with pytest.raises(Refusal, match="has-password"):
        actions.join(link=link, name="Sam", password="x" * 20, now=world.now)


def test_no_token_stands_in_a_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    invitation = asked(world)
    url = link_to(invitation, world)
    invitations.withdraw(invitation=invitation, by=world.ours.actor(Role.MANAGER), now=world.now)
    Client().get(url)
    told = [Line("%(message)s").format(record) for record in caplog.records]
    assert any("/accounts/invitation/..." in line for line in told)
    assert not [line for line in told if url in line]


@pytest.mark.parametrize("late", [timedelta(days=14), timedelta(days=90)])
def test_a_link_opens_for_fourteen_days(world: World, late: timedelta) -> None:
    link, _token = actions.make(links.INVITATION, asked(world), now=world.now - late)
    assert not links.is_open(link, world.now)


def test_a_withdrawn_invitation_opens_nothing_and_is_sent_no_more(world: World) -> None:
    invitation, manager = asked(world), world.ours.client(Role.MANAGER)
    url = link_to(invitation, world)
    assert manager.post(f"/manager/invitations/{invitation.public_id}/withdraw/").status_code == 302
    assert Client().get(url).status_code == 410
    OutboundMessage.objects.exclude(kind="invitation").delete()
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now())
    assert OutboundMessage.objects.get().failure == "overtaken"
    assert manager.post(f"/manager/invitations/{invitation.public_id}/withdraw/").status_code == 404
    by = world.ours.actor(Role.MANAGER)
    with pytest.raises(Refusal, match="invitation-gone"):
        invitations.withdraw(invitation=invitation, by=by, now=world.now)
    # They may be asked anew.
    asked(world)


def test_an_invitation_is_sent_again_with_another_link(world: World) -> None:
    invitation = asked(world)
    world.ours.client(Role.MANAGER).post(f"/manager/invitations/{invitation.public_id}/again/")
    assert OutboundMessage.objects.filter(kind="invitation").count() == 2
    assert AuditEvent.objects.filter(did="invitation.sent_again", object_id=invitation.pk).exists()
    with pytest.raises(Refusal, match="invitation-gone"):
        invitations.send_again(invitation=invitation, by=world.theirs.actor(Role.MANAGER), now=world.now)


def test_a_mail_that_did_not_arrive_is_seen_on_the_managers_page(world: World) -> None:
    asked(world)
    OutboundMessage.objects.filter(kind="invitation").update(state="failed", failure="nobody there")
    assert "The mail did not arrive" in page(world.ours.client(Role.MANAGER), "/manager/")


def test_nobody_is_asked_twice_or_for_what_they_have_or_by_themselves(world: World) -> None:
    manager, member = world.ours.actor(Role.MANAGER), world.ours.members[Role.LINK_WORKER]
    team = world.ours.team
    asked(world)
    assert refused("invited-already", team, manager, world, Role.LINK_WORKER)
    assert refused("already-member", team, manager, world, Role.LINK_WORKER, member.user.email)
    own = world.ours.members[Role.MANAGER].user.email
    assert refused("own-role", team, manager, world, Role.LINK_WORKER, own.upper())
    assert refused("role-not-here", team, manager, world, Role.GP)


def test_whoever_got_the_role_meanwhile_keeps_the_one_they_have(world: World) -> None:
    theirs = world.theirs.members[Role.GP].user
    link, _token = actions.make(links.INVITATION, asked(world, theirs.email), now=world.now)
    held = accounts.add_member(
        user=theirs, role=Role.LINK_WORKER, organisation=world.ours.team, by=SCHEDULE, starts_on=world.today
    )
    assert actions.join_as(link=link, user_id=theirs.pk, now=world.now) == held


@pytest.mark.parametrize(
    ("role", "place", "given"),
    [
        (Role.MANAGER, "team", "link_worker manager"),
        (Role.MANAGER, "practice", ""),
        (Role.ADMINISTRATOR, "team", "link_worker manager"),
        (Role.ADMINISTRATOR, "icb", "administrator commissioner manager"),
        (Role.ADMINISTRATOR, "provider", "manager provider"),
        (Role.LINK_WORKER, "team", ""),
        # Somebody works there.
        (Role.LINK_WORKER, "provider", ""),
        (Role.GP, "practice", ""),
        (Role.PROVIDER, "provider", ""),
        (Role.COMMISSIONER, "icb", ""),
        (Role.PERSON, "team", ""),
    ],
)
def test_who_may_give_which_role_where(world: World, role: Role, place: str, given: str) -> None:
    organisation: Organisation = getattr(world.ours, place)
    found = selectors.roles_to_give(world.ours.actor(role), organisation, world.today)
    assert " ".join(sorted(found)) == given
    if organisation.kind != "provider":
        theirs = getattr(world.theirs, place)
        assert not selectors.roles_to_give(world.ours.actor(role), theirs, world.today)


def test_a_manager_of_the_board_makes_no_administrator(world: World) -> None:
    user = world.ours.members[Role.COMMISSIONER].user
    board = accounts.add_member(
        user=user, role=Role.MANAGER, organisation=world.ours.icb, by=SCHEDULE, starts_on=world.today
    )
    assert refused("not-yours", world.ours.icb, actor_of(board), world, Role.ADMINISTRATOR)


def test_a_team_brings_in_a_provider_and_keeps_asking_there(world: World) -> None:
    link_worker = world.ours.client(Role.LINK_WORKER)
    typed = {"name": "Knit and Natter", "email": "knit@example.org", "phone": ""}
    url = link_worker.post("/link-worker/providers/add/", typed).headers["Location"]
    assert link_worker.get(url).status_code == 200
    asked_for = {"name": "Wool Lee", "email": "wool@example.org", "job_title": "", "role": "provider"}
    assert link_worker.post(url, asked_for).headers["Location"] == "/link-worker/providers/"
    html = page(link_worker, "/link-worker/providers/?search=knit")
    assert "Wool Lee" in html
    assert url in html
    other = world.theirs.client(Role.LINK_WORKER)
    html = page(other, "/link-worker/providers/?search=knit")
    assert "asked by another team" in html
    assert other.get(url).status_code == 404
    invitation = Invitation.objects.get(email="wool@example.org")
    browser = Client()
    assert browser.post(link_to(invitation, world), CHOSEN).status_code == 302
    assert browser.get("/", follow=True).request["PATH_INFO"] == "/accounts/second-factor/set-up/"
    # The team may ask a second one, as it has found the first.
    assert link_worker.get(url).status_code == 200
    knit = invitation.organisation
    second = invite(knit, Role.PROVIDER, world.ours.actor(Role.LINK_WORKER), world.now)
    for verb in ("again", "withdraw"):
        assert link_worker.post(f"/link-worker/invitations/{second.public_id}/{verb}/").status_code == 302
    second.refresh_from_db()
    assert second.withdrawn_at


def test_a_team_adds_providers_and_nothing_else(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    with pytest.raises(Refusal, match="not-permitted"):
        organisations.add_from(draft=OrganisationDraft("Mine", "team"), by=by, now=world.now)
    with pytest.raises(Refusal, match="not-permitted"):
        organisations.add_from(
            draft=OrganisationDraft("Mine", "provider"), by=world.ours.actor(Role.MANAGER), now=world.now
        )
