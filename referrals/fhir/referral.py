"""A referral and what became of it as one FHIR bundle, for a practice's own system."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from django.utils import timezone
from fhir.resources.R4B.bundle import Bundle

from referrals.models import Organisation, Person, Referral
from referrals.record_text import DECLINED_CODE, REFERRED_CODE, ReferralFacts, codes
from referrals.states import ReferralStatus

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
SNOMED = "http://snomed.info/sct"
DISPLAYS = {
    REFERRED_CODE: "Referral to social prescribing service (procedure)",
    DECLINED_CODE: "Social prescribing declined (situation)",
}
GENDERS = {"female": "female", "male": "male", "other": "other"}
# Status of the referral -> that of the request, and that of the work on it.
STATUSES: dict[str, tuple[str, str]] = {
    ReferralStatus.RECEIVED: ("active", "requested"),
    ReferralStatus.CLAIMED: ("active", "accepted"),
    ReferralStatus.SUPPORTED: ("active", "in-progress"),
    ReferralStatus.CLOSED: ("completed", "completed"),
    ReferralStatus.DECLINED: ("revoked", "cancelled"),
    ReferralStatus.RETURNED: ("revoked", "rejected"),
}

Resource = dict[str, Any]


def bundle(referral: Referral, facts: ReferralFacts, now: datetime) -> str:
    """The bundle as JSON; a ValueError where it would not be FHIR."""
    resources = [
        _patient(referral.person),
        *(_organisation(one) for one in (referral.referring_organisation, referral.team) if one),
        _request(referral, facts),
        _work(referral, facts),
    ]
    entries = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources]
    made = Bundle.model_validate({"type": "collection", "timestamp": _moment(now), "entry": entries})
    return str(made.model_dump_json())


def _patient(person: Person) -> Resource:
    known = {"identifier": [{"system": NHS_NUMBER, "value": person.nhs_number}]} if person.nhs_number else {}
    return {
        "resourceType": "Patient",
        "id": str(person.public_id),
        **known,
        "name": [{"use": "official", "family": person.family_name, "given": [person.given_name]}],
        "gender": GENDERS.get(person.sex, "unknown"),
        "birthDate": person.born_on.isoformat(),
    }


def _organisation(organisation: Organisation) -> Resource:
    known = {"identifier": [{"system": ODS_CODE, "value": organisation.ods_code}]} if organisation.ods_code else {}
    return {
        "resourceType": "Organization",
        "id": str(organisation.public_id),
        **known,
        "name": organisation.name,
    }


def _request(referral: Referral, facts: ReferralFacts) -> Resource:
    coded = _coding(REFERRED_CODE) if REFERRED_CODE in codes(facts) else {}
    return {
        "resourceType": "ServiceRequest",
        "id": str(referral.public_id),
        "identifier": [{"value": referral.reference}],
        "status": STATUSES[referral.status][0],
        "intent": "order",
        "code": {**coded, "text": "Social prescribing"},
        "subject": _to(referral.person),
        "authoredOn": _moment(referral.referred_at),
        **({"requester": _to(referral.referring_organisation)} if referral.referring_organisation else {}),
        "performer": [_to(referral.team)],
        "reasonCode": [{"text": reason} for reason in facts.reasons],
    }


def _work(referral: Referral, facts: ReferralFacts) -> Resource:
    declined = _coding(DECLINED_CODE) if DECLINED_CODE in codes(facts) else {}
    reason = {"statusReason": {**declined, "text": facts.outcome}} if facts.outcome else {}
    return {
        "resourceType": "Task",
        # The request has the referral's own id: the work on it follows from that one, and never changes.
        "id": str(uuid5(referral.public_id, "task")),
        "status": STATUSES[referral.status][1],
        **reason,
        "businessStatus": {"text": str(referral.get_status_display())},
        "intent": "order",
        "focus": _to(referral),
        "for": _to(referral.person),
        "authoredOn": _moment(referral.referred_at),
        "owner": _to(referral.team),
    }


def _coding(code: str) -> Resource:
    return {"coding": [{"system": SNOMED, "code": code, "display": DISPLAYS[code]}]}


def _to(record: Person | Organisation | Referral) -> Resource:
    return {"reference": f"urn:uuid:{record.public_id}"}


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
