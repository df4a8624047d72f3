"""FHIR resources as another system sends them, and what this server answers."""

from typing import Any

from django.test import Client
from fhir.resources.R4B import get_fhir_model_class

from tests.support.tokens import Answered
from tests.support.world import an_nhs_number

FHIR_JSON = "application/fhir+json"
BASE = "/fhir/R4"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
NEED = "urn:socialrx:codes:need"
REASON = "urn:socialrx:codes:status-reason"


def patient(**changes: Any) -> dict[str, Any]:
    """Someone new; `nhs_number`, names and `born_on` as in a draft."""
    number = changes.get("nhs_number", an_nhs_number(701))
    return {
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{"system": NHS_NUMBER, "value": number}] if number else [{"system": "urn:x", "value": "1"}],
        "name": [
            {
                "use": "official",
                "family": changes.get("family_name", "Sent"),
                "given": [changes.get("given_name", "Nia")],
            }
        ],
        "gender": "female",
        "birthDate": changes.get("born_on", "1958-07-04"),
        "telecom": [
            {
                "system": "phone",
                "value": "0161 496 0123",
                "extension": [{"url": "urn:socialrx:safe-to-call", "valueBoolean": True}],
            }
        ],
        "address": [{"use": "home", "line": ["1 High Street"], "city": "Sale", "postalCode": "m33 2ab"}],
    }


def service_request(
    *, priority: str = "routine", identifier: str = "", risk: str = "", **someone: Any
) -> dict[str, Any]:
    """A practice's referral of someone new because of debt, with what it brings along."""
    contained: list[dict[str, Any]] = [
        patient(**someone),
        {
            "resourceType": "Consent",
            "id": "consent",
            "status": "active",
            "scope": {"text": "Sharing"},
            "category": [{"text": "Referral"}],
            "policyRule": {"text": "2026-01"},
            "performer": [{"display": "The patient"}],
        },
    ]
    if risk:
        subject = {"reference": "#patient"}
        flag = {"resourceType": "Flag", "id": "risk", "status": "active", "code": {"text": risk}, "subject": subject}
        contained.append(flag)
    made: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "contained": contained,
        "status": "active",
        "intent": "order",
        "priority": priority,
        "subject": {"reference": "#patient"},
        "requester": {"display": "Dr Hall"},
        "supportingInfo": [{"reference": f"#{one['id']}"} for one in contained[1:]],
        "reasonCode": [{"coding": [{"system": NEED, "code": "debt"}]}],
        "note": [{"text": "Letters pile up."}],
    }
    if identifier:
        made["identifier"] = [{"system": "urn:practice:requests", "value": identifier}]
    return made


def send(client: Client, resource: Any, **headers: str) -> Answered:
    """Send a ServiceRequest."""
    return client.post(f"{BASE}/ServiceRequest", resource, content_type=FHIR_JSON, headers=headers)


def valid(answer: Answered) -> dict[str, Any]:
    """The resource that was answered, which the model of its type accepts."""
    body: dict[str, Any] = answer.json()
    get_fhir_model_class(body["resourceType"]).model_validate(body)
    return body


def found(answer: Answered) -> list[dict[str, Any]]:
    """The resources of a bundle, each of which the model of its type accepts."""
    assert answer.status_code == 200, answer.content
    resources = [entry["resource"] for entry in valid(answer).get("entry", [])]
    for resource in resources:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    return resources


def refused_by(answer: Answered) -> str:
    """The code of our own for the rule that said no."""
    code: str = valid(answer)["issue"][0]["details"]["coding"][0]["code"]
    return code


def assert_outcome(answer: Answered, status: int, code: str) -> dict[str, Any]:
    """The answer is an OperationOutcome with this issue type; its first issue."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == FHIR_JSON
    issue: dict[str, Any] = valid(answer)["issue"][0]
    assert (issue["severity"], issue["code"]) == ("error", code)
    assert issue["diagnostics"]
    return issue
