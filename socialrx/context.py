"""What every page knows: the product's name, who is signed in, and where their role can go."""

from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from referrals.kit.permissions import Role

PRODUCT = "socialrx"

Label = str | Promise
# Who looks for people of their team on any page.
FINDERS = frozenset({Role.LINK_WORKER, Role.MANAGER})

# Role (None for nobody signed in) -> what the header offers, in the order of the work.
NAVIGATION: dict[str | None, tuple[tuple[Label, str], ...]] = {
    None: (
        (gettext_lazy("Services"), "services:directory"),
        (gettext_lazy("Ask for support"), "self_referral:refer"),
    ),
    "gp": (
        (gettext_lazy("My referrals"), "gp:referrals"),
        (gettext_lazy("Refer a patient"), "gp:refer"),
        (gettext_lazy("Services"), "services:directory"),
        (gettext_lazy("Weekly figures"), "observatory:weekly"),
    ),
    "link_worker": (
        (gettext_lazy("Caseload"), "link_worker:caseload"),
        (gettext_lazy("People"), "link_worker:people"),
        (gettext_lazy("Team report"), "link_worker:report"),
        (gettext_lazy("Services"), "services:directory"),
        (gettext_lazy("Weekly figures"), "observatory:weekly"),
    ),
    "provider": (
        (gettext_lazy("Inbox and registers"), "provider:inbox"),
        (gettext_lazy("Services"), "services:directory"),
        (gettext_lazy("Weekly figures"), "observatory:weekly"),
    ),
    "commissioner": (
        (gettext_lazy("Weekly figures"), "observatory:weekly"),
        (gettext_lazy("Services"), "services:directory"),
    ),
    "person": (
        (gettext_lazy("My page"), "person:me"),
        (gettext_lazy("Services"), "services:directory"),
    ),
    "manager": (
        (gettext_lazy("Members"), "manager:home"),
        (gettext_lazy("Devices"), "devices:list"),
        (gettext_lazy("Rejected messages"), "devices:rejected"),
        (gettext_lazy("Tags"), "manager:tags"),
        (gettext_lazy("Services"), "services:directory"),
        (gettext_lazy("Weekly figures"), "observatory:weekly"),
    ),
    "administrator": (
        (gettext_lazy("Organisations"), "administrator:organisations"),
        (gettext_lazy("Who works where"), "administrator:staff"),
        (gettext_lazy("API clients"), "administrator:clients"),
        (gettext_lazy("Set-up"), "administrator:setup"),
        (gettext_lazy("Weekly figures"), "observatory:weekly"),
    ),
}


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the header; `current` marks the page that is open."""

    label: Label
    url_name: str
    current: bool


class Product(TypedDict):
    """What templates find under `product`; `organisation_name` is blank for nobody signed in, as is `member`, an id.

    `is_person` is so for whoever works nowhere here; `finds_people` for whom the header has a box that finds anyone.
    """

    name: str
    demo: bool
    navigation: list[NavigationItem]
    has_other_roles: bool
    organisation_name: str
    member: str
    is_person: bool
    finds_people: bool


def page(request: HttpRequest) -> dict[str, Product]:
    """The context of every page."""
    # Absent where the request failed before the middleware that finds them.
    role = getattr(getattr(request, "actor", None), "role", None)
    membership = getattr(request, "membership", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    entries = NAVIGATION[role]
    organisation = getattr(membership, "organisation", None)
    return {
        "product": {
            "name": PRODUCT,
            "demo": settings.DEMO,
            "navigation": [NavigationItem(label, name, current=name == here) for label, name in entries],
            "has_other_roles": len(getattr(request, "memberships", ())) > 1,
            "organisation_name": str(organisation or ""),
            "member": str(membership.public_id) if membership else "",
            "is_person": role in {None, Role.PERSON},
            "finds_people": role in FINDERS and getattr(organisation, "kind", "") == "team",
        }
    }
