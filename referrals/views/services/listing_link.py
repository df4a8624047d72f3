"""A provider says by the link in its mail whether a listing is still right. GET shows, POST acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from referrals.actions.access import links as actions
from referrals.kit.access import for_everyone
from referrals.kit.refusal import Refusal
from referrals.selectors.access import links
from referrals.selectors.onward import provider
from referrals.selectors.services import services as selectors
from referrals.views.onward.answer_link import GONE, UNKNOWN, closed, private


# The token in the address is the proof, as with `answer_link`; there is no sign-in to borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@for_everyone
@private
def listing(request: HttpRequest, token: str) -> HttpResponse:
    """The listing as everybody can read it, and two buttons."""
    now = timezone.now()
    link = links.find(links.LISTING, token)
    if link is None:
        return closed(request, UNKNOWN)
    if not links.is_open(link, now):
        return closed(request, GONE)
    answer = request.POST.get("answer")
    if answer in {actions.RIGHT, actions.OVER}:
        try:
            service = actions.answer_listing(link=link, answer=answer, now=now)
        except Refusal:
            return closed(request, GONE)
        return render(request, "provider/listing_answered.html", {"service": service})
    shown = {
        "service": link.service,
        "needs": selectors.needs_of(link.service),
        "going": provider.going(link.service),
        "until": link.expires_at,
    }
    return render(request, "provider/listing_link.html", shown, status=422 if request.method == "POST" else 200)
