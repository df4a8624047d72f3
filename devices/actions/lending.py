"""Handing a wearable over: the person's agreement and the loan belong together."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from devices.actions import loans
from devices.models import Device, Loan
from referrals.actions.people import agreements
from referrals.kit.actor import Actor
from referrals.kit.calendar import day_starts, local_day
from referrals.kit.refusal import Refusal
from referrals.models import Person

BACKDATED_AT_MOST = timedelta(days=30)


@transaction.atomic
def hand_over(*, device: Device, person: Person, since: date, by: Actor, now: datetime) -> Loan:
    """Record that the person agreed to wear a step counter and has had this one since a London day.

    From today it counts from this moment; from an earlier day, when they agreed as they got it, from that midnight.
    """
    today = local_day(now)
    if not today - BACKDATED_AT_MOST <= since <= today:
        raise Refusal("too-long-ago", _("A loan can begin today or up to 30 days ago."))
    starts_at = now if since == today else day_starts(since)
    agreement = agreements.give(person=person, purpose="wear_device", by=by, now=starts_at)
    if agreement.given_at > starts_at:
        raise Refusal("agreed-later", _("The person agreed later than this: choose the day they agreed, or later."))
    return loans.lend(device=device, person=person, by=by, now=now, starts_at=starts_at)
