"""Organisations to choose from."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from referrals.models import Organisation


def providers(today: date) -> QuerySet[Organisation]:
    """The providers that exist today, by name."""
    return Organisation.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), kind="provider", valid_from__lte=today)


def by_code_or_id(name: str) -> Organisation | None:
    """The organisation with an ODS code (in any case) or a public id, also one that has ended."""
    try:
        named = Q(public_id=UUID(name))
    except ValueError:
        named = Q(ods_code=name.strip().upper())
    return Organisation.objects.filter(named).first()


def codes() -> set[str]:
    """The ODS codes of every organisation that has one."""
    known = Organisation.objects.values_list("ods_code", flat=True)
    return {code for code in known if code is not None}
