"""When someone is away, and who does their tasks: a link worker for themselves, a manager for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.organisation import covers
from referrals.forms.support.handovers import AbsenceForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.organisation import accounts
from referrals.selectors.organisation import covers as selectors

if TYPE_CHECKING:
    from referrals.models import Membership


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def own(request: ActorRequest) -> HttpResponse:
    """A link worker's own absences."""
    return _absences(request, request.membership, "link_worker:away", "link_worker:caseload")


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def of_member(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The absences of someone in the manager's organisation."""
    member = accounts.members(request.actor, local_day(timezone.now())).filter(public_id=public_id).first()
    if member is None:
        raise Http404
    return _absences(request, member, "manager:away", "manager:home", public_id)


@require_POST
@for_roles(Role.LINK_WORKER)
def call_off_own(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The link worker is not away after all."""
    return _called_off(request, public_id, "link_worker:away")


@require_POST
@for_roles(Role.MANAGER)
def call_off(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Someone is not away after all."""
    return _called_off(request, public_id, "manager:home")


def _absences(request: ActorRequest, member: Membership, here: str, back: str, *of: UUID) -> HttpResponse:
    """What is planned, and the form for another absence."""
    now = timezone.now()
    colleagues = {str(one.public_id): one for one in accounts.colleagues(member, local_day(now))}
    typed = request.POST if request.method == "POST" else None
    form = AbsenceForm(typed, colleagues=[(key, one.user.name) for key, one in colleagues.items()])
    if typed is not None and form.is_valid():
        data = form.cleaned_data
        days = {name: data[name] for name in ("first_day", "last_day")}
        try:
            covers.arrange(away=member, covering=colleagues[data["covering"]], by=request.actor, now=now, **days)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Noted. The tasks stand on both worklists meanwhile."))
            return redirect(here, *of)
    context = {
        "form": form,
        "member": member,
        "colleagues": colleagues,
        "absences": selectors.visible(request.actor, local_day(now)).filter(away=member),
        "is_own": member.pk == request.actor.membership_id,
        "back": back,
        "call_off": f"{here.partition(':')[0]}:back",
    }
    return render(request, "manager/away.html", context, status=422 if form.errors else 200)


def _called_off(request: ActorRequest, public_id: UUID, back: str) -> HttpResponse:
    now = timezone.now()
    cover = selectors.get(request.actor, public_id, local_day(now))
    if cover is None:
        raise Http404
    run_action(
        request, lambda: covers.call_off(cover=cover, by=request.actor, now=now), _("The absence is called off.")
    )
    return redirect(back)
