"""Codes that FHIR R4 (4.0.1) requires: the models of the library take any code, these tables do not.

A table names the elements by type of resource, or, for small parts that occur in many, by the part's own shape.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from referrals.fhir.server import Issue
from referrals.kit.registries.fhir import Element

_EVENT = "preparation in-progress not-done on-hold stopped completed entered-in-error unknown"
_REQUEST = "draft active on-hold revoked completed entered-in-error unknown"
_INTENT = "proposal plan directive order original-order reflex-order filler-order instance-order option"
_PRIORITY = "routine urgent asap stat"
_PUBLICATION = "draft active retired unknown"
_GENDER = "male female other unknown"
_ENCOUNTER = "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown"
_TASK = (
    "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed entered-in-error"
)
_OUTCOME = (
    "invalid structure required value invariant security login unknown expired forbidden suppressed processing "
    "not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly "
    "business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational"
)
# Path of an element, without places in lists -> its codes.
CODES: dict[str, frozenset[str]] = {
    path: frozenset(codes.split())
    for path, codes in {
        "Appointment.status": "proposed pending booked arrived fulfilled cancelled noshow entered-in-error checked-in "
        "waitlist",
        "Appointment.participant.status": "accepted declined tentative needs-action",
        "Appointment.participant.required": "required optional information-only",
        "Bundle.type": "document message transaction transaction-response batch batch-response history searchset "
        "collection",
        "Bundle.entry.request.method": "GET HEAD POST PUT DELETE PATCH",
        "Bundle.entry.search.mode": "match include outcome",
        "CapabilityStatement.status": _PUBLICATION,
        "CapabilityStatement.kind": "instance capability requirements",
        "CarePlan.status": _REQUEST,
        "CarePlan.intent": "proposal plan order option",
        "CarePlan.activity.detail.status": "not-started scheduled in-progress on-hold completed cancelled stopped "
        "unknown entered-in-error",
        "CareTeam.status": "proposed active suspended inactive entered-in-error",
        "Communication.status": _EVENT,
        "Communication.priority": _PRIORITY,
        "Consent.status": "draft proposed active rejected inactive entered-in-error",
        "Consent.provision.type": "deny permit",
        "Device.status": "active inactive entered-in-error unknown",
        "DeviceUseStatement.status": "active completed entered-in-error intended stopped on-hold",
        "DocumentReference.status": "current superseded entered-in-error",
        "Encounter.status": _ENCOUNTER,
        "EpisodeOfCare.status": "planned waitlist active onhold finished cancelled entered-in-error",
        "Flag.status": "active inactive entered-in-error",
        "Goal.lifecycleStatus": "proposed planned accepted active on-hold completed cancelled entered-in-error "
        "rejected",
        "Group.type": "person animal practitioner device medication substance",
        "List.status": "current retired entered-in-error",
        "List.mode": "working snapshot changes",
        "Location.status": "active suspended inactive",
        "Location.mode": "instance kind",
        "MeasureReport.status": "complete pending error",
        "MeasureReport.type": "individual subject-list summary data-collection",
        "Observation.status": "registered preliminary final amended corrected cancelled entered-in-error unknown",
        "OperationOutcome.issue.severity": "fatal error warning information",
        "OperationOutcome.issue.code": _OUTCOME,
        "Patient.gender": _GENDER,
        "Patient.link.type": "replaced-by replaces refer seealso",
        "Person.gender": _GENDER,
        "Practitioner.gender": _GENDER,
        "RelatedPerson.gender": _GENDER,
        "Procedure.status": _EVENT,
        "Provenance.entity.role": "derivation revision quotation source removal",
        "Questionnaire.status": _PUBLICATION,
        "QuestionnaireResponse.status": "in-progress completed amended entered-in-error stopped",
        "ServiceRequest.status": _REQUEST,
        "ServiceRequest.intent": _INTENT,
        "ServiceRequest.priority": _PRIORITY,
        "Slot.status": "busy free busy-unavailable busy-tentative entered-in-error",
        "Task.status": _TASK,
        "Task.intent": f"unknown {_INTENT}",
        "Task.priority": _PRIORITY,
    }.items()
}
# Element -> code of a part of any resource -> its codes.
IN_EVERY_TYPE: dict[str, dict[str, frozenset[str]]] = {
    element: {name: frozenset(codes.split()) for name, codes in codes_of.items()}
    for element, codes_of in {
        "text": {"status": "generated extensions additional empty"},
        "identifier": {"use": "usual official temp secondary old"},
        "name": {"use": "usual official temp nickname anonymous old maiden"},
        "telecom": {"system": "phone fax email pager url sms other", "use": "home work temp old mobile"},
        "address": {"use": "home work temp old billing", "type": "postal physical both"},
        "valueQuantity": {"comparator": "< <= >= >"},
    }.items()
}


def issues(resource: Element, kind: str) -> Iterator[Issue]:
    """Each code that its element does not have, in a resource and all that is contained in it."""
    yield from _in(resource, kind, kind)


def _in(element: Element, path: str, plain: str, name: str = "") -> Iterator[Issue]:
    """`path` is where it stands, `plain` the same without places in lists, `name` the element's own."""
    if isinstance(element, list):
        for number, one in enumerate(element):
            yield from _in(one, f"{path}[{number}]", plain, name)
    elif isinstance(element, dict):
        kind = element.get("resourceType")
        here = kind if isinstance(kind, str) else plain
        for inner, value in element.items():
            codes = CODES.get(f"{here}.{inner}") or IN_EVERY_TYPE.get(name, {}).get(inner)
            if codes and isinstance(value, str) and value not in codes:
                words = _("This code is none of: %(codes)s") % {"codes": ", ".join(sorted(codes))}
                yield Issue("code-invalid", words, f"{path}.{inner}")
            yield from _in(value, f"{path}.{inner}", f"{here}.{inner}", inner)
