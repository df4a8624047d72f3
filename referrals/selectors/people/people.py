"""People whom someone may look for."""

from django.db.models import Q, QuerySet

from referrals import nhs_number
from referrals.kit.actor import Actor
from referrals.models import Person
from referrals.selectors.people.named import named


def matching(by: Actor, text: str) -> QuerySet[Person]:
    """The actor's people by NHS number or words of a name."""
    found = Person.objects.visible_to(by).filter(Q(nhs_number=nhs_number.digits(text)) | named(text))
    return found.order_by("family_name", "given_name", "pk")
