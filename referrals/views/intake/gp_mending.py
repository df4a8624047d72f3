"""A practice puts right what it sent, adds to it, or takes it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals.actions.access import opening
from referrals.actions.intake import referrals
from referrals.drafts import URGENT
from referrals.forms.intake.corrected import CorrectedReferralForm
from referrals.forms.support.link_worker import ReasonForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.views.intake import sending


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def correct(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The form as it was sent; the team is asked to read what is new. An urgent need stops it, as in sending."""
    referral = record_or_404(opening.referral(public_id=public_id, by=request.actor))
    kept = {name: getattr(referral, name) for name in ("needs", "note", "risk", "risk_note", "version")}
    form = CorrectedReferralForm(sent_data(request), initial=kept)
    if form.is_bound and form.risk_answered == URGENT:
        return sending.stop(request, form)
    if form.is_bound and form.is_valid() and sending.is_to_be_considered(request, form):
        return sending.ask_about_risk(request, form)

    def act() -> None:
        said, version = form.draft().referral, form.cleaned_data["version"]
        referrals.correct(referral=referral, said=said, by=request.actor, now=timezone.now(), version=version)

    if request.method == "POST" and submit_form(form, act):
        messages.success(request, _("The change is saved, and the team is asked to read it."))
        return redirect("gp:referral", public_id)
    context = {"referral": referral, "person": referral.person, "form": form}
    return render(request, "gp/correct.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask why, and take the referral back."""
    referral = record_or_404(opening.referral(public_id=public_id, by=request.actor))
    form = ReasonForm(sent_data(request), event="withdraw")

    def act() -> None:
        reason = form.cleaned_data["reason"]
        referrals.withdraw(referral=referral, reason=reason, by=request.actor, now=timezone.now())

    if request.method == "POST" and submit_form(form, act):
        messages.success(request, _("The referral is withdrawn, and the team has been told."))
        return redirect("gp:referral", public_id)
    context = {"referral": referral, "person": referral.person, "form": form}
    return render(request, "gp/withdraw.html", context, status=422 if form.errors else 200)
