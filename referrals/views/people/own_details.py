"""A person's own contact details, and how they want to be told."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.access import opening
from referrals.forms.people.contact_points import OwnContactForm
from referrals.forms.people.person_details import OwnAddressForm
from referrals.forms.people.wishes import OwnWishesForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.views.people import contact_details
from referrals.views.people.contact_details import Door


def _own(request: ActorRequest) -> Door:
    return Door(record_or_404(opening.own(by=request.actor)), "person")


@require_safe
@for_roles(Role.PERSON)
def details(request: ActorRequest) -> HttpResponse:
    """Telephone, e-mail, address, and how to be told."""
    return contact_details.show(request, _own(request))


@require_http_methods(["GET", "POST"])
@for_roles(Role.PERSON)
def contact_add(request: ActorRequest) -> HttpResponse:
    """One more number or address."""
    return contact_details.add(request, _own(request), OwnContactForm)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PERSON)
def contact(request: ActorRequest, contact_point_id: UUID) -> HttpResponse:
    """Another number or address in the place of one."""
    return contact_details.correct(request, _own(request), contact_point_id, OwnContactForm)


@require_POST
@for_roles(Role.PERSON)
def contact_end(request: ActorRequest, contact_point_id: UUID) -> HttpResponse:
    """A number or address that is theirs no more."""
    return contact_details.end(request, _own(request), contact_point_id)


@require_POST
@for_roles(Role.PERSON)
def contact_confirm(request: ActorRequest, contact_point_id: UUID) -> HttpResponse:
    """A message there, by which they confirm that it is theirs."""
    return contact_details.confirm(request, _own(request), contact_point_id)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PERSON)
def address(request: ActorRequest) -> HttpResponse:
    """A new address from today on."""
    return contact_details.move(request, _own(request), OwnAddressForm)


@require_http_methods(["GET", "POST"])
@for_roles(Role.PERSON)
def told_by(request: ActorRequest) -> HttpResponse:
    """How they want to be told, and when not."""
    return contact_details.told_by(request, _own(request), OwnWishesForm)
