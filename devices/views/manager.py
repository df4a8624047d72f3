"""A manager's pages about devices: registering, lending and disabling one, and what was rejected."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from devices import handlers, topics
from devices.actions import devices, loans
from devices.forms.manager import DeviceForm, LendForm
from devices.selectors import devices as selectors
from devices.selectors import loans as loan_selectors
from devices.selectors import messages as message_selectors
from devices.selectors import rules
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.organisation import organisations

if TYPE_CHECKING:
    from devices.models import Device

REJECTED_SHOWN = 50


@require_safe
@for_roles(Role.MANAGER)
def listing(request: ActorRequest) -> HttpResponse:
    """Every device, who has it, and when it was last heard of."""
    found = list(selectors.kept(request.actor))
    audit.record(by=request.actor, did="devices.listed", rows=len(found))
    return render(request, "manager/devices/list.html", {"devices": found})


@require_safe
@for_roles(Role.MANAGER)
def device(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One device with its loans."""
    found = _device_or_404(request, public_id)
    lent = list(loan_selectors.visible_to(request.actor).filter(device=found))
    for loan in lent:
        audit.look(by=request.actor, at=loan, person_id=loan.person_id)
    return render(request, "manager/devices/device.html", {"device": found, "loans": lent})


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def register(request: ActorRequest) -> HttpResponse:
    """Take a device into use. Its secret is in this answer and nowhere else."""
    sites = {str(site.public_id): site for site in organisations.providers(local_day(timezone.now()))}
    form = DeviceForm(
        request.POST if request.method == "POST" else None, sites=[(key, site.name) for key, site in sites.items()]
    )
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = devices.register(
                organisation=organisation_of(request),
                kind=form.cleaned_data["kind"],
                label=form.cleaned_data["label"],
                serial=form.cleaned_data["serial"],
                site=sites.get(form.cleaned_data["site"]),
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return _show_credentials(request, made, secret)
    return render(request, "manager/devices/register.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def secret(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A new secret for a device, after a warning: the old one stops."""
    found = _device_or_404(request, public_id)
    if request.method == "POST":
        try:
            return _show_credentials(request, found, devices.rotate_secret(device=found, by=request.actor))
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("devices:device", public_id)
    return render(request, "manager/devices/secret.html", {"device": found})


@require_POST
@for_roles(Role.MANAGER)
def disable(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Shut a device out."""
    devices.disable(device=_device_or_404(request, public_id), by=request.actor, now=timezone.now())
    messages.success(request, _("The device is shut out."))
    return redirect("devices:device", public_id)


@require_POST
@for_roles(Role.MANAGER)
def enable(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Let a device in again."""
    devices.enable(device=_device_or_404(request, public_id), by=request.actor)
    messages.success(request, _("The device may send again."))
    return redirect("devices:device", public_id)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def lend(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Lend a wearable."""
    found = _device_or_404(request, public_id)
    people = {str(person.public_id): person for person in loan_selectors.borrowers(request.actor)}
    audit.record(by=request.actor, did="borrowers.listed", rows=len(people))
    form = LendForm(
        request.POST if request.method == "POST" else None,
        people=[(key, person.full_name) for key, person in people.items()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            loans.lend(device=found, person=people[form.cleaned_data["person"]], by=request.actor, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The wearable is lent."))
            return redirect("devices:device", public_id)
    words = rules.help_words(found.organisation_id, local_day(timezone.now()))
    context = {"form": form, "device": found, "people": people, "words": words}
    return render(request, "manager/devices/lend.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(Role.MANAGER)
def take_back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The wearable is back."""
    for loan in loan_selectors.running(_device_or_404(request, public_id), request.actor):
        loans.take_back(loan=loan, by=request.actor, now=timezone.now())
        messages.success(request, _("The wearable is back."))
    return redirect("devices:device", public_id)


@require_safe
@for_roles(Role.MANAGER)
def rejected(request: ActorRequest) -> HttpResponse:
    """What the organisation's devices sent that was not stored: counts, times and reasons, never what it said."""
    context = {
        "reasons": message_selectors.rejections(request.actor),
        "latest": message_selectors.quarantine(request.actor).defer("content")[:REJECTED_SHOWN],
    }
    return render(request, "manager/devices/rejected.html", context)


def _device_or_404(request: ActorRequest, public_id: UUID) -> "Device":
    found = selectors.kept(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _show_credentials(request: ActorRequest, found: "Device", new_secret: str) -> HttpResponse:
    context = {
        "device": found,
        "secret": new_secret,
        "topics": sorted(
            topics.topic_of(found.public_id, handler.kind, handler.version) for handler in handlers.sent_by(found.kind)
        ),
    }
    response = render(request, "manager/devices/credentials.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
