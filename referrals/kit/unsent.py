"""Nothing typed is lost when a sign-in ends: a form that is sent too late is kept for whoever typed it, unsent.

It comes back on its page, filled in, once they have signed in again. What is kept is nobody else's, and nothing is
kept of a stranger: only of a session that was somebody's until its time was over, and only once the check against
forgery has passed.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from referrals.actions.access import unsent_forms as actions
from referrals.kit.forms.typed_before import typed_before
from referrals.kit.sign_ins import OWNER, UNSENT
from referrals.selectors.access import unsent_forms

# A telephone keeps its own taps on a register until they are answered.
OF_A_TELEPHONE = "Idempotency-Key"
BAD_REQUEST = 400


def ask_to_sign_in(request: HttpRequest, door: str) -> HttpResponse:
    """Ask whoever is not signed in to do so at a door, and keep what they sent if their time has only just run out."""
    owner, page = request.session.get(OWNER), page_of(request)
    is_form = request.method == "POST" and OF_A_TELEPHONE not in request.headers
    if owner and is_form and actions.keep(user_id=owner, page=page, fields=request.POST, now=timezone.now()):
        messages.info(request, _("You were signed out. What you typed is kept: sign in to go on with it."))
    return redirect_to_login(page, resolve_url(door))


def ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """Ask somebody for their second factor before they go on; what they sent is kept, and comes back on its page."""
    page, user_id = page_of(request), request.user.pk
    is_form = request.method == "POST" and OF_A_TELEPHONE not in request.headers
    if user_id and is_form and actions.keep(user_id=user_id, page=page, fields=request.POST, now=timezone.now()):
        request.session[UNSENT] = True
    return redirect(f"{reverse('second_factor')}?{urlencode({'next': page})}")


def keep_of_before(request: HttpRequest) -> None:
    """Keep a form of a page that stood open while its reader was signed out and signed in again in another window.

    Its check against forgery is that of before. The browser says that the form came from a page of this site, which no
    other site can make it say, and it is shown to its reader before it is sent.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin" and OF_A_TELEPHONE not in request.headers
    user_id = request.user.pk
    if (
        is_ours
        and user_id
        and actions.keep(user_id=user_id, page=page_of(request), fields=request.POST, now=timezone.now())
    ):
        request.session[UNSENT] = True


def shown_again(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, its form filled in with what waits there; once the form is sent, nothing waits any more."""
    user_id, now = request.user.pk, timezone.now()
    if UNSENT not in request.session or user_id is None:
        return view()
    if request.method == "POST":
        response = view()
        if response.status_code < BAD_REQUEST and _was_sent(request, user_id):
            forget(request)
        return response
    found = unsent_forms.on(user_id, request.get_full_path(), now)
    request.unsent = found  # type: ignore[attr-defined]  # for the template of every page
    with typed_before(found.fields if found else None):
        return view()


def _was_sent(request: HttpRequest, user_id: int) -> bool:
    """Whether it was the form that waits on its page, and no other one of that page."""
    found = unsent_forms.on(user_id, page_of(request), timezone.now())
    return found is not None and not set(found.fields).isdisjoint(request.POST)


def forget(request: HttpRequest) -> None:
    """Nothing waits any more on the page where the form stood that was sent."""
    user_id, now = request.user.pk or 0, timezone.now()
    actions.forget(user_id=user_id, page=page_of(request), now=now)
    if not unsent_forms.wait_for(user_id, now):
        request.session.pop(UNSENT, None)


def way_back(user_id: int) -> str | None:
    """The page to which somebody goes who has just signed in: where they were typing."""
    return unsent_forms.newest_page(user_id, timezone.now())


def page_of(request: HttpRequest) -> str:
    """The page on which the form stood that was sent: another than the one that takes it where a page has several."""
    stood = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(stood, {request.get_host()}):
        parts = urlsplit(stood)
        # Two slashes at the beginning would name another host.
        path = f"/{parts.path.lstrip('/')}"
        return f"{path}?{parts.query}" if parts.query else path
    return request.get_full_path()
