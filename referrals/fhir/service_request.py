"""A referral as a ServiceRequest."""

from collections.abc import Callable
from uuid import UUID

from referrals.actions.access import opening
from referrals.fhir import parts
from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission
from referrals.kit.registries.fhir import Resource, ResourceType
from referrals.models import Organisation, Person, Referral
from referrals.record_text import DECLINED_CODE, REFERRED_CODE, ReferralFacts, codes
from referrals.selectors.intake import record_texts
from referrals.states import ReferralStatus

SNOMED = "http://snomed.info/sct"
DISPLAYS = {
    REFERRED_CODE: "Referral to social prescribing service (procedure)",
    DECLINED_CODE: "Social prescribing declined (situation)",
}
STATUSES: dict[str, str] = {
    ReferralStatus.RECEIVED: "active",
    ReferralStatus.CLAIMED: "active",
    ReferralStatus.SUPPORTED: "active",
    ReferralStatus.CLOSED: "completed",
    ReferralStatus.DECLINED: "revoked",
    ReferralStatus.RETURNED: "revoked",
}


def from_referral(
    referral: Referral, facts: ReferralFacts, refer_to: Callable[[Person | Organisation], Resource]
) -> Resource:
    """The resource; `refer_to` makes the references to the person and the organisations."""
    coded = coding(REFERRED_CODE) if REFERRED_CODE in codes(facts) else {}
    return {
        "resourceType": "ServiceRequest",
        "id": str(referral.public_id),
        "identifier": [{"value": referral.reference}],
        "status": STATUSES[referral.status],
        "intent": "order",
        "code": {**coded, "text": "Social prescribing"},
        "subject": refer_to(referral.person),
        "authoredOn": parts.moment(referral.referred_at),
        **({"requester": refer_to(referral.referring_organisation)} if referral.referring_organisation else {}),
        "performer": [refer_to(referral.team)],
        "reasonCode": [{"text": reason} for reason in facts.reasons],
    }


def coding(code: str) -> Resource:
    """A SNOMED CT code with its preferred term, as the coding of a concept."""
    return {"coding": [{"system": SNOMED, "code": code, "display": DISPLAYS[code]}]}


def _read(public_id: UUID, by: Actor) -> Resource | None:
    referral = opening.referral(public_id=public_id, by=by)
    if referral is None:
        return None
    return from_referral(referral, record_texts.of_referral(referral), parts.by_identifier)


SERVICE_REQUEST = ResourceType("ServiceRequest", Permission.READ_REFERRALS, _read)
