"""The devices' tables that hold something on a person, and what must be written down before their rows are removed."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from devices import handlers
from devices.actions import tallies
from devices.models import (
    Alert,
    AlertCall,
    ChangedDay,
    DeviceDay,
    Loan,
    Message,
    PersonDay,
    Reading,
    Rejected,
    Responder,
)
from devices.selectors import person_data
from referrals.kit.registries.person_data import Holding


def tally_messages(rows: QuerySet[Message]) -> None:
    """Messages that leave stay in the sums of what was received."""
    reading = Reading.objects.filter(
        device=OuterRef("device"), starts_at=OuterRef("occurred_at"), message_id=OuterRef("message_id")
    )
    standing = rows.filter(~Q(kind__in=handlers.kinds_with_readings()) | Exists(reading)).count()
    tallies.add({"stored": standing, "superseded": rows.count() - standing})


def tally_rejected(rows: QuerySet[Rejected]) -> None:
    """Rejects that leave stay in the sums of what was received."""
    tallies.add(dict(rows.order_by().values_list("reason").annotate(number=Sum("count"))))


def recount_days(rows: QuerySet[DeviceDay]) -> None:
    """A day that two people shared is worked out again from what the other one's readings say."""
    notes = [ChangedDay(device_id=device, date=day) for device, day in rows.values_list("device_id", "date")]
    ChangedDay.objects.bulk_create(notes)


HOLDINGS = (
    Holding(Loan, _("Wearables lent to you"), "person"),
    Holding(
        Alert,
        _("Calls for help from the wearables lent to you"),
        "person",
    ),
    Holding(AlertCall, _("Who was asked to answer them"), "alert__person"),
    # Staff only, never a person's own account; declared, since a membership can be a person's.
    Holding(Responder, _("Account"), "member__person", exported=False),
    Holding(PersonDay, _("Days of steps"), "person", counted_on="date"),
    Holding(
        DeviceDay, _("Days of the wearables lent to you"), find=person_data.device_days, before_removal=recount_days
    ),
    Holding(Reading, _("Readings of the wearables lent to you"), find=person_data.readings),
    Holding(
        Message,
        _("What the wearables and readers sent"),
        find=person_data.messages,
        before_removal=tally_messages,
    ),
    Holding(
        Rejected,
        _("What was sent and could not be stored"),
        find=person_data.rejected,
        before_removal=tally_rejected,
    ),
)
