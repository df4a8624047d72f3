"""Wearables that say nothing or run out: one task each, which goes by itself when there is nothing left to do."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from devices.models import Loan
from devices.selectors import watch
from referrals.actions.work import tasks
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.isolation import each
from referrals.kit.permissions import Permission
from referrals.selectors.work import subjects


@transaction.atomic
def wearables(*, by: Actor, now: datetime) -> int:
    """Put a task for each lent wearable that is silent or low, and take off those that are no longer; how many stand.

    Safe to run at any time and twice.
    """
    check(by, Permission.RUN_SCHEDULE)
    lent = watch.lent(now)
    return _keep("wearable_silent", [one.loan for one in lent if one.is_silent], now) + _keep(
        "battery_low", [one.loan for one in lent if one.is_low], now
    )


def _keep(kind: str, loans: Iterable[Loan], now: datetime) -> int:
    """Let tasks of a kind stand for these loans and no other."""
    due = {loan.pk: loan for loan in loans}
    for task in watch.open_tasks(kind):
        if task.subject_id not in due:
            tasks.finish_one(task=task, now=now)
    return each("loan", list(due.values()), partial(_put, kind=kind, now=now))


def _put(loan: Loan, kind: str, now: datetime) -> None:
    episode = subjects.find_episode(loan)
    if episode:
        tasks.put(kind=kind, episode=episode, about=loan, due_on=add_working_days(local_day(now), 1))
