"""The kinds of reference data that figures need."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from observatory.dimensions.places import Kind
from observatory.models import Geography, Population
from observatory.reference.populations import RESIDENCE
from referrals.kit.registries.reference_kinds import ReferenceKind

LIVING = Q(area__regex=f"^{RESIDENCE.pattern}$")
KINDS = [
    ReferenceKind(
        "geographies",
        30,
        _("Local authorities, regions and other places by name"),
        _("No figures by region, and places are shown by their codes."),
        Geography,
        Q(kind__in=[Kind.LOCAL_AUTHORITY.value, Kind.REGION.value, Kind.NATION.value]),
    ),
    ReferenceKind(
        "networks",
        40,
        _("Primary care networks and integrated care boards, with their practices"),
        _("No figures by network or board."),
        Geography,
        Q(kind__in=[Kind.PCN.value, Kind.ICB.value]),
        months=12,
    ),
    ReferenceKind(
        "practices",
        50,
        _("GP practices, with those that have ended"),
        _("Practices that have closed or merged still look open."),
        Geography,
        Q(kind=Kind.PRACTICE.value),
        months=6,
    ),
    ReferenceKind(
        "list_sizes",
        60,
        _("People on the lists of practices, by age and sex"),
        _("No rates of the registered population by age or sex."),
        Population,
        ~LIVING,
        months=12,
    ),
    ReferenceKind(
        "residents",
        70,
        _("Residents by deprivation and local authority"),
        _("No rates by deprivation or local authority."),
        Population,
        LIVING,
        months=24,
    ),
    ReferenceKind(
        "populations",
        80,
        _("Populations by any other segment, such as ethnic group"),
        _("No rates by that segment."),
        Population,
    ),
]
