"""An organisation of the pathway as an Organization."""

from collections.abc import Sequence

from django.db.models import Q

from referrals.fhir import asking, parts
from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission
from referrals.kit.registries.fhir import Lead, Resource, Row, Source
from referrals.models.choices import OrganisationKind
from referrals.selectors.access import exchanged

KIND = "urn:socialrx:codes:organisation-kind"
# Everybody for whom a client may read something of people.
ANYBODY = frozenset({Permission.READ_REFERRALS, Permission.ANSWER_OFFER})


def from_organisation(organisation: Row) -> Resource:
    """The resource; of how to reach it, what it gives to everybody."""
    kind = OrganisationKind(organisation.kind)
    return {
        "resourceType": "Organization",
        "id": str(organisation.public_id),
        "identifier": parts.identifiers(organisation),
        "active": organisation.valid_to is None,
        "type": [parts.concept(KIND, kind.value, kind.label)],
        "name": organisation.name,
        "telecom": [{"system": "phone", "value": organisation.phone, "use": "work"}] if organisation.phone else [],
        "partOf": parts.reference(organisation.parent) if organisation.parent else None,
    }


def _of_organisations(rows: Sequence[Row], by: Actor) -> list[Resource]:  # each source is asked alike
    return [from_organisation(row) for row in rows]


ORGANIZATION = Source(
    type="Organization",
    name="organisation",
    permissions=ANYBODY,
    rows=exchanged.organisations,
    resources=_of_organisations,
    whose=lambda _row: None,
    includes={"partof": Lead("partOf", "Organization")},
    parameters={
        "identifier": asking.token(
            lambda system, value: Q(ods_code=value.upper()) if system in {"", parts.ODS_CODE} else Q(pk__in=[])
        ),
        "partof": asking.refers("Organization", "parent__public_id"),
        "type": asking.token(lambda system, code: Q(kind=code) if system in {"", KIND} else Q(pk__in=[])),
    },
)
