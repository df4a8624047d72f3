"""A person as a Patient: identity and what is safe to use for whoever cares for them; for a service, what it needs."""

from collections.abc import Sequence

from django.db.models import Q

from referrals.fhir import asking, parts
from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission
from referrals.kit.registries.fhir import JSON, Lead, Resource, Row, Source
from referrals.models.choices import ContactKind, EthnicCategory
from referrals.selectors.access import exchanged

GENDERS = {"female": "female", "male": "male", "other": "other"}
UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/"
VERIFICATION = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland"
ETHNIC_CATEGORY = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
SYSTEMS = {ContactKind.HOME_PHONE: ("phone", "home"), ContactKind.MOBILE: ("phone", "mobile")}


def from_person(person: Row) -> Resource:
    """The resource of a row of `exchanged.people`. What reaches them is given where it is safe to call or write; an
    address says whether it is.
    """
    practices = [row.practice for row in person.registrations if row.practice]
    return {
        **_for_a_service(person),
        "telecom": [_telecom(point) for point in person.points if _is_safe(point)],
        "identifier": [_nhs_number(person)],
        "gender": GENDERS.get(person.sex, "unknown"),
        "birthDate": person.born_on.isoformat(),
        "deceasedDateTime": person.died_on.isoformat() if person.died_on else None,
        "address": [_address(row) for row in person.homes if row.lines or row.postcode],
        "generalPractitioner": [parts.reference(practice) for practice in practices],
        "extension": [_ethnic_category(row.category) for row in person.groups],
    }


def _for_a_service(person: Row) -> Resource:
    """Name, language, and numbers that are safe to call."""
    phones = [point for point in person.points if point.kind in SYSTEMS and point.safe_to_call]
    return {
        "resourceType": "Patient",
        "id": str(person.public_id),
        "active": not person.died_on,
        "name": [parts.human_name(person)],
        "telecom": [_telecom(point) for point in phones],
        "communication": [_communication(person)],
    }


def _is_safe(point: Row) -> bool:
    is_safe: bool = point.safe_to_write if point.kind == ContactKind.EMAIL else point.safe_to_call
    return is_safe


def _telecom(point: Row) -> Resource:
    """A number or address, with what of it is safe."""
    system, use = SYSTEMS.get(point.kind, ("email", "home"))
    safe: list[JSON] = [
        {"url": f"{parts.SAFE}{what}", "valueBoolean": bool(getattr(point, f"safe_to_{what.replace('-', '_')}"))}
        for what in ("call", "leave-message", "write")
    ]
    return {"extension": safe, "system": system, "value": point.value, "use": use}


def _nhs_number(person: Row) -> Resource:
    if person.nhs_number:
        return {
            "extension": [
                {
                    "url": f"{UK_CORE}Extension-UKCore-NHSNumberVerificationStatus",
                    "valueCodeableConcept": {
                        "coding": [
                            {
                                "system": VERIFICATION,
                                "code": "number-present-but-not-traced",
                                "display": "Number present but not traced",
                            }
                        ]
                    },
                }
            ],
            "system": parts.NHS_NUMBER,
            "value": person.nhs_number,
        }
    return {"system": parts.NHS_NUMBER, "_value": {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}}


def _address(row: Row) -> Resource:
    return parts.without_nothing(
        {
            "extension": [{"url": f"{parts.SAFE}write", "valueBoolean": row.safe_to_write}],
            "use": "home",
            "text": row.lines,
            "postalCode": row.postcode,
        }
    )


def _communication(person: Row) -> Resource:
    return {
        "extension": [{"url": INTERPRETER, "valueBoolean": True}] if person.needs_interpreter else None,
        "language": {"text": person.language},
        "preferred": True,
    }


def _ethnic_category(code: str) -> Resource:
    return {
        "url": f"{UK_CORE}Extension-UKCore-EthnicCategory",
        "valueCodeableConcept": {
            "coding": [{"system": ETHNIC_CATEGORY, "code": code, "display": str(EthnicCategory(code).label)}]
        },
    }


def _of_people(rows: Sequence[Row], by: Actor) -> list[Resource]:  # each source is asked alike
    return [from_person(row) for row in rows]


def _of_people_at_a_service(rows: Sequence[Row], by: Actor) -> list[Resource]:
    return [_for_a_service(row) for row in rows]


PATIENT = Source(
    type="Patient",
    name="person",
    permissions=frozenset({Permission.READ_REFERRALS}),
    rows=exchanged.people,
    resources=_of_people,
    whose=lambda row: row.pk,
    includes={"general-practitioner": Lead("generalPractitioner", "Organization")},
    parameters={
        "identifier": asking.token(
            lambda system, value: Q(nhs_number=value) if system in {"", parts.NHS_NUMBER} else Q(pk__in=[])
        ),
        "general-practitioner": asking.refers(
            "Organization", "practices__practice__public_id", practices__valid_to=None
        ),
    },
)
# A service cannot even ask whose NHS number it is.
PATIENT_AT_A_SERVICE = Source(
    type="Patient",
    name="person at a service",
    permissions=frozenset({Permission.ANSWER_OFFER}),
    rows=exchanged.people,
    resources=_of_people_at_a_service,
    whose=lambda row: row.pk,
)
