"""The forms of signing in and of passwords, with what someone types who fills them in right."""

from allauth.account import forms
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.test import Client
from django.utils import timezone

from referrals import one_time_codes
from referrals.actions.access import asked
from referrals.forms.access.reset import AskForPasswordForm
from referrals.forms.access.second_factor import AppCodeForm, CodeForm
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import Membership, SecondFactor
from referrals.selectors.access import second_factors
from referrals.views.access.second_factor import SECRET
from tests.support.bad_input import FormCase
from tests.support.world import BACKEND, World, signed_in

PASSWORD = "a-long-invented-one"
SECRET_OF_APP = one_time_codes.secret_of(bytes(20))
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


def _setting_up(world: World) -> Client:
    """A browser in which the page with the picture was opened."""
    member = world.ours.members[Role.GP]
    browser = Client()
    browser.force_login(member.user, backend=BACKEND)
    session = browser.session
    session[SECRET] = second_factors.seal(member.user_id, SECRET_OF_APP)
    session.save()
    return browser


def _with_an_app(world: World) -> Client:
    """A browser in which somebody has signed in who has an app."""
    member = world.ours.members[Role.GP]
    sealed = second_factors.seal(member.user_id, SECRET_OF_APP)
    SecondFactor.objects.create(user=member.user, sealed=sealed, began_at=timezone.now())
    browser = Client()
    browser.force_login(member.user, backend=BACKEND)
    return browser


def _code() -> str:
    return one_time_codes.code_of(SECRET_OF_APP, one_time_codes.step_at(timezone.now()))


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
    FormCase(
        AppCodeForm,
        Role.GP,
        lambda world: "/accounts/second-factor/set-up/",
        lambda world: {"code": _code()},
        browser=_setting_up,
    ),
    FormCase(
        CodeForm,
        Role.GP,
        lambda world: "/accounts/second-factor/",
        lambda world: {"code": _code()},
        browser=_with_an_app,
    ),
    FormCase(forms.ResetPasswordKeyForm, None, _key_url, lambda world: CHOSEN, browser=_with_the_link),
]
