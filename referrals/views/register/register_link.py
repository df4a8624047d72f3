"""A volunteer keeps the register of one session for its day, by a link and without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.access import links as actions
from referrals.kit.access import ActorRequest, for_everyone, for_roles
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.access import links
from referrals.selectors.onward import provider
from referrals.views.onward.answer_link import private
from referrals.views.register.register import KEY, form_of, register_context, save_all, save_tap, status_of

if TYPE_CHECKING:
    from referrals.models import Session


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def volunteer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Make a link for a volunteer: shown this once, to be copied or put into a message of one's own."""
    session = _session(request, public_id)
    context: dict[str, object] = {"session": session, "address": "", "refused": ""}
    if request.method == "POST":
        try:
            token = actions.make_for_volunteer(session=session, by=request.actor, now=timezone.now())
        except Refusal as refusal:
            context["refused"] = refusal.message
        else:
            context["address"] = f"{settings.BASE_URL}{reverse('provider:by_link', args=[token])}"
    context["link"] = links.of_session(session)
    return render(request, "provider/volunteer.html", context, status=409 if context["refused"] else 200)


@require_POST
@for_roles(Role.PROVIDER)
def revoke(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Close the volunteer's link."""
    actions.revoke_of_volunteer(session=_session(request, public_id), by=request.actor, now=timezone.now())
    return redirect("provider:volunteer", public_id)


def _session(request: ActorRequest, public_id: UUID) -> Session:
    session = provider.get_session(request.actor, public_id)
    if session is None:
        raise Http404
    return session


# As with a provider's answer by mail: the token in the address is the proof, and there is no sign-in to borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@for_everyone
@private
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The register with names and nothing else. A link of another day, or none, tells nothing."""
    link = links.find(links.REGISTER, token)
    if link is None or not links.is_open(link, timezone.now()):
        return render(request, "provider/register_closed.html", status=404)
    by, session = links.actor_of(link), link.session
    actions.record_opening(link=link, by=by)
    if KEY in request.headers:
        return save_tap(request, session, by)
    form = form_of(request, session, by)
    context = {"saved": save_all(form, session, by)} | register_context(form, session, by, keeper="link")
    return render(request, "provider/register_by_link.html", context, status=status_of(form))
