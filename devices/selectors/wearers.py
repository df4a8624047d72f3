"""Who wore which device when, and whether they agreed to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from devices.models import Loan
from referrals.models import Agreement

Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Wearers:
    """The loans and agreements of some devices, read once for a batch of messages."""

    loans: dict[int, list[tuple[Span, int]]]
    agreements: dict[int, list[Span]]

    def wearer(self, device_id: int, at: datetime) -> int | None:
        """The key of the person who had the device then."""
        return next((person for span, person in self.loans.get(device_id, ()) if _holds(span, at)), None)

    def agreed(self, person_id: int, at: datetime) -> bool:
        """Whether the person's agreement to wear a device was in force then."""
        return any(_holds(span, at) for span in self.agreements.get(person_id, ()))


def of_devices(device_ids: Iterable[int]) -> Wearers:
    """The wearers of these devices, for all time."""
    loans: dict[int, list[tuple[Span, int]]] = defaultdict(list)
    rows = Loan.objects.filter(device__in=set(device_ids)).values_list("device_id", "starts_at", "ends_at", "person_id")
    for device_id, starts_at, ends_at, person_id in rows:
        loans[device_id].append(((starts_at, ends_at), person_id))
    people = {person_id for of_device in loans.values() for _span, person_id in of_device}
    return Wearers(dict(loans), _agreements(people))


def _agreements(people: Iterable[int]) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    rows = Agreement.objects.filter(person__in=people, purpose="wear_device", person__restricted_at=None)
    for person_id, given_at, withdrawn_at in rows.values_list("person_id", "given_at", "withdrawn_at"):
        spans[person_id].append((given_at, withdrawn_at))
    return dict(spans)


def _holds(span: Span, at: datetime) -> bool:
    start, end = span
    return start <= at and (end is None or at < end)
