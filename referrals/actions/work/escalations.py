"""Telling managers what their team lets lie: each thing once."""

from datetime import date, datetime

from django.db import transaction

from referrals.actions.messages import messages
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.isolation import isolated
from referrals.kit.permissions import Permission
from referrals.models import Referral
from referrals.selectors.work import attention


@transaction.atomic
def tell_managers(*, by: Actor, now: datetime) -> int:
    """A message for each referral that nobody claims, each that stands still, and each person with overdue tasks."""
    check(by, Permission.RUN_SCHEDULE)
    told = 0
    for kind, referral, due_on in list(_late(local_day(now))):
        with isolated(f"referral {referral.pk}") as attempt:
            messages.tell_managers(referral=referral, kind=kind, due_on=due_on, now=now)
            audit.record(by=by, did="referral.escalated", to=referral, person_id=referral.person_id, kind=kind)
        told += not attempt.failed
    return told


def _late(today: date) -> list[tuple[str, Referral, date | None]]:
    referrals = {"referral_unclaimed": attention.unclaimed(today), "referral_untouched": attention.untouched(today)}
    tasks = attention.untold_tasks(attention.overdue_tasks(today), "tasks_overdue")
    return [
        *(
            (kind, referral, referral.due_on)
            for kind, rows in referrals.items()
            for referral in attention.untold_referrals(rows, kind)
        ),
        *(("tasks_overdue", attention.latest_referral(task), task.due_on) for task in tasks),
    ]
