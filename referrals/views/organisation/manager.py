"""A manager's first page: who works here, who is invited, and what stands still."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.selectors.organisation import accounts as selectors
from referrals.selectors.organisation import covers, invitations
from referrals.selectors.work import attention
from referrals.views.organisation import members


@require_safe
@for_roles(Role.MANAGER)
def home(request: ActorRequest) -> HttpResponse:
    """Everyone with a role in the organisation."""
    today, organisation = local_day(timezone.now()), organisation_of(request)
    context = {
        "members": selectors.members(request.actor, today),
        "invitations": invitations.standing(organisation.pk),
        "organisation": organisation,
        "attention": attention.by_holder(request.actor, today),
        "absences": covers.visible(request.actor, today),
    }
    return render(request, "manager/home.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER, recently=True)
def add(request: ActorRequest) -> HttpResponse:
    """Somebody new: they get an invitation."""
    return members.invite(request, organisation_of(request), "manager:home")
