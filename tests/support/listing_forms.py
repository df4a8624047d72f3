"""The forms by which a provider keeps its listings, with what someone types who fills them in right."""

from typing import Any

from referrals.forms.services import listing, needs
from referrals.kit.permissions import Role
from referrals.models import Service
from tests.support.bad_input import FormCase
from tests.support.forms_typed import date_typed
from tests.support.world import World


def listing_typed(**changes: Any) -> dict[str, Any]:
    """A listing with every question answered; change what the test is about."""
    typed = {
        "version": "0",
        "name": "Bench to bench",
        "description": "A slow walk with tea.",
        "needs": ["loneliness", "inactivity"],
        "location": "Longford Park",
        "postcode": "M33 2AB",
        "days": ["tue", "thu"],
        "schedule": "Tuesdays and Thursdays 10:30",
        "is_free": "no",
        "cost": "£2 for tea",
        "is_step_free": "yes",
        "accessibility": "Toilet by the gate",
        "language": "English, Urdu",
        "website": "https://www.example.org/bench",
        "email": "bench@example.org",
        "phone": "0161 496 0123",
        "status": "open",
        "places": "12",
        "weeks_to_wait": "3",
        "youngest": "50",
        "oldest": "90",
        "for_sex": "female",
        "area_codes": ["E08000009"],
        "eligibility": "Able to walk a mile",
        "takes_self_referrals": "no",
        "scan_grace": "15",
    }
    return typed | changes


def edit_url(world: World) -> str:
    return f"/provider/services/{world.ours.service.public_id}/edit/"


def close_url(world: World) -> str:
    return f"/provider/services/{world.ours.service.public_id}/close/"


def needless(world: World) -> str:
    """A service that was imported without what it helps with."""
    Service.objects.filter(pk=world.ours.service.pk).update(needs=[], source="ours", source_id="s-1", assured_on=None)
    return "/link-worker/services/"


def needs_typed(world: World) -> dict[str, Any]:
    service = world.ours.service.public_id
    return {"shown": str(service), f"needs-{service}": ["loneliness"], f"runs-{service}": "on"}


CASES = [
    FormCase(needs.NeedsForm, Role.LINK_WORKER, needless, needs_typed),
    FormCase(
        listing.ListingForm, Role.PROVIDER, lambda world: "/provider/services/add/", lambda world: listing_typed()
    ),
    FormCase(
        listing.ListingForm,
        Role.PROVIDER,
        edit_url,
        lambda world: listing_typed(version=str(world.ours.service.version)),
        name="ListingForm of a service that is listed",
        attacked=("version", "name"),
    ),
    FormCase(
        listing.ClosingForm,
        Role.PROVIDER,
        close_url,
        lambda world: {"reason": "no_funding", **date_typed("on", world.today)},
    ),
]
