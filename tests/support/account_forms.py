"""The forms of signing in and of passwords, with what someone types who fills them in right."""

from allauth.account import forms
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.test import Client
from django.utils import timezone

from referrals.actions.access import asked
from referrals.forms.access.reset import AskForPasswordForm
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import Membership
from tests.support.bad_input import FormCase
from tests.support.world import World, signed_in

PASSWORD = "a-long-invented-one"
CHOSEN = {"password1": "another-invented-one", "password2": "another-invented-one"}


def _email(world: World) -> str:
    return world.ours.members[Role.GP].user.email


def _with_a_password(world: World) -> Client:
    """A browser in which someone signed in who has a password."""
    # Read anew: what is taken back here stays in an object.
    member = Membership.objects.get(pk=world.ours.members[Role.GP].pk)
    member.user.set_password(PASSWORD)
    member.user.save()
    return signed_in(member)


def _signed_out(world: World) -> Client:
    _with_a_password(world)
    return Client()


def _key_url(world: World) -> str:
    return f"/accounts/password/reset/key/{user_pk_to_url_str(world.ours.members[Role.GP].user)}-set-password/"


def _with_the_link(world: World) -> Client:
    """A browser in which the link of the message was opened."""
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": _email(world)})
    asked.send_asked(limit=10, by=SCHEDULE, now=timezone.now())
    browser.get(next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word))
    return browser


CASES = [
    FormCase(
        forms.LoginForm,
        None,
        lambda world: "/accounts/login/",
        lambda world: {"login": _email(world), "password": PASSWORD},
        browser=_signed_out,
    ),
    FormCase(
        forms.ChangePasswordForm,
        Role.GP,
        lambda world: "/accounts/password/change/",
        lambda world: {"oldpassword": PASSWORD, **CHOSEN},
        browser=_with_a_password,
    ),
    FormCase(forms.SetPasswordForm, Role.GP, lambda world: "/accounts/password/set/", lambda world: CHOSEN),
    FormCase(
        AskForPasswordForm,
        None,
        lambda world: "/accounts/password/reset/",
        lambda world: {"email": _email(world)},
    ),
    FormCase(forms.ResetPasswordKeyForm, None, _key_url, lambda world: CHOSEN, browser=_with_the_link),
]
