"""A person opens their own page by a link in a mail. GET shows, POST acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from referrals.actions.access import asked
from referrals.actions.access import links as actions
from referrals.forms.access.sign_in import BornForm, SignInForm
from referrals.kit import access, rate_limit, unsent
from referrals.kit.access import ActorRequest, for_everyone
from referrals.kit.refusal import Refusal
from referrals.selectors.access import links

if TYPE_CHECKING:
    from referrals.models import SignInLink

UNKNOWN, GONE = 404, 410


@require_http_methods(["GET", "POST"])
@for_everyone
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for the link. The answer is the same whoever is known."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            rate_limit.check(request, "sign-in")
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            asked.ask_to_sign_in(address=form.cleaned_data["email"], now=timezone.now())
            return render(request, "person/sign_in_asked.html")
    return render(request, "person/sign_in_ask.html", {"form": form}, status=422 if form.errors else 200)


# Unlike a link to answer by, this one starts a session: so the check against forgery stays, and the address is kept
# from other sites by the referrer policy of every page.
@require_http_methods(["GET", "POST"])
@for_everyone
@never_cache
def by_link(request: ActorRequest, token: str) -> HttpResponse:
    """Mail scanners open links, so a GET only shows a button; with it the person is asked for where several share
    the address.
    """
    link = links.find(links.SIGN_IN, token)
    people = links.people_of(link) if link and links.is_open(link, timezone.now()) else []
    if link is None or not people:
        return render(request, "person/sign_in_closed.html", status=UNKNOWN if link is None else GONE)
    form = BornForm(request.POST if request.method == "POST" else None) if len(people) > 1 else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _sign_in(request, link, form.cleaned_data["born_on"] if form else None)
        except Refusal as refusal:
            if refusal.code == actions.GONE or form is None:
                return render(request, "person/sign_in_closed.html", status=GONE)
            form.add_error(None, refusal.message)
        else:
            return redirect(unsent.way_back(request.user.pk or 0) or "person:me")
    return render(request, "person/sign_in.html", {"form": form}, status=422 if form and form.errors else 200)


def _sign_in(request: ActorRequest, link: SignInLink, born_on: date | None) -> None:
    member = actions.sign_in(link=link, born_on=born_on, now=timezone.now())
    # Read where the sign-in begins, at the end of `login`.
    request.signs_in_person, request.signs_in_at = member.person_id, links.key_of(link)
    login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[access.SESSION_KEY] = member.pk
