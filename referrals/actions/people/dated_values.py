"""Values that hold from a day: a later one takes the place of what stood from its day on."""

from datetime import date
from typing import TypeVar

from django.db.models import F, Q

from referrals.kit import weeks
from referrals.kit.registries import person_data
from referrals.models import DatedValue, Person, PersonAddress, PersonPractice

V = TypeVar("V", bound=DatedValue)


def replace_from(model: type[V], person: Person, since: date) -> V | None:
    """End what holds from a London day on, so that another value can begin there; what held on that day or after it.

    Values that began later are taken away (their history stays): a day has one value. Weeks counted since are marked.
    """
    rows = model._default_manager.filter(person=person)
    after = rows.filter(Q(valid_to=None) | Q(valid_to__gt=since))
    before = after.order_by("valid_from").last()
    rows.filter(valid_from__gte=since).delete()
    after.filter(valid_from__lt=since).update(valid_to=since, version=F("version") + 1)
    weeks.mark({since, *(day for day in person_data.counted_days(person.pk) if day >= since)})
    return before


def address_in_words(address: PersonAddress) -> str:
    """For a reader: the lines and the postcode, or why there is none."""
    place = address.postcode or str(address.get_postcode_missing_reason_display())
    return ", ".join(filter(None, [" ".join(address.lines.split()), place]))


def practice_in_words(row: PersonPractice) -> str:
    """For a reader: the practice's name, or why there is none."""
    return row.practice.name if row.practice else str(row.get_practice_missing_reason_display())
