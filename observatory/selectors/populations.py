"""Denominators."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, Sum

from observatory.models import Population

# (dimension, segment) -> people, over all areas.
Denominators = dict[tuple[str, str], int]


def on(day: date) -> Denominators:
    """The people of each segment whose number is known on a day; of several editions of an area the newest."""
    newest = (
        Population.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
        .order_by("dimension", "segment", "area", "-valid_from", "-edition")
        .distinct("dimension", "segment", "area")
    )
    sums = (
        Population.objects.filter(pk__in=newest.values("pk"))
        .order_by()
        .values_list("dimension", "segment")
        .annotate(Sum("count"))
    )
    return {(dimension, segment): people for dimension, segment, people in sums}


def sources() -> Iterable[str]:
    """Where the denominators come from, each once."""
    return Population.objects.order_by("source").values_list("source", flat=True).distinct()
