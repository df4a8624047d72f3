"""Closing with what came of it: how the goals went, and a note in plain words."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from referrals.actions.intake import referrals
from referrals.actions.support import plans
from referrals.kit.actor import Actor
from referrals.models import Goal, Referral


@transaction.atomic
def close(
    *, referral: Referral, reason: str, note: str, goals: Iterable[tuple[Goal, str]], by: Actor, now: datetime
) -> None:
    """Say how goals went, each with a GoalStatus, and close the referral. Refusals as of ending one."""
    for goal, status in goals:
        plans.review_goal(goal=goal, status=status, by=by)
    referrals.end(referral=referral, event="close", reason=reason, note=note, by=by, now=now)
