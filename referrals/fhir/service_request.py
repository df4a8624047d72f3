"""A referral to a team, and one onward to a service, as a ServiceRequest."""

from collections.abc import Callable, Sequence

from django.db.models import Q

from referrals.fhir import asking, parts
from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission
from referrals.kit.registries.fhir import JSON, Lead, Parameter, Resource, Row, Source
from referrals.models import OnwardReferral, Organisation, Person, Referral
from referrals.models.choices import NeedCode
from referrals.record_text import DECLINED_CODE, REFERRED_CODE, ReferralFacts, codes
from referrals.selectors.access import exchanged
from referrals.selectors.intake import record_texts
from referrals.states import OnwardStatus, ReferralStatus

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
ONWARD_STATUSES: dict[str, str] = {
    OnwardStatus.REQUESTED: "active",
    OnwardStatus.ACCEPTED: "active",
    OnwardStatus.IN_PROGRESS: "active",
    OnwardStatus.ON_HOLD: "on-hold",
    OnwardStatus.COMPLETED: "completed",
    OnwardStatus.REJECTED: "revoked",
    OnwardStatus.CANCELLED: "revoked",
    OnwardStatus.FAILED: "revoked",
    OnwardStatus.ENTERED_IN_ERROR: "entered-in-error",
}


def from_referral(
    referral: Referral, facts: ReferralFacts, refer_to: Callable[[Person | Organisation], Resource]
) -> Resource:
    """The resource; `refer_to` makes the references to the person and the organisations."""
    coded = coding(REFERRED_CODE) if REFERRED_CODE in codes(facts) else {}
    return {
        "resourceType": "ServiceRequest",
        "id": str(referral.public_id),
        "identifier": [{"system": parts.REFERENCE, "value": referral.reference}],
        "status": STATUSES[referral.status],
        "intent": "order",
        "code": {**coded, "text": "Social prescribing"},
        "subject": refer_to(referral.person),
        "authoredOn": parts.moment(referral.referred_at),
        **({"requester": refer_to(referral.referring_organisation)} if referral.referring_organisation else {}),
        "performer": [refer_to(referral.team)],
        "reasonCode": needs(referral.needs),
    }


def from_onward(onward: Row, refer_to: Callable[[Person | Organisation], Resource]) -> Resource:
    """The resource of a row of `exchanged.onward_referrals`."""
    return {
        "resourceType": "ServiceRequest",
        "id": str(onward.public_id),
        "basedOn": [parts.to("ServiceRequest", one) for one in onward.based_on or []],
        "status": ONWARD_STATUSES[onward.status],
        "intent": "order",
        "code": {"text": onward.service.name},
        "subject": refer_to(onward.episode.person),
        "authoredOn": parts.moment(onward.offered_at),
        "requester": refer_to(onward.episode.team),
        "performer": [
            refer_to(onward.service.organisation),
            {**parts.to("HealthcareService", onward.service.public_id), "display": onward.service.name},
        ],
        "reasonCode": needs([onward.need]),
        "note": [{"text": onward.shown_note}] if onward.shown_note else [],
    }


def needs(given: Sequence[str]) -> list[JSON]:
    """Reasons as codes of our own, with their words."""
    return [parts.concept(parts.NEED, code, NeedCode(code).label) for code in given]


def coding(code: str) -> Resource:
    """A SNOMED CT code with its preferred term, as the coding of a concept."""
    return {"coding": [{"system": SNOMED, "code": code, "display": DISPLAYS[code]}]}


def _with_words(referral: Referral, facts: ReferralFacts, by: Actor) -> Resource:
    """With what the referrer wrote: a risk stands in a flag, which nobody reads past."""
    made = from_referral(referral, facts, parts.reference_for(by))
    ours: Row = made["identifier"]
    theirs = [parts.without_nothing({"system": one.system, "value": one.value}) for one in referral.identifiers.all()]
    flag: Resource = {
        "resourceType": "Flag",
        "id": "risk",
        "status": "active",
        "code": {"text": referral.risk_note},
        "subject": parts.reference_for(by)(referral.person),
    }
    return {
        **made,
        "identifier": [*ours, *theirs],
        "contained": [flag] if referral.risk_note else [],
        "supportingInfo": [{"reference": "#risk"}] if referral.risk_note else [],
        "note": [{"text": referral.note}] if referral.note else [],
    }


def _of_referrals(rows: Sequence[Referral], by: Actor) -> list[Resource]:
    return [_with_words(row, facts, by) for row, facts in zip(rows, record_texts.of_each(rows), strict=True)]


def _of_onward(rows: Sequence[OnwardReferral], by: Actor) -> list[Resource]:
    return [from_onward(row, parts.reference_for(by)) for row in rows]


def of_status(statuses: dict[str, str]) -> Parameter:
    """The status in FHIR's words."""
    return asking.token(
        lambda _system, code: Q(status__in=[str(ours) for ours, theirs in statuses.items() if theirs == code])
    )


def _called(system: str, value: str) -> Q:
    """By our reference, or by what the sender calls it."""
    ours = Q(reference=value) if system in {"", parts.REFERENCE} else Q(pk__in=[])
    return ours | Q(pk__in=exchanged.numbered(system, value))


_INCLUDES = {
    "subject": Lead("subject", "Patient"),
    "patient": Lead("subject", "Patient"),
    "requester": Lead("requester", "Organization"),
}
OF_REFERRAL = Source(
    type="ServiceRequest",
    name="referral",
    permissions=frozenset({Permission.READ_REFERRALS}),
    rows=exchanged.referrals,
    resources=_of_referrals,
    whose=lambda row: row.person_id,
    includes={**_INCLUDES, "performer": Lead("performer", "Organization")},
    parameters={
        "identifier": asking.token(_called),
        "status": of_status(STATUSES),
        "subject": asking.refers("Patient", "person__public_id"),
        "patient": asking.refers("Patient", "person__public_id"),
        "requester": asking.refers("Organization", "referring_organisation__public_id"),
        "performer": asking.refers("Organization", "team__public_id"),
        "authored": asking.changed("referred_at"),
    },
)
OF_ONWARD_REFERRAL = Source(
    type="ServiceRequest",
    name="onward_referral",
    permissions=frozenset({Permission.READ_REFERRALS, Permission.ANSWER_OFFER}),
    rows=exchanged.onward_referrals,
    resources=_of_onward,
    whose=lambda row: row.episode.person_id,
    includes={**_INCLUDES, "based-on": Lead("basedOn", "ServiceRequest")},
    parameters={
        "status": of_status(ONWARD_STATUSES),
        "subject": asking.refers("Patient", "episode__person__public_id"),
        "patient": asking.refers("Patient", "episode__person__public_id"),
        "requester": asking.refers("Organization", "episode__team__public_id"),
        "performer": asking.refers("Organization", "service__organisation__public_id"),
        "authored": asking.changed("offered_at"),
        "based-on": asking.refers("ServiceRequest", "based_on__contains", many=True),
    },
)
