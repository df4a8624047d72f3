"""A session that does not take place."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals.actions.register import sessions
from referrals.forms.onward.provider import CancelForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.onward import provider as selectors


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Say why it is cancelled; whoever has a place is told."""
    session = selectors.get_session(request.actor, public_id)
    if session is None:
        raise Http404
    now = timezone.now()
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            sessions.cancel(session=session, reason=form.cleaned_data["reason"], by=request.actor, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The session is cancelled."))
            return redirect("provider:service", session.service.public_id)
    shown = {
        "form": form,
        "session": session,
        "expected": selectors.expected_at(session),
        "is_to_come": session.starts_at > now,
    }
    return render(request, "provider/cancel_session.html", shown, status=422 if form.errors else 200)
