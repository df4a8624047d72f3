"""People whom someone may look for."""

from django.db.models import Q, QuerySet

from referrals.kit.actor import Actor
from referrals.models import Person


def matching(by: Actor, text: str) -> QuerySet[Person]:
    """The actor's people by NHS number or words of a name."""
    named = Q()
    for word in text.split():
        named &= Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(preferred_name__icontains=word)
    digits = "".join(text.split()).replace("-", "")
    found = Person.objects.visible_to(by).filter(Q(nhs_number=digits) | named)
    return found.order_by("family_name", "given_name", "pk")
