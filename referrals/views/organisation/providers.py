"""A team brings in local organisations: it finds one, or adds it, and asks somebody there to answer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.organisation import organisations
from referrals.drafts import OrganisationDraft
from referrals.forms.organisation.organisations import ProviderFilterForm, ProviderForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.selectors.organisation import areas, invitations
from referrals.views.organisation import members

if TYPE_CHECKING:
    from referrals.models import Organisation

FOUND_AT_MOST = 20


@require_safe
@for_roles(Role.LINK_WORKER)
def listing(request: ActorRequest) -> HttpResponse:
    """Providers by name: whom the team may ask, and where somebody answers already; and whom it has asked."""
    today, form = local_day(timezone.now()), ProviderFilterForm(request.GET)
    name = form.name()
    found = list(areas.providers_named(name, today)[:FOUND_AT_MOST]) if name else []
    context = {
        "form": form,
        "name": name,
        "found": [(one, bool(invitations.roles_to_give(request.actor, one, today))) for one in found],
        "is_cut": len(found) == FOUND_AT_MOST,
        "invitations": invitations.sent_by(request.actor),
    }
    return render(request, "link_worker/providers.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def add(request: ActorRequest) -> HttpResponse:
    """A local organisation that is not in the list yet."""
    form = ProviderForm(sent_data(request))
    made: list[Organisation] = []
    if submit_form(form, lambda: made.append(_add(request, form))):
        return redirect("link_worker:provider_invite", made[0].public_id)
    return render(request, "link_worker/provider_add.html", {"form": form}, status=422 if form.errors else 200)


def _add(request: ActorRequest, form: ProviderForm) -> Organisation:
    data = form.cleaned_data
    draft = OrganisationDraft(data["name"], "provider", email=data["email"], phone=data["phone"])
    return organisations.add_from(draft=draft, by=request.actor, now=timezone.now())


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def invite(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask somebody of a local organisation to answer for it."""
    found = record_or_404(areas.provider(public_id))
    return members.invite(request, found, "link_worker:providers")


@require_POST
@for_roles(Role.LINK_WORKER)
def invite_again(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Another mail with another link."""
    members.send_again(request, members.get_invitation(request, public_id))
    return redirect("link_worker:providers")


@require_POST
@for_roles(Role.LINK_WORKER)
def withdraw_invitation(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """They are not asked any more."""
    members.withdraw(request, members.get_invitation(request, public_id))
    return redirect("link_worker:providers")
