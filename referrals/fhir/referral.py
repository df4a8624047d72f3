"""A referral and what became of it as one FHIR bundle, for a practice's own system."""

from datetime import datetime
from uuid import uuid5

from fhir.resources.R4B.bundle import Bundle

from referrals.fhir import service_request, task
from referrals.fhir.parts import human_name, identifiers, moment, within_bundle
from referrals.fhir.patient import GENDERS
from referrals.fhir.service_request import coding
from referrals.kit.registries.fhir import Resource
from referrals.models import Organisation, Person, Referral
from referrals.record_text import DECLINED_CODE, ReferralFacts, codes


def bundle(referral: Referral, facts: ReferralFacts, now: datetime) -> str:
    """The bundle as JSON; a ValueError where it would not be FHIR."""
    resources = [
        _patient(referral.person),
        *(_organisation(one) for one in (referral.referring_organisation, referral.team) if one),
        service_request.from_referral(referral, facts, within_bundle),
        _task(referral, facts),
    ]
    entries = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources]
    made = Bundle.model_validate({"type": "collection", "timestamp": moment(now), "entry": entries})
    return str(made.model_dump_json())


def _patient(person: Person) -> Resource:
    known = identifiers(person)
    return {
        "resourceType": "Patient",
        "id": str(person.public_id),
        **({"identifier": known} if known else {}),
        "name": [human_name(person)],
        "gender": GENDERS.get(person.sex, "unknown"),
        "birthDate": person.born_on.isoformat(),
    }


def _organisation(organisation: Organisation) -> Resource:
    known = identifiers(organisation)
    return {
        "resourceType": "Organization",
        "id": str(organisation.public_id),
        **({"identifier": known} if known else {}),
        "name": organisation.name,
    }


def _task(referral: Referral, facts: ReferralFacts) -> Resource:
    """The work on the request."""
    declined = coding(DECLINED_CODE) if DECLINED_CODE in codes(facts) else {}
    reason: Resource = {"statusReason": {**declined, "text": facts.outcome}} if facts.outcome else {}
    return {
        "resourceType": "Task",
        # The request has the referral's own id: the work on it follows from that one, and never changes.
        "id": str(uuid5(referral.public_id, "task")),
        "status": task.STATUSES[referral.status],
        **reason,
        "businessStatus": {"text": str(referral.get_status_display())},
        "intent": "order",
        "focus": within_bundle(referral),
        "for": within_bundle(referral.person),
        "authoredOn": moment(referral.referred_at),
        "owner": within_bundle(referral.team),
    }
