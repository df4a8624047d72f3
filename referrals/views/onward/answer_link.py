"""A provider answers an offer by the link in its mail: no account, nothing to install. GET shows, POST acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from referrals.actions.access import links as actions
from referrals.actions.access import opening
from referrals.forms.onward.provider import ANSWERS, AnswerForm
from referrals.kit.access import for_everyone
from referrals.kit.refusal import Refusal
from referrals.selectors.access import links
from referrals.selectors.onward import provider
from referrals.states import SEEN_BY_PROVIDER

if TYPE_CHECKING:
    from referrals.models import OnwardReferral

UNKNOWN, GONE = 404, 410
# The link has been used, or somebody answered the offer in between.
TOO_LATE = {actions.GONE, "changed-meanwhile"}


def private(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The address is the key: no other site hears of it, and what it opened is in no cache."""

    @wraps(view)
    def keep(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    return keep


# Whoever can forge a POST knows the token, and could open the page as well: there is no sign-in to borrow. And a
# browser that sends no referrer says `Origin: null`, which the check against forgery refuses.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@for_everyone
@private
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The offer as the provider's own page shows it, and the answer. Mail scanners open links, so a GET is only a look.

    Whoever is signed in here acts for the link's provider all the same: the link says who was asked.
    """
    now = timezone.now()
    link = links.find(links.ANSWER, token)
    if link is None:
        return closed(request, UNKNOWN)
    public_id, by = link.onward_referral.public_id, links.actor_of(link)
    offer = opening.offer(public_id=public_id, by=by) if links.is_open(link, now) else None
    if offer is None:
        return closed(request, GONE)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            offer = actions.answer_offer(link=link, answer=chosen["answer"], reason=chosen["reason"], now=now)
        except Refusal as refusal:
            if refusal.code in TOO_LATE:
                return closed(request, GONE)
            form.add_error(None, refusal.message)
        else:
            # What a service said no to is not its business any more.
            is_theirs = offer.status in SEEN_BY_PROVIDER
            context = {"answer": dict(ANSWERS)[chosen["answer"]], "is_theirs": is_theirs}
            return render(request, "provider/answered.html", _offer_context(offer) | context)
    context = _offer_context(offer) | {"form": form}
    return render(request, "provider/answer.html", context, status=422 if form.errors else 200)


def _offer_context(offer: OnwardReferral) -> dict[str, object]:
    return {
        "offer": offer,
        "person": offer.episode.person,
        "flags": provider.access_flags(offer),
        "phones": provider.safe_phones(offer),
    }


def closed(request: HttpRequest, status: int) -> HttpResponse:
    """The same words whatever the link was, so that they tell nothing."""
    return render(request, "provider/link_closed.html", status=status)
