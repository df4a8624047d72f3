"""A service of the directory as a HealthcareService."""

from collections.abc import Sequence

from django.db.models import Q

from referrals.fhir import asking, parts
from referrals.fhir.organization import ANYBODY
from referrals.fhir.service_request import needs
from referrals.kit.actor import Actor
from referrals.kit.registries.fhir import JSON, Lead, Resource, Row, Source
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.access import exchanged


def from_service(service: Row) -> Resource:
    """The resource of a listed service, as the public directory shows it."""
    return {
        "resourceType": "HealthcareService",
        "id": str(service.public_id),
        "active": service.status != ServiceStatus.CLOSED,
        "providedBy": parts.reference(service.organisation),
        "type": needs(service.needs),
        "name": service.name,
        "comment": service.description,
        "extraDetails": service.schedule,
        "telecom": _telecom(service),
        "eligibility": [{"comment": service.eligibility}] if service.eligibility else [],
        "communication": [{"text": service.language}] if service.language else [],
        "appointmentRequired": not service.takes_self_referrals,
        "availableTime": [{"daysOfWeek": service.days}],
    }


def _telecom(service: Row) -> list[JSON]:
    reached = (("phone", service.phone), ("email", service.email), ("url", service.website))
    return [{"system": system, "value": value, "use": "work"} for system, value in reached if value]


def _of_services(rows: Sequence[Row], by: Actor) -> list[Resource]:  # each source is asked alike
    return [from_service(row) for row in rows]


HEALTHCARE_SERVICE = Source(
    type="HealthcareService",
    name="service",
    permissions=ANYBODY,
    rows=exchanged.services,
    resources=_of_services,
    whose=lambda _row: None,
    includes={"organization": Lead("providedBy", "Organization")},
    parameters={
        "organization": asking.refers("Organization", "organisation__public_id"),
        "service-type": asking.token(
            lambda system, code: Q(needs__contains=[code]) if system in {"", parts.NEED} else Q(pk__in=[])
        ),
    },
)
