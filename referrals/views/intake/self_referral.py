"""Referring oneself: public, and silent about who is known."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from referrals.forms.intake.self_referral import SelfReferralForm
from referrals.kit.access import ActorRequest, for_everyone
from referrals.kit.pages import sent_data
from referrals.views.intake import sending
from referrals.ways_in import SELF_REFERRAL

SENT = "self_referral"


@require_http_methods(["GET", "POST"])
@for_everyone
def refer(request: ActorRequest) -> HttpResponse:
    """One page. An urgent need stops it, with whom to call."""
    sent = sending.send(request, SelfReferralForm(sent_data(request)), SELF_REFERRAL, {})
    if isinstance(sent, HttpResponse):
        return sent
    request.session[SENT] = sent.reference
    return redirect("self_referral:sent")


@require_safe
@for_everyone
def confirm(request: ActorRequest) -> HttpResponse:
    """What happens next. The reference is in the session, so the address tells nothing."""
    if SENT not in request.session:
        return redirect("self_referral:refer")
    return render(request, "self_referral/sent.html", {"reference": request.session[SENT]})
