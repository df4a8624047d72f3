"""A ServiceRequest that comes in: its words as the fields in which REST takes a referral.

The Patient, the Consent and, for a risk, a Flag stand in `contained`, or beside it in the same bundle. What is not
said in a way that we know is left out; the fields are judged where those of REST are.
"""

import json
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from referrals.fhir import parts
from referrals.fhir.patient import ETHNIC_CATEGORY, INTERPRETER
from referrals.fhir.server import Issue
from referrals.kit.registries.fhir import Element
from referrals.models.choices import NeedCode, Sex

# What FHIR calls urgent is no work for this service, and is stopped where the forms stop it.
URGENT_PRIORITIES = frozenset({"urgent", "asap", "stat"})
SEXES = {"female": "female", "male": "male", "other": "other"}
NOT_KNOWN_YET = "not_known_yet"
# Names and addresses that are theirs no more.
FORMER = frozenset({"old", "maiden"})
# A field of REST -> the path of the element that it comes from.
PATHS = {
    "person": "ServiceRequest.subject",
    "needs": "ServiceRequest.reasonCode",
    "note": "ServiceRequest.note",
    "risk": "ServiceRequest.priority",
    "risk_note": "ServiceRequest.supportingInfo",
    "on_behalf_of": "ServiceRequest.requester",
    "consent": "ServiceRequest.supportingInfo",
    "given_name": "Patient.name.given",
    "family_name": "Patient.name.family",
    "born_on": "Patient.birthDate",
    "nhs_number": "Patient.identifier",
    "nhs_number_missing_reason": "Patient.identifier",
    "sex": "Patient.gender",
    "ethnic_category": "Patient.extension",
    "address": "Patient.address.text",
    "postcode": "Patient.address.postalCode",
    "postcode_missing_reason": "Patient.address.postalCode",
    "phone": "Patient.telecom",
    "mobile": "Patient.telecom",
    "email": "Patient.telecom",
    "language": "Patient.communication.language",
}
Find = Callable[[str], Element]


def fields(request: Element, find: Find) -> dict[str, Element]:
    """The fields of a referral; `find` gives the resource that a reference leads to, or None."""
    patient = find(_address(request.get("subject")))
    others = [found for one in request.get("supportingInfo", []) if (found := find(_address(one)))]
    risks = [_text(one.get("code")) for one in others if one.get("resourceType") == "Flag"]
    is_urgent = request.get("priority") in URGENT_PRIORITIES
    found = {
        "person": person(patient) if patient else None,
        "needs": list(_needs(request)),
        "note": "\n".join(one["text"] for one in request.get("note", []) if one.get("text")),
        "risk": "urgent" if is_urgent else "read_first" if risks else "none",
        "risk_note": "\n".join(risks),
        "on_behalf_of": _requester(request.get("requester"), find),
        "consent": next((_consent(one) for one in others if one.get("resourceType") == "Consent"), None),
    }
    return _said_at_all(found)


def left_open(request: Element, find: Find) -> Iterator[Issue]:
    """What stands against taking a request in at all: it asks for nothing, or something that it says leads nowhere."""
    if request.get("status") != "active" or request.get("doNotPerform"):
        yield Issue("business-rule", _("Only an active request refers somebody."), "ServiceRequest.status")
    for number, one in enumerate(request.get("supportingInfo", [])):
        if one.get("reference") and not find(_address(one)):
            words = _("This leads to nothing that was sent, so that a risk may be missing.")
            yield Issue("not-found", words, f"ServiceRequest.supportingInfo[{number}]")
    named = json.dumps({name: value for name, value in request.items() if name != "contained"})
    for number, one in enumerate(request.get("contained", [])):
        if json.dumps(f"#{one.get('id')}") not in named:
            words = _("Nothing refers to this resource, so that nobody would read it.")
            yield Issue("invariant", words, f"ServiceRequest.contained[{number}]")


def person(patient: Element) -> dict[str, Element]:
    """The fields of a person; what is absent has a reason."""
    name: Element = parts_first(patient.get("name", []), lambda one: one.get("use") == "official")
    address: Element = parts_first(patient.get("address", []), lambda one: one.get("use") == "home")
    phones = [one for one in patient.get("telecom", []) if one.get("system") == "phone"]
    mobile: Element = parts_first(phones, lambda one: one.get("use") == "mobile", otherwise=False)
    phone: Element = parts_first([one for one in phones if one is not mobile], lambda one: one.get("use") == "home")
    email: Element = parts_first(patient.get("telecom", []), lambda one: one.get("system") == "email", otherwise=False)
    spoken: Element = parts_first(patient.get("communication", []), lambda one: one.get("preferred") is True)
    number = _nhs_number(patient)
    said = {
        "given_name": " ".join(filter(None, name.get("given", []))),
        "family_name": name.get("family", ""),
        "born_on": patient.get("birthDate", ""),
        **({"nhs_number": number} if number else {"nhs_number_missing_reason": NOT_KNOWN_YET}),
        "sex": SEXES.get(patient.get("gender", ""), Sex.UNKNOWN.value),
        "ethnic_category": _ethnic_category(patient),
        "address": address.get("text") or "\n".join(filter(None, [*address.get("line", []), *_town(address)])),
        **(
            {"postcode": address["postalCode"]}
            if address.get("postalCode")
            else {"postcode_missing_reason": NOT_KNOWN_YET}
        ),
        "phone": phone.get("value", ""),
        "mobile": mobile.get("value", ""),
        "email": email.get("value", ""),
        "email_is_safe": _said(email, f"{parts.SAFE}write"),
        **{f"safe_to_{what}": _is_safe([one for one in (phone, mobile) if one], what) for what in SAFETY},
        **({"language": words} if (words := _text(spoken.get("language"))) else {}),
        "needs_interpreter": any(_said(one, INTERPRETER) for one in (patient, *patient.get("communication", []))),
    }
    return _said_at_all(said)


def numbers(request: Element) -> list[tuple[str, str]]:
    """What the sender's system calls the referral, as (system, value); our own reference is none of these."""
    given = request.get("identifier", [])
    return [
        (one.get("system", ""), one["value"])
        for one in given
        if one.get("value") and one.get("system") != parts.REFERENCE
    ]


def known(request: Element) -> str:
    """The public id of a Patient of this server to whom a request refers; blank where it brings its own."""
    kind, _slash, public_id = _address(request.get("subject")).rpartition("/")
    return public_id if kind.rpartition("/")[2] == "Patient" else ""


def parts_first(items: list[Element], is_meant: Callable[[Element], bool], *, otherwise: bool = True) -> Element:
    """The first that is meant; otherwise the first at all, if one is better than none. What was once is none."""
    held = [one for one in items if one.get("use") not in FORMER]
    meant = [one for one in held if is_meant(one)]
    return next(iter([*meant, *(held if otherwise else [])]), {})


SAFETY = ("call", "leave_message", "write")


def _address(element: Element) -> str:
    return str(element.get("reference", "")) if isinstance(element, dict) else ""


def _text(concept: Element) -> str:
    """The words of a concept: its own, or those of its first code."""
    if not isinstance(concept, dict):
        return ""
    words = [one["display"] for one in concept.get("coding", []) if one.get("display")]
    return str(concept.get("text") or next(iter(words), ""))


def _needs(request: Element) -> Iterator[str]:
    """Codes of our own; a code that is none of them stands for itself, so that it is refused by name."""
    for concept in request.get("reasonCode", []):
        ours = [one.get("code", "") for one in concept.get("coding", []) if one.get("system") == parts.NEED]
        by_words = [code for code, words in NeedCode.choices if str(words) == concept.get("text")]
        yield from ours or by_words or [_text(concept) or "?"]


def _requester(requester: Element, find: Find) -> str:
    """Who sends it in words; an organisation is known by the token."""
    found = find(_address(requester)) or {}
    if found.get("resourceType") == "Practitioner":
        name: Element = parts_first(found.get("name", []), lambda one: one.get("use") == "official")
        said = (*name.get("prefix", []), *name.get("given", []), name.get("family", ""))
        return str(name.get("text") or " ".join(part for part in said if part))
    is_organisation = isinstance(requester, dict) and requester.get("type") == "Organization"
    return "" if is_organisation or not isinstance(requester, dict) else str(requester.get("display", ""))


def _consent(consent: Element) -> dict[str, Element]:
    """An agreement: one that is not active, or denies, was not given."""
    is_given = consent.get("status") == "active" and consent.get("provision", {}).get("type") != "deny"
    by = next((one["display"] for one in consent.get("performer", []) if one.get("display")), "")
    wording = consent.get("policyRule", {}).get("text")
    return _said_at_all({"given": is_given, "given_by": by, "wording_version": wording})


def _said_at_all(fields: dict[str, Element]) -> dict[str, Element]:
    """Without what is blank: REST leaves out what nobody said."""
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _nhs_number(patient: Element) -> str:
    return next(
        (
            str(one["value"])
            for one in patient.get("identifier", [])
            if one.get("system") == parts.NHS_NUMBER and one.get("value")
        ),
        "",
    )


def _town(address: Element) -> list[str]:
    return [address[name] for name in ("city", "district") if address.get(name)]


def _ethnic_category(patient: Element) -> str:
    for extension in patient.get("extension", []):
        for one in extension.get("valueCodeableConcept", {}).get("coding", []):
            if one.get("system") == ETHNIC_CATEGORY:
                return str(one.get("code", ""))
    return ""


def _is_safe(numbers: list[Element], what: str) -> bool:
    """Whether each of the numbers says so: what REST says of one number it says of both."""
    return bool(numbers) and all(_said(one, f"{parts.SAFE}{what.replace('_', '-')}") for one in numbers)


def _said(element: Element, url: str) -> bool:
    """Whether an extension says yes. Nothing is safe that nobody said."""
    return any(one.get("url") == url and one.get("valueBoolean") is True for one in element.get("extension", []))
