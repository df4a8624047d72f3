"""The account of a person who signs in by a mailed link has no password, and gets none by any door."""

from importlib import import_module

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from referrals.actions.access import asked, links
from referrals.actions.organisation import accounts
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import Invitation, InvitationLink, Membership, User
from referrals.selectors.access import links as selectors
from tests.support.world import World, signed_in

CHOSEN = "correct-horse-battery-staple"


@pytest.fixture
def own(world: World) -> Membership:
    """The account that the first mailed link would make for our person."""
    cache.clear()
    Membership.objects.filter(person=world.ours.person).delete()
    return accounts.own_account(person=world.ours.person, by=SCHEDULE, now=timezone.now())


def has_password(member: Membership) -> bool:
    return User.objects.get(pk=member.user_id).has_usable_password()


@pytest.mark.parametrize("page", ["set", "change"])
def test_whoever_came_by_a_link_chooses_no_password(own: Membership, page: str) -> None:
    browser = signed_in(own)
    typed = {"password1": CHOSEN, "password2": CHOSEN, "oldpassword": ""}
    for answer in (browser.get(f"/accounts/password/{page}/"), browser.post(f"/accounts/password/{page}/", typed)):
        assert answer.status_code == 403
    assert not has_password(own)


@pytest.mark.parametrize("is_own_address", [True, False])
def test_no_mail_to_reset_one_and_no_link_that_does(world: World, own: Membership, is_own_address: bool) -> None:
    # Any account of a person, whatever its address.
    member = own if is_own_address else world.theirs.members[Role.PERSON]
    Client().post("/accounts/password/reset/", {"email": member.user.email})
    assert asked.send_asked(limit=10, by=SCHEDULE, now=timezone.now()) == 1
    assert mail.outbox == []
    key = f"{user_pk_to_url_str(member.user)}-{default_token_generator.make_token(member.user)}"
    browser = Client()
    form = browser.get(f"/accounts/password/reset/key/{key}/", follow=True)
    where = form.redirect_chain[-1][0]
    assert browser.post(where, {"password1": CHOSEN, "password2": CHOSEN}).status_code == 403
    assert not has_password(member)


def test_who_works_here_still_gets_a_mail(world: World) -> None:
    cache.clear()
    Client().post("/accounts/password/reset/", {"email": world.ours.members[Role.GP].user.email})
    asked.send_asked(limit=10, by=SCHEDULE, now=timezone.now())
    assert len(mail.outbox) == 1


def test_no_invitation_makes_one(world: World, own: Membership) -> None:
    now = timezone.now()
    invitation = Invitation.objects.create(
        organisation=world.ours.team, role=Role.LINK_WORKER, email=own.user.email, name="Ada", invited_at=now
    )
    link, _token = links.make(selectors.INVITATION, invitation, now=now)
    with pytest.raises(Refusal) as refused:
        links.join(link=InvitationLink.objects.get(pk=link.pk), name="Ada", password=CHOSEN, now=now)
    assert refused.value.code == "has-password"
    assert not has_password(own)


def test_the_database_refuses_one_from_anybody(own: Membership) -> None:
    own.user.set_password(CHOSEN)
    with pytest.raises(IntegrityError, match="own_account_has_no_password"), transaction.atomic():
        own.user.save()


def test_a_password_of_before_is_taken_away_with_its_sessions(world: World) -> None:
    person, staff = (world.ours.members[role] for role in (Role.PERSON, Role.GP))
    for member in (person, staff):
        member.user.set_password(CHOSEN)
        member.user.save()
    browsers = signed_in(person), signed_in(staff)
    migration = import_module("referrals.migrations.0009_no_password_by_link")
    with connection.cursor() as cursor:
        cursor.execute(migration.TAKE_AWAY)
    assert (has_password(person), has_password(staff)) == (False, True)
    assert [browser.get("/accounts/sign-ins/").status_code for browser in browsers] == [302, 200]
