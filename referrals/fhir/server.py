"""What the FHIR server says of itself, and how it says no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from referrals.fhir import parts
from referrals.kit.registries.fhir import JSON, Resource, ResourceType

FHIR_VERSION = "4.0.1"
MEDIA_TYPE = "application/fhir+json"
PATCH_TYPE = "application/json-patch+json"
SECURITY_SERVICES = "http://terminology.hl7.org/CodeSystem/restful-security-service"
REFUSAL = "urn:socialrx:codes:refusal"
# What each type can be searched by, beside parameters of its own.
COMMON_PARAMETERS = {"_id": "token", "_lastUpdated": "date"}


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong: FHIR's issue type, a sentence for people, and the path of the element.

    `refusal` is the code of ours for a rule that said no, as REST gives it.
    """

    code: str
    words: str
    path: str = ""
    refusal: str = ""


class RefusedError(Exception):
    """What was sent is refused, with all that is wrong about it; `status` is of HTTP."""

    def __init__(self, status: int, *issues: Issue) -> None:
        super().__init__(status)
        self.status = status
        self.issues = issues


def capability_statement(
    types: Iterable[ResourceType], *, base: str, organisation_header: str, now: datetime
) -> Resource:
    """What can be done here, and nothing else; `base` is the server's own address, without a slash at its end."""
    known = list(types)
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": parts.moment(now),
        "kind": "instance",
        "software": {"name": "socialrx"},
        "implementation": {"description": "Social prescribing referrals", "url": base},
        "fhirVersion": FHIR_VERSION,
        "format": [MEDIA_TYPE],
        "patchFormat": [PATCH_TYPE],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "service": [{"coding": [{"system": SECURITY_SERVICES, "code": "OAuth"}]}],
                    "description": "OAuth2 client credentials. A client that acts for several organisations names one "
                    f"in the header {organisation_header}, by its ODS code or else its public id.",
                },
                "resource": [_capabilities_of(one, known) for one in known],
            }
        ],
    }


def operation_outcome(*issues: Issue, severity: str = "error") -> Resource:
    """What went wrong, or that nothing did."""
    found: list[JSON] = [
        parts.without_nothing(
            {
                "severity": severity,
                "code": issue.code,
                "details": {"coding": [{"system": REFUSAL, "code": issue.refusal}]} if issue.refusal else None,
                "diagnostics": issue.words,
                "expression": [issue.path] if issue.path else None,
            }
        )
        for issue in issues
    ]
    return {"resourceType": "OperationOutcome", "issue": found}


def _capabilities_of(one: ResourceType, known: list[ResourceType]) -> Resource:
    writer = one.writer
    can = {
        "read": True,
        "search-type": True,
        "vread": one.has_history,
        "history-instance": one.has_history,
        "create": bool(writer and writer.take_in),
        "update": bool(writer and writer.update),
        "patch": bool(writer and writer.update),
    }
    leads_here = sorted(
        f"{other.name}:{name}" for other in known for name, lead in other.includes.items() if lead.type == one.name
    )
    parameters = {**COMMON_PARAMETERS, **one.parameters}
    return parts.without_nothing(
        {
            "type": one.name,
            "interaction": [{"code": code} for code, is_possible in can.items() if is_possible],
            "versioning": "versioned-update" if can["update"] else "versioned",
            "readHistory": True if one.has_history else None,
            "conditionalCreate": True if can["create"] else None,
            "conditionalRead": "not-match",
            "searchInclude": [f"{one.name}:{name}" for name in sorted(one.includes)],
            "searchRevInclude": leads_here,
            "searchParam": [{"name": name, "type": kind} for name, kind in sorted(parameters.items())],
        }
    )
