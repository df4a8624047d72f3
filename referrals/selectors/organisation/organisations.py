"""Organisations to choose from."""

from datetime import date

from django.db.models import Q, QuerySet

from referrals.models import Organisation


def providers(today: date) -> QuerySet[Organisation]:
    """The providers that exist today, by name."""
    return Organisation.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), kind="provider", valid_from__lte=today)
