"""The small parts that many resources are made of."""

from datetime import datetime

from django.utils import timezone

from referrals.kit.registries.fhir import JSON, Resource
from referrals.models import Organisation, Person, Referral

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
# The system of an identifier that is itself a UUID.
URI = "urn:ietf:rfc:3986"


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


def by_identifier(record: Person | Organisation) -> Resource:
    """A reference to what has no address here: by its national number, else by its public id."""
    known = identifiers(record) or [{"system": URI, "value": f"urn:uuid:{record.public_id}"}]
    return {"type": "Patient" if isinstance(record, Person) else "Organization", "identifier": known[0]}


def moment(at: datetime) -> str:
    """London time with its offset, to the second."""
    return timezone.localtime(at).isoformat(timespec="seconds")
