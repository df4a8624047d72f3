"""What a practice does with a referral it has sent: it reads of a risk, and joins it with its own record."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from referrals.actions.access import opening
from referrals.actions.intake import record_entries
from referrals.actions.support import risks
from referrals.fhir import referral as fhir
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.permissions import Role
from referrals.selectors.intake import record_texts, referrals
from referrals.selectors.support import risks as selectors


@require_POST
@for_roles(Role.GP)
def risk_read(request: ActorRequest, public_id: UUID, notice_id: UUID) -> HttpResponse:
    """Someone at the practice has read of the risk."""
    notice = selectors.get(request.actor, public_id, notice_id)
    if notice is None:
        raise Http404
    run_action(
        request,
        lambda: risks.read_by_practice(notice=notice, by=request.actor, now=timezone.now()),
        _("Noted that you have read it. The link worker sees that too."),
    )
    return redirect("gp:referral", public_id)


@require_POST
@for_roles(Role.GP)
def enter(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The referral's text is in the practice's record."""
    referral = referrals.get(request.actor, public_id)
    if referral is None:
        raise Http404
    run_action(
        request,
        lambda: record_entries.enter(referral=referral, by=request.actor, now=timezone.now()),
        _("Noted that it is in the record."),
    )
    return redirect("gp:referral", public_id)


@require_safe
@for_roles(Role.GP)
def download(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The referral and what became of it for the practice's own system. To download it is to look at it."""
    referral = opening.referral(public_id=public_id, by=request.actor)
    if referral is None:
        raise Http404
    made = fhir.bundle(referral, record_texts.of_referral(referral), timezone.now())
    response = HttpResponse(made, content_type="application/fhir+json")
    response["Content-Disposition"] = f'attachment; filename="{referral.reference}.json"'
    return response
