"""A provider's pages: offers to answer, services, registers. Made for an old phone in a church hall."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.access import opening
from referrals.actions.onward import onward_referrals
from referrals.actions.services import services
from referrals.forms.onward.provider import AnswerForm, ReportForm, SessionForm
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.onward import provider as selectors
from referrals.selectors.register import feedback as feedback_selectors
from referrals.selectors.register import stray_scans
from referrals.states import SEEN_BY_PROVIDER, OnwardStatus

if TYPE_CHECKING:
    from referrals.models import OnwardReferral

# In the inbox the first few; with each service more of them.
FEW, SESSIONS_SHOWN = 5, 20


@require_safe
@for_roles(Role.PROVIDER)
def inbox(request: ActorRequest) -> HttpResponse:
    """What waits for an answer, which registers are open, and the services."""
    now = timezone.now()
    offers = list(selectors.offers(request.actor)[:50])
    audit.record(by=request.actor, did="offers.listed", rows=len(offers))
    context = {
        "offers": offers,
        "today": local_day(now),
        "registers": selectors.registers_to_mark(request.actor, now)[:FEW],
        "coming": selectors.coming_sessions(request.actor, now)[:FEW],
        "services": selectors.services(request.actor),
        "stray_scans": stray_scans.waiting(request.actor).count(),
    }
    return render(request, "provider/inbox.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def offer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One person offered: who they are, what they need, the answer, and later what became of them."""
    found = opening.offer(public_id=public_id, by=request.actor)
    if found is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    is_waiting = found.status == OnwardStatus.REQUESTED
    form = AnswerForm(data) if is_waiting else ReportForm(data, status=found.status)
    if data is not None and form.is_valid():
        try:
            _move(request, found, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved. The link worker sees it."))
            # What a service said no to, or no longer sees, is not its business any more.
            is_still_theirs = found.status in SEEN_BY_PROVIDER
            return redirect("provider:offer", public_id) if is_still_theirs else redirect("provider:inbox")
    context = {
        "form": form,
        "offer": found,
        "person": found.episode.person,
        "flags": selectors.access_flags(found),
        "phones": selectors.safe_phones(found),
        "next_session": selectors.next_session(found.service, timezone.now()),
    }
    return render(request, "provider/offer.html", context, status=422 if form.errors else 200)


def _move(request: ActorRequest, offered: OnwardReferral, chosen: dict[str, str]) -> None:
    """Do what the form chose: `answer` to an offer, or another `event`."""
    by, now = request.actor, timezone.now()
    if "answer" in chosen:
        onward_referrals.answer(
            onward_referral=offered, answer=chosen["answer"], reason=chosen["reason"], by=by, now=now
        )
    else:
        # A question that was not asked has no answer.
        reason = chosen["reason"] or ""
        onward_referrals.move(onward_referral=offered, event=chosen["event"], reason=reason, by=by, now=now)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def service(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One service: who has a place, who waits, its sessions, and a form for the next one."""
    found = selectors.get_service(request.actor, public_id)
    if found is None:
        raise Http404
    form = SessionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.period()
        try:
            services.schedule(
                service=found, code=form.cleaned_data["code"], starts_at=starts_at, ends_at=ends_at, by=request.actor
            )
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            messages.success(request, _("The session has been added."))
            return redirect("provider:service", public_id)
    now = timezone.now()
    people = list(selectors.people_at(request.actor, found))
    audit.record(by=request.actor, did="service.people_listed", to=found, rows=len(people))
    context = {
        "form": form,
        "service": found,
        "people": people,
        "coming": selectors.coming_sessions_of(request.actor, found, now)[:SESSIONS_SHOWN],
        "past": selectors.past_sessions_of(request.actor, found, now)[:SESSIONS_SHOWN],
    }
    return render(request, "provider/service.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(Role.PROVIDER)
def confirm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The listing is still right: one tap."""
    found = selectors.get_service(request.actor, public_id)
    if found is None:
        raise Http404
    services.confirm(service=found, on=local_day(timezone.now()), by=request.actor)
    messages.success(request, _("Thank you. The listing is confirmed as of today."))
    return redirect("provider:service", public_id)


@require_safe
@for_roles(Role.PROVIDER)
def feedback(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What people said of a service, without names, and only once enough of them did."""
    found = selectors.get_service(request.actor, public_id)
    if found is None:
        raise Http404
    today = local_day(timezone.now())
    said = feedback_selectors.of_service(found, today)
    audit.record(by=request.actor, did="feedback.listed", to=found)
    first_day, last_day = feedback_selectors.period(today)
    context = {
        "service": found,
        "said": said,
        "first_day": first_day,
        "last_day": last_day,
        "fewest": feedback_selectors.FEWEST,
    }
    return render(request, "provider/feedback.html", context)
