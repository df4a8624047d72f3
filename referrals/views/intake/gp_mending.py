"""A practice takes back what it sent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals.actions.access import opening
from referrals.actions.intake import referrals
from referrals.forms.support.link_worker import ReasonForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role


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
