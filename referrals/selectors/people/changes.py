"""What was changed of a person's details."""

from django.db.models import QuerySet

from referrals.models import DetailChange, Person

SHOWN = 50


def of_person(person: Person) -> QuerySet[DetailChange]:
    """The latest changes of someone whose record is open, the newest first."""
    return DetailChange.objects.filter(person=person).select_related("by__user", "by__organisation")[:SHOWN]
