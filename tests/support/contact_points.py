"""Numbers and addresses that are known to be the person's, for tests of what comes after that."""

from datetime import datetime

from django.utils import timezone

from referrals.models import ContactPoint, Person


def proved(person: Person, value: str, *, kind: str = "email", at: datetime | None = None) -> ContactPoint:
    """One that the team has checked with the person."""
    at = at or timezone.now()
    return ContactPoint.objects.create(
        person=person, kind=kind, value=value, source="team", proved_at=at, proved_how="team"
    )
