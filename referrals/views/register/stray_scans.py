"""Tags that were shown at another time than their session's: the provider says what each was, in one tap."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from referrals.actions.register import scans
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.selectors.register import stray_scans

if TYPE_CHECKING:
    from referrals.models import Session, StrayScan

SHOWN = 50


@require_safe
@for_roles(Role.PROVIDER)
def waiting(request: ActorRequest) -> HttpResponse:
    """The scans that nobody has settled, the oldest first."""
    found = list(stray_scans.waiting(request.actor)[:SHOWN])
    audit.record(by=request.actor, did="scans.listed", rows=len(found))
    questions = stray_scans.questions(found, timezone.now())
    return render(request, "provider/stray_scans.html", {"questions": questions})


@require_POST
@for_roles(Role.PROVIDER)
def settle(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Which session the person came to, or none."""
    stray = record_or_404(stray_scans.get(request.actor, public_id))
    named = request.POST.get("session", "")
    session = _offered(stray, named) if named else None
    done = _("Counted: they came.") if session else _("It counts for no session.")
    run_action(request, lambda: scans.settle(stray=stray, session=session, by=request.actor, now=timezone.now()), done)
    return redirect("provider:stray_scans")


def _offered(stray: StrayScan, named: str) -> Session:
    """The session of a button; 404 for one that was not on the page."""
    [question] = stray_scans.questions([stray], timezone.now())
    return record_or_404(next((one for one in question.sessions if str(one.public_id) == named), None))
