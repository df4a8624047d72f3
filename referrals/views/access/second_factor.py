"""The second step of signing in: setting up an app, showing its code, and codes on paper for when it is lost.

Whoever works here passes through it after every door, and again before what carries much away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from referrals import one_time_codes
from referrals.actions.access import second_factors as actions
from referrals.forms.access.second_factor import AppCodeForm, CodeForm
from referrals.kit import rate_limit, unsent
from referrals.kit.access import STAFF_DOOR, ActorRequest, for_everyone, for_roles, shown_recently
from referrals.kit.actor import Actor
from referrals.kit.pages import sent_data
from referrals.kit.permissions import Role
from referrals.kit.randomness import new_bytes
from referrals.selectors.access import second_factors
from referrals.selectors.organisation import accounts

if TYPE_CHECKING:
    from referrals.models import Membership, SignIn

# In the session, sealed: the secret of an app that is being set up.
SECRET = "second-factor-secret"  # noqa: S105  # a name
ISSUER = "socialrx"
AT_WORK = [role for role in Role if role is not Role.PERSON]


@require_http_methods(["GET", "POST"])
@for_everyone
@never_cache
def ask(request: ActorRequest) -> HttpResponse:
    """The code of the app, or one from the paper; then they go on to where they were going."""
    if elsewhere := _elsewhere(request):
        return elsewhere
    if not second_factors.is_set_up(request.user.pk or 0):
        return redirect(_with_next("second_factor_set_up", _next(request)))
    form = CodeForm(sent_data(request))
    if form.is_bound and form.is_valid() and _is_right(request, form):
        return redirect(_next(request))
    return ask_page(request, form)


def ask_page(request: ActorRequest, form: CodeForm) -> HttpResponse:
    """The page that asks."""
    context = {"form": form, "next": _next(request)}
    return render(request, "account/second_factor.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_everyone
@never_cache
def set_up(request: ActorRequest) -> HttpResponse:
    """An app is set up, at the first sign-in or in place of another; in the end stand the codes for the paper."""
    if (elsewhere := _elsewhere(request)) is not None:
        return elsewhere
    if second_factors.is_set_up(request.user.pk or 0) and (request.waits_as or not shown_recently(request)):
        # Who has one shows it before there is another.
        return redirect(_with_next("second_factor", request.path))
    form = AppCodeForm(sent_data(request))
    codes = _set_up(request, form) if form.is_bound and form.is_valid() else None
    if codes is None:
        return set_up_page(request, form)
    request.session.pop(SECRET, None)
    return _codes_page(request, codes, _next(request))


def set_up_page(request: ActorRequest, form: AppCodeForm) -> HttpResponse:
    """The page with the secret as a picture and as text."""
    secret = secret_to_set_up(request)
    address = one_time_codes.address_of(secret, _member(request).user.email, ISSUER)
    context = {
        "form": form,
        "next": _next(request),
        "picture": _picture(address),
        "address": address,
        "secret": one_time_codes.in_groups(secret),
    }
    return render(request, "account/second_factor_set_up.html", context, status=422 if form.errors else 200)


def secret_to_set_up(request: ActorRequest) -> str:
    """The secret of the app that is being set up: the same until it is, since the page may be opened again."""
    user_id, kept = request.user.pk or 0, request.session.get(SECRET)
    secret = second_factors.unseal(user_id, kept) if kept else None
    if secret is None:
        secret = one_time_codes.secret_of(new_bytes(one_time_codes.SECRET_BYTES))
        request.session[SECRET] = second_factors.seal(user_id, secret)
    return secret


@require_POST
@for_roles(*AT_WORK, recently=True)
@never_cache
def renew_codes(request: ActorRequest) -> HttpResponse:
    """Other codes for the paper."""
    codes = actions.renew_codes(user_id=request.user.pk or 0, by=request.actor)
    return _codes_page(request, codes, reverse("sign_ins"))


def _elsewhere(request: ActorRequest) -> HttpResponse | None:
    """Where somebody goes who has nothing to show: who is not signed in, and who sees their own record alone."""
    if not request.user.is_authenticated:
        return redirect(STAFF_DOOR)
    return None if request.waits_as or request.actor.role in AT_WORK else redirect("home")


def _member(request: ActorRequest) -> Membership:
    return request.waits_as or request.membership


def _who(request: ActorRequest) -> tuple[Actor, SignIn]:
    """As whom they act once they have shown it, and the sign-in that shows it."""
    sign_in = request.sign_in
    if sign_in is None:
        message = "a request without a sign-in passed by _elsewhere"
        raise RuntimeError(message)
    return accounts.actor_of(_member(request)), sign_in


def _is_right(request: ActorRequest, form: CodeForm) -> bool:
    by, sign_in = _who(request)
    user_id, now = request.user.pk or 0, timezone.now()
    guess = rate_limit.second_factor(user_id)
    if wait := guess.count(now):
        words = _("Too many wrong codes. Wait %(time)s and try again.")
        form.add_error("code", words % {"time": rate_limit.in_words(wait)})
        return False
    if actions.show(user_id=user_id, code=form.cleaned_data["code"], sign_in=sign_in, by=by, now=now):
        guess.was_right()
        return True
    form.add_error("code", _("This code is wrong, or was used. Enter the one that your app shows now."))
    return False


def _set_up(request: ActorRequest, form: AppCodeForm) -> list[str] | None:
    by, sign_in = _who(request)
    secret, code = secret_to_set_up(request), form.cleaned_data["code"]
    user_id, now = request.user.pk or 0, timezone.now()
    codes = actions.set_up(user_id=user_id, secret=secret, code=code, sign_in=sign_in, by=by, now=now)
    if codes is None:
        form.add_error("code", _("This code does not belong to the picture. Enter the one that the app shows now."))
    return codes


def _codes_page(request: ActorRequest, codes: list[str], onwards: str) -> HttpResponse:
    context = {"codes": [one_time_codes.in_groups(code) for code in codes], "onwards": onwards}
    return render(request, "account/recovery_codes.html", context)


def _next(request: ActorRequest) -> str:
    """The page of this site to which they were going; else where they were typing, or where their work begins."""
    said = request.POST.get("next") or request.GET.get("next", "")
    if said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None):
        return said
    return unsent.way_back(request.user.pk or 0) or "/"


def _with_next(name: str, page: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': page})}"


def _picture(address: str) -> SafeString:
    """The secret as a QR code; the drawing holds figures alone."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=4, omitsize=True, svgclass="app-qr")
    return mark_safe(drawn)  # noqa: S308  # drawn from the code's squares; no text of anybody's is in it
