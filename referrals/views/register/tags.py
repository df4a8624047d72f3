"""Tags for a service's door: who carries which, giving, replacing and ending one, and a sheet of them to print."""

from dataclasses import dataclass
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.register import tags
from referrals.forms.register.tags import TagForm
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.selectors.register import tags as selectors
from referrals.selectors.register.tags import Carrier

# A telephone reads it from a card held at arm's length.
MODULE = 5


@dataclass(frozen=True, slots=True)
class Card:
    """A tag as it is printed: whose it is, its code, and the code as a picture."""

    name: str
    code: str
    picture: SafeString


@require_safe
@for_roles(Role.MANAGER)
def services(request: ActorRequest) -> HttpResponse:
    """The services to which the manager's people go."""
    return render(request, "provider/tag_services.html", {"services": selectors.services(request.actor)})


@require_safe
@for_roles(Role.PROVIDER, Role.MANAGER)
def of_service(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Whoever has a place at one service, with the tags that they carry."""
    service = record_or_404(selectors.get_service(request.actor, public_id))
    carriers = selectors.carriers(request.actor, service)
    audit.record(by=request.actor, did="tags.listed", to=service, rows=len(carriers))
    has_tags = any(carrier.tags for carrier in carriers)
    context = {"service": service, "carriers": carriers, "has_tags": has_tags}
    return render(request, "provider/tags.html", context)


@require_safe
@for_roles(Role.PROVIDER, Role.MANAGER)
def sheet(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Every tag of a service, to print and cut."""
    service = record_or_404(selectors.get_service(request.actor, public_id))
    cards = [card for carrier in selectors.carriers(request.actor, service) for card in _cards(carrier)]
    audit.record(by=request.actor, did="tags.printed", to=service, rows=len(cards))
    return render(request, "provider/tag_sheet.html", {"service": service, "cards": cards})


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER, Role.MANAGER)
def of_person(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The tag of whoever has one place: give it, or give another one instead."""
    carrier = record_or_404(selectors.carrier(request.actor, public_id))
    audit.look(by=request.actor, at=carrier.place, person_id=carrier.place.episode.person_id)
    form = TagForm(sent_data(request))
    give = tags.replace if carrier.tags else tags.issue

    def act() -> object:
        return give(place=carrier.place, code=form.cleaned_data["code"], by=request.actor, now=timezone.now())

    if form.is_bound and submit_form(form, act):
        messages.success(request, _("%(name)s has a new tag.") % {"name": carrier.name})
        return redirect("provider:tag", public_id)
    context = {"form": form, "carrier": carrier, "cards": _cards(carrier), "service": carrier.place.service}
    return render(request, "provider/tag.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
@for_roles(Role.PROVIDER, Role.MANAGER)
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The tag opens nothing more."""
    place = record_or_404(selectors.carrier(request.actor, public_id)).place
    run_action(
        request,
        lambda: tags.end(place=place, by=request.actor, now=timezone.now()),
        _("The tag is ended: a scan of it counts no more."),
    )
    return redirect("provider:tags", place.service.public_id)


def _cards(carrier: Carrier) -> list[Card]:
    return [Card(carrier.name, tag.code, _picture(tag.code)) for tag in carrier.tags]


def _picture(code: str) -> SafeString:
    """The code as a QR code; the drawing holds figures alone."""
    drawn = segno.make(code, error="q", micro=False).svg_inline(scale=MODULE, omitsize=True, svgclass="app-qr")
    return mark_safe(drawn)  # noqa: S308  # drawn from the code's squares; no text of anybody's is in it
