"""Signing in and out, and choosing a password: no one signs up by themselves; a manager adds them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from referrals.actions.access import sign_ins as actions
from referrals.kit import unsent
from referrals.selectors.access import sign_ins

if TYPE_CHECKING:
    from referrals.models import User

P = ParamSpec("P")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth, closed for sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """Every page that sets a password ends here. A person opens their page by a mailed link and by nothing else;
        of whoever changes theirs, the sign-ins in other browsers end.
        """
        if not sign_ins.may_have_password(user):
            raise PermissionDenied
        super().set_password(user, password)
        actions.end_of_user(user_id=user.pk, now=timezone.now(), but=getattr(self.request, "sign_in", None))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, object]) -> None:
        """No mail to an account that has no password; whoever asked is told the same."""
        if sign_ins.may_have_password(user):
            super().send_password_reset_mail(user, email, context)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the page where they were typing when their last sign-in was over, or where their work begins."""
        return unsent.way_back(request.user.pk or 0) or str(super().get_login_redirect_url(request))


def form_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """One of allauth's pages; a form with errors is answered with 422, as on every other page."""

    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
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

    Only these. In its storage wait the marks that a register could not send without a network (`register.js`), ids and
    answers without a name: whoever signs out in the park must not lose who came.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", page)
