"""The small parts that many resources are made of."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.kit.registries.fhir import JSON, Resource
from referrals.models import Organisation, Person, Referral

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
# Our own systems of codes and numbers.
REFERENCE = "urn:socialrx:reference"
NEED = "urn:socialrx:codes:need"
STATUS_REASON = "urn:socialrx:codes:status-reason"
SAFE = "urn:socialrx:safe-to-"
NOTHING: tuple[JSON, ...] = (None, "", [], {})


def identifiers(record: Person | Organisation) -> list[JSON]:
    """The national number of a person or an organisation, if it is known."""
    system, value = (NHS_NUMBER, record.nhs_number) if isinstance(record, Person) else (ODS_CODE, record.ods_code)
    return [{"system": system, "value": value}] if value else []


def human_name(person: Person) -> Resource:
    """The official name; of somebody with one name, the part that there is."""
    given: Resource = {"given": [person.given_name]} if person.given_name else {}
    family: Resource = {"family": person.family_name} if person.family_name else {}
    return {"use": "official", "text": person.formal_name, **family, **given}


def within_bundle(record: Person | Organisation | Referral) -> Resource:
    """A reference to another entry of the same bundle."""
    return {"reference": f"urn:uuid:{record.public_id}"}


def reference(record: Person | Organisation) -> Resource:
    """A reference to a person or an organisation on this server, with the national number if it is known."""
    kind = "Patient" if isinstance(record, Person) else "Organization"
    known = identifiers(record)
    return {**to(kind, record.public_id), "type": kind, **({"identifier": known[0]} if known else {})}


def reference_for(by: Actor) -> Callable[[Person | Organisation], Resource]:
    """How references are made for whoever asks: a service learns nobody's NHS number."""
    if by.role is not Role.PROVIDER:
        return reference
    return lambda record: reference(record) if isinstance(record, Organisation) else to("Patient", record.public_id)


def to(kind: str, public_id: UUID) -> Resource:
    """A reference to a resource of this server."""
    return {"reference": f"{kind}/{public_id}"}


def concept(system: str, code: str, words: object) -> Resource:
    """One code with its words."""
    return {"coding": [{"system": system, "code": code, "display": str(words)}], "text": str(words)}


def moment(at: datetime) -> str:
    """London time with its offset, to the second."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def without_nothing(resource: Resource) -> Resource:
    """The resource without members that are empty, however deep: FHIR has no empty lists, objects or texts."""
    kept = {name: _full(value) for name, value in resource.items()}
    return {name: value for name, value in kept.items() if value not in NOTHING}


def _full(value: JSON) -> JSON:
    if isinstance(value, dict):
        return without_nothing(value)
    if isinstance(value, list):
        return [full for full in map(_full, value) if full not in NOTHING]
    return value
