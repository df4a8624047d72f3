"""Which lent wearables say nothing, or are about to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, F, FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from devices import days
from devices.models import Alert, DeviceRules, DeviceStatus, Loan, Message, Reading
from referrals.models import Task


@dataclass(frozen=True, slots=True)
class Watched:
    """A wearable on loan: whether it has said nothing for too long, and whether its battery is low."""

    loan: Loan
    is_silent: bool
    is_low: bool


def last_heard(device: str) -> Coalesce:
    """When anything of a device last arrived; None if never. `device` leads to it from the row."""
    readings = Reading.objects.filter(device=OuterRef(device), metric=days.METRIC).order_by("-starts_at")
    statuses = DeviceStatus.objects.filter(device=OuterRef(device))
    alerts = Alert.objects.filter(device=OuterRef(device)).order_by("-received_at")
    # What makes no readings, such as a reader's scans, are few messages.
    others = Message.objects.filter(device=OuterRef(device)).order_by("-received_at")
    newest = Greatest(
        Subquery(readings.values("received_at")[:1]),
        Subquery(statuses.values("heard_at")[:1]),
        Subquery(alerts.values("received_at")[:1]),
    )
    return Coalesce(newest, Subquery(others.values("received_at")[:1]), output_field=DateTimeField())


def lent(now: datetime) -> list[Watched]:
    """Every wearable on loan that is in use. One that was never heard of is silent since it was lent."""
    statuses = DeviceStatus.objects.filter(device=OuterRef("device"))
    loans = Loan.objects.running().filter(device__disabled_at=None, person__died_on=None)
    found = loans.annotate(
        heard=Greatest(last_heard("device"), F("starts_at")),
        battery=Subquery(statuses.values("battery")[:1], output_field=FloatField()),
    )
    rules = {row.team_id: row for row in DeviceRules.objects.all()}
    by_key = loans.select_related("device").in_bulk()
    return [
        _watched(by_key[key], heard, battery, rules.get(team) or DeviceRules(), now)
        for key, heard, battery, team in found.order_by("pk").values_list(
            "pk", "heard", "battery", "device__organisation_id"
        )
        if key in by_key
    ]


def _watched(loan: Loan, heard: datetime, battery: float | None, rules: DeviceRules, now: datetime) -> Watched:
    is_silent = heard < now - timedelta(days=rules.silent_after)
    return Watched(loan, is_silent, battery is not None and battery < rules.low_battery)


def open_tasks(kind: str) -> QuerySet[Task]:
    """The tasks of a kind that are still to be done."""
    return Task.objects.open().filter(kind=kind)
