"""Referring oneself: public, and silent about who is known."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.intake import referrals
from referrals.actions.people import people
from referrals.forms.intake.self_referral import SelfReferralForm
from referrals.kit import rate_limit
from referrals.kit.access import ActorRequest, for_everyone
from referrals.kit.actor import PUBLIC
from referrals.kit.refusal import Refusal
from referrals.views.intake import sending

ROUTE = "self"
SENT = "self_referral"


@require_http_methods(["GET", "POST"])
@for_everyone
def refer(request: ActorRequest) -> HttpResponse:
    """One page. An urgent need stops it, with whom to call."""
    form = SelfReferralForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "once": sending.key_of(request)}
    if form.is_stopped:
        context["typed"] = sending.typed(request, but="risk")
        return render(request, "self_referral/urgent.html", context, status=422)
    if form.is_bound and form.is_valid():
        try:
            rate_limit.check(request, "self-referral")
            made = sending.send(request, lambda: _send(form))
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            request.session[SENT] = made.reference
            return redirect("self_referral:sent")
    return render(request, "self_referral/refer.html", context, status=422 if form.errors else 200)


@require_safe
@for_everyone
def sent(request: ActorRequest) -> HttpResponse:
    """What happens next. The reference is in the session, so the address tells nothing."""
    if SENT not in request.session:
        return redirect("self_referral:refer")
    return render(request, "self_referral/sent.html", {"reference": request.session[SENT]})


def _send(form: SelfReferralForm) -> sending.Referred:
    if form.receiving_team is None:
        raise Refusal("no-team", _("Select your GP surgery, or the team near you"))
    now = timezone.now()
    draft = form.person_draft(form.surgery.pk if form.surgery else None)
    person = people.register(draft=draft, by=PUBLIC, now=now)
    referral = referrals.refer(
        person=person, draft=form.referral_draft(ROUTE), team=form.receiving_team, by=PUBLIC, now=now
    )
    return referral.public_id, referral.reference, person.pk
