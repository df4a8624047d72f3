"""Signing in and out, and choosing a password: no one signs up by themselves; a manager adds them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import PasswordResetView
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.access import asked, tries
from referrals.actions.access import sign_ins as actions
from referrals.forms.access.reset import AskForPasswordForm
from referrals.kit import known_browser, rate_limit, unsent
from referrals.kit.client_address import client_address
from referrals.kit.refusal import Refusal
from referrals.selectors.access import sign_ins

if TYPE_CHECKING:
    from referrals.models import User

P = ParamSpec("P")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth, closed for sign-up, with our limits in place of its own, which need the cache."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """The user whose password it is. Whoever guesses too fast is told how long to wait, and not looked at."""
        account = credentials.get("email", "")
        guess = rate_limit.password(request, account, known_browser.of_account(request, account))
        if wait := guess.count(timezone.now()):
            words = _("Too many wrong passwords. Wait %(time)s and try again, or choose a new password.")
            raise ValidationError(words % {"time": rate_limit.in_words(wait)}, code="too-many")
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            guess.was_right()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Nothing of the library's own: `authenticate` has counted the try."""

    def post_login(self, request: HttpRequest, user: User, **how: object) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        known_browser.remember(request, response, user.email)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Every page that sets a password ends here. A person opens their page by a mailed link and by nothing else.

        Of whoever changes theirs, the sign-ins in other browsers end. They have read the mail, or know the old one:
        what others tried counts no more.
        """
        if not sign_ins.may_have_password(user):
            raise PermissionDenied
        super().set_password(user, password)
        tries.forgive(own=rate_limit.passwords_of(user.email))
        actions.end_of_user(user_id=user.pk, now=timezone.now(), but=getattr(self.request, "sign_in", None))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the page where they were typing when their last sign-in was over, or where their work begins."""
        return unsent.way_back(request.user.pk or 0) or str(super().get_login_redirect_url(request))


class AskForPassword(PasswordResetView):  # type: ignore[misc]  # allauth ships no types
    """allauth's page, but nobody is looked up while it waits: who is known takes no longer than who is not."""

    form_class = AskForPasswordForm

    def form_valid(self, form: AskForPasswordForm) -> HttpResponse:
        asked.ask_for_password(address=form.cleaned_data["email"], now=timezone.now())
        return redirect("account_reset_password_done")


def form_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse], *, limit: str = ""
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """One of allauth's pages; a form with errors is answered with 422, as on every other page.

    A form with a `limit` is sent so often by one client, and answered with 429 beyond.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if limit and request.method == "POST":
            try:
                rate_limit.check(request, limit)
            except Refusal:
                return render(request, "429.html", status=429)
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.errors:
            response.status_code = 422
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", page)


def leaves_nothing(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Signing out: the browser forgets the pages that it keeps.

    Only these. In its storage wait the marks that a register could not send without a network (`marks.js`), ids and
    answers without a name: whoever signs out in the park must not lose who came.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", page)
