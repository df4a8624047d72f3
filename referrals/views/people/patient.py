"""A practice keeps the contact details of its own patients."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.access import opening
from referrals.forms.people.contact_points import ContactPointForm
from referrals.forms.people.person_details import NewAddressForm
from referrals.forms.people.wishes import WishesForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.views.people import contact_details
from referrals.views.people.contact_details import Door


def _patient(request: ActorRequest, public_id: UUID) -> Door:
    return Door(record_or_404(opening.own_patient(public_id=public_id, by=request.actor)), "gp")


@require_safe
@for_roles(Role.GP)
def details(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Telephone, e-mail, address, and how to be told."""
    return contact_details.show(request, _patient(request, public_id))


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def contact_add(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One more number or address."""
    return contact_details.add(request, _patient(request, public_id), ContactPointForm)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def contact(request: ActorRequest, public_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """Another number or address in the place of one."""
    return contact_details.correct(request, _patient(request, public_id), contact_point_id, ContactPointForm)


@require_POST
@for_roles(Role.GP)
def contact_end(request: ActorRequest, public_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """A number or address that is theirs no more."""
    return contact_details.end(request, _patient(request, public_id), contact_point_id)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def address(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A new address from today on."""
    return contact_details.move(request, _patient(request, public_id), NewAddressForm)


@require_http_methods(["GET", "POST"])
@for_roles(Role.GP)
def told_by(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """How they want to be told, and when not."""
    return contact_details.told_by(request, _patient(request, public_id), WishesForm)
