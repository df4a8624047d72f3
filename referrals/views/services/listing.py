"""A provider keeps its listings: add, change, close, open again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.onward import closings
from referrals.actions.services import services
from referrals.forms.services.listing import ClosingForm, ListingForm, initial_of
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.onward import provider as selectors
from referrals.selectors.people import places

if TYPE_CHECKING:
    from referrals.models import Service


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def add(request: ActorRequest) -> HttpResponse:
    """A new listing."""
    form = ListingForm(request.POST if request.method == "POST" else None, areas=places.areas())

    def save() -> Service:
        return services.add(
            organisation=organisation_of(request),
            draft=form.draft(),
            by=request.actor,
            confirmed_on=local_day(timezone.now()),
        )

    return _page(request, form, save)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Change a listing; saving confirms it."""
    service = _own(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = ListingForm(data, areas=places.areas(service.area_codes), initial=initial_of(service))

    def save() -> Service:
        saved = services.edit(
            service=service,
            draft=form.draft(),
            version=form.cleaned_data["version"],
            on=local_day(timezone.now()),
            by=request.actor,
        )
        _warn_of_too_few(request, saved)
        return saved

    return _page(request, form, save, service=service)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def close(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The service is no longer offered; how many people that sends back is said before."""
    service = _own(request, public_id)
    today = local_day(timezone.now())
    form = ClosingForm(request.POST if request.method == "POST" else None, initial={"on": today})
    if form.is_bound and form.is_valid():
        try:
            closings.close(service=service, by=request.actor, now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The service is closed. The link workers of everyone who was going are told."))
            return redirect("provider:service", public_id)
    shown = {"form": form, "service": service, "going": selectors.going(service)}
    return render(request, "provider/close_service.html", shown, status=422 if form.errors else 200)


@require_POST
@for_roles(Role.PROVIDER)
def reopen(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The service is offered again."""
    service = _own(request, public_id)
    run_action(
        request,
        lambda: closings.reopen(service=service, on=local_day(timezone.now()), by=request.actor),
        _("The listing is open again and confirmed as of today."),
    )
    return redirect("provider:service", public_id)


def _warn_of_too_few(request: ActorRequest, service: Service) -> None:
    kept = selectors.get_service(request.actor, service.public_id)
    taken: int = vars(kept)["taken"]
    if service.places is not None and taken > service.places:
        words = ngettext(
            "%(taken)s person has a place, more than you now offer. They keep it, and nobody new gets one.",
            "%(taken)s people have a place, more than you now offer. They keep them, and nobody new gets one.",
            taken,
        )
        messages.warning(request, words % {"taken": taken})


def _page(
    request: ActorRequest, form: ListingForm, save: Callable[[], Service], service: Service | None = None
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            saved = save()
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved. The listing is confirmed as of today."))
            return redirect("provider:service", saved.public_id)
    shown = {"form": form, "service": service}
    return render(request, "provider/listing.html", shown, status=422 if form.errors else 200)


def _own(request: ActorRequest, public_id: UUID) -> Service:
    """One of the provider's own services, or 404."""
    service = selectors.get_service(request.actor, public_id)
    if service is None:
        raise Http404
    return service
