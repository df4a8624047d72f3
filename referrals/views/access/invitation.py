"""Accepting an invitation by its link. GET shows who invites to what, POST is the assent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from referrals.actions.access import links as actions
from referrals.forms.access.invitation import JoinForm
from referrals.kit.access import SESSION_KEY, ActorRequest, for_everyone
from referrals.kit.refusal import Refusal
from referrals.selectors.access import links
from referrals.selectors.organisation import accounts

if TYPE_CHECKING:
    from referrals.models import InvitationLink, Membership

UNKNOWN, GONE = 404, 410


# It starts a session, so the check against forgery stays; every page's referrer policy keeps the address here.
@require_http_methods(["GET", "POST"])
@for_everyone
@never_cache
def accept(request: ActorRequest, token: str) -> HttpResponse:
    """Whoever has an account signs in and says yes; anybody else chooses a password with it."""
    link = links.find(links.INVITATION, token)
    if link is None or not links.is_open(link, timezone.now()):
        return _closed(request, UNKNOWN if link is None else GONE)
    if request.user.is_authenticated:
        return _by_account(request, link)
    if accounts.has_password(link.invitation.email):
        return render(request, "account/invitation.html", {"invitation": link.invitation, "sign_in": request.path})
    return _newcomer(request, link)


def _by_account(request: ActorRequest, link: InvitationLink) -> HttpResponse:
    """Somebody is signed in: the one who is meant, or another who shares the computer."""
    is_theirs = accounts.is_address_of(request.user.pk or 0, link.invitation.email)
    if request.method == "POST" and is_theirs:
        try:
            member = actions.join_as(link=link, user_id=request.user.pk or 0, now=timezone.now())
        except Refusal:
            return _closed(request, GONE)
        request.session[SESSION_KEY] = member.pk
        return redirect("home")
    context = {"invitation": link.invitation, "is_theirs": is_theirs, "somebody_else": not is_theirs}
    return render(request, "account/invitation.html", context)


def _newcomer(request: ActorRequest, link: InvitationLink) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = JoinForm(typed, initial={"name": link.invitation.name})
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            member = actions.join(link=link, name=chosen["name"], password=chosen["password1"], now=timezone.now())
        except Refusal as refusal:
            if refusal.code == actions.GONE:
                return _closed(request, GONE)
            form.add_error(None, refusal.message)
        else:
            return _signed_in(request, member)
    context = {"invitation": link.invitation, "form": form}
    return render(request, "account/invitation.html", context, status=422 if form.errors else 200)


def _signed_in(request: ActorRequest, member: Membership) -> HttpResponse:
    login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[SESSION_KEY] = member.pk
    return redirect("home")


def _closed(request: ActorRequest, status: int) -> HttpResponse:
    """The same words whatever the link was, so that they tell nothing."""
    return render(request, "account/invitation_closed.html", status=status)
