"""Who is away when, and who stands in."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from referrals.kit.actor import Actor
from referrals.kit.permissions import Role
from referrals.models import Cover, Membership


def coming(today: date) -> QuerySet[Cover]:
    """Absences of today or later."""
    return Cover.objects.filter(called_off_at=None, last_day__gte=today)


def away_today(covering: int | None, today: date) -> QuerySet[Membership]:
    """For whom a member stands in today."""
    current = coming(today).filter(covering=covering, first_day__lte=today)
    return Membership.objects.filter(pk__in=current.values("away"))


def is_away(member: Membership, first_day: date, last_day: date) -> bool:
    """Whether someone is away on one of the days."""
    return _on(first_day, last_day).filter(away=member).exists()


def stands_in(member: Membership, first_day: date, last_day: date) -> bool:
    """Whether someone stands in for a colleague on one of the days."""
    return _on(first_day, last_day).filter(covering=member).exists()


def visible(by: Actor, today: date) -> QuerySet[Cover]:
    """Coming absences: a manager's of the organisation, anybody else's of their own."""
    found = coming(today).select_related("away__user", "covering__user")
    if by.role is Role.MANAGER:
        return found.filter(away__organisation=by.organisation_id)
    return found.filter(away=by.membership_id)


def get(by: Actor, public_id: UUID, today: date) -> Cover | None:
    """One of these, or None."""
    return visible(by, today).filter(public_id=public_id).first()


def _on(first_day: date, last_day: date) -> QuerySet[Cover]:
    return Cover.objects.filter(called_off_at=None, first_day__lte=last_day, last_day__gte=first_day)
