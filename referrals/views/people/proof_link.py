"""Somebody confirms by the link in a message that a number or address is theirs. GET shows, POST acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from referrals.actions.access import links as actions
from referrals.forms.access.sign_in import BornForm
from referrals.kit.access import for_everyone
from referrals.kit.refusal import Refusal
from referrals.selectors.access import links
from referrals.views.onward.answer_link import private

UNKNOWN, GONE = 404, 410


# The token in the address is the proof, as with a provider's `answer_link`; there is no sign-in to borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@for_everyone
@private
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """They say when they were born: whoever reads a wrong address by mistake does not know it. It opens nothing."""
    link = links.find(links.PROOF, token)
    if link is None or not links.is_open(link, timezone.now()):
        return render(request, "person/confirm_closed.html", status=UNKNOWN if link is None else GONE)
    form = BornForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.prove(link=link, born_on=form.cleaned_data["born_on"], now=timezone.now())
        except Refusal as refusal:
            if refusal.code == actions.GONE:
                return render(request, "person/confirm_closed.html", status=GONE)
            form.add_error(None, refusal.message)
        else:
            return render(request, "person/confirm_thanks.html")
    return render(request, "person/confirm.html", {"form": form}, status=422 if form.errors else 200)
