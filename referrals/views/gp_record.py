"""What a practice does with a referral that is on its way: it reads what it is told of a risk."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referrals.actions import risks
from referrals.permissions import Refusal, Role
from referrals.selectors import risks as selectors
from referrals.views.access import ActorRequest, for_roles


@require_POST
@for_roles(Role.GP)
def risk_read(request: ActorRequest, public_id: UUID, notice_id: UUID) -> HttpResponse:
    """Someone at the practice has read of the risk."""
    notice = selectors.one(request.actor, public_id, notice_id)
    if notice is None:
        raise Http404
    try:
        risks.read_by_practice(notice=notice, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Noted that you have read it. The link worker sees that too."))
    return redirect("gp:referral", public_id)
