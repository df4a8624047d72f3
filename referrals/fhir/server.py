"""What the FHIR server says of itself, and how it says no."""

from collections.abc import Iterable
from datetime import datetime

from referrals.fhir import parts
from referrals.kit.registries.fhir import Resource, ResourceType

FHIR_VERSION = "4.0.1"
MEDIA_TYPE = "application/fhir+json"
SECURITY_SERVICES = "http://terminology.hl7.org/CodeSystem/restful-security-service"


def capability_statement(
    types: Iterable[ResourceType], *, base: str, organisation_header: str, now: datetime
) -> Resource:
    """What can be done here, and nothing else; `base` is the server's own address, without a slash at its end."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": parts.moment(now),
        "kind": "instance",
        "software": {"name": "socialrx"},
        "implementation": {"description": "Social prescribing referrals", "url": base},
        "fhirVersion": FHIR_VERSION,
        "format": [MEDIA_TYPE],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "service": [{"coding": [{"system": SECURITY_SERVICES, "code": "OAuth"}]}],
                    "description": "OAuth2 client credentials. A client that acts for several organisations names one "
                    f"in the header {organisation_header}, by its ODS code or else its public id.",
                },
                "resource": [_capabilities_of(one) for one in types],
            }
        ],
    }


def operation_outcome(code: str, words: str) -> Resource:
    """One error: `code` is of FHIR's issue types, `words` a sentence for people."""
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": code, "diagnostics": words}]}


def _capabilities_of(one: ResourceType) -> Resource:
    return {"type": one.name, "interaction": [{"code": "read"}], "versioning": "no-version"}
