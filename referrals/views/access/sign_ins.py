"""Where somebody is signed in, ending that, and throwing away what they did not send."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from referrals.actions.access import sign_ins as actions
from referrals.kit import unsent
from referrals.kit.access import PERSONS_DOOR, STAFF_DOOR, ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.selectors.access import second_factors, sign_ins


@require_safe
@for_roles(*Role)
def own(request: ActorRequest) -> HttpResponse:
    """Where the reader is and was signed in."""
    context = {
        "sign_ins": sign_ins.own(request.actor, timezone.now(), here=request.sign_in),
        "codes_left": second_factors.codes_left(request.user.pk or 0),
    }
    return render(request, "account/sign_ins.html", context)


@require_POST
@for_roles(*Role)
def end(request: ActorRequest) -> HttpResponse:
    """End one of one's own sign-ins, or all of them, this one included."""
    named, now = request.POST.get("sign_in", ""), timezone.now()
    if not named:
        actions.end_own(by=request.actor, now=now)
        door = PERSONS_DOOR if request.actor.role is Role.PERSON else STAFF_DOOR
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect(door)
    found = sign_ins.get(request.actor, named)
    if found is None:
        raise Http404
    actions.end_one(sign_in=found, by=request.actor, now=now)
    messages.success(request, _("That browser is signed out."))
    return redirect("person:me" if request.actor.role is Role.PERSON else "sign_ins")


@require_POST
@for_roles(*Role)
def throw_away(request: ActorRequest) -> HttpResponse:
    """What was typed before and not sent is not wanted any more."""
    page = unsent.page_of(request)
    unsent.forget(request)
    messages.success(request, _("What you had typed is gone."))
    # A browser that hides where it was asked from goes to where the work begins.
    return redirect("home" if page == request.path else page)
