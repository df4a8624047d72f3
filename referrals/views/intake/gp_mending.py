"""A practice puts right what it sent, adds to it, or takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals.actions.access import opening
from referrals.actions.intake import referrals
from referrals.actions.intake.judging import refuse_if_urgent
from referrals.forms.intake.corrected import CorrectedReferralForm
from referrals.forms.support.link_worker import ReasonForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.views.intake import sending

if TYPE_CHECKING:
    from referrals.models import Referral


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def correct(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The form as it was sent; the team is asked to read what is new. An urgent need stops it, as in sending."""
    referral = record_or_404(opening.referral(public_id=public_id, by=request.actor))
    kept = {name: getattr(referral, name) for name in ("needs", "note", "risk", "risk_note", "version")}
    form = CorrectedReferralForm(sent_data(request), initial=kept)
    if form.is_bound:
        try:
            refuse_if_urgent(form.risk_answered)
            if form.is_valid():
                _correct(request, referral, form)
                messages.success(request, _("The change is saved, and the team is asked to read it."))
                return redirect("gp:referral", public_id)
        except Refusal as refusal:
            if question := sending.ask_of_risk(request, form, refusal):
                return question
            form.add_error(None, refusal.message)
    context = {"referral": referral, "person": referral.person, "form": form}
    return render(request, "gp/correct.html", context, status=422 if form.errors else 200)


def _correct(request: ActorRequest, referral: Referral, form: CorrectedReferralForm) -> None:
    referrals.correct(
        referral=referral,
        said=form.draft().referral,
        by=request.actor,
        now=timezone.now(),
        version=form.cleaned_data["version"],
        risk_considered=sending.is_considered(request),
    )


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
