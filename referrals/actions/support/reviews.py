"""When to look again at how things are: one day for the episode, on its referrals and on the worklist."""

from datetime import date, datetime

from referrals.actions.work import moves, tasks
from referrals.kit.actor import Actor
from referrals.models import CarePlan, Episode, Referral
from referrals.states import ReferralStatus

# What there is to look at again: the plan, or that there is none yet.
KINDS = {"review", "agree_plan"}


def plan(*, episode: Episode, on: date, by: Actor, now: datetime) -> None:
    """Put the next review on a day; the one that stood before is settled. What has ended is not looked at again."""
    if episode.closed_at:
        return
    for referral in Referral.objects.filter(episode=episode, status=ReferralStatus.SUPPORTED).order_by("pk"):
        moves.referral(record=referral, event="review", by=by, now=now, holder_id=referral.holder_id, due_on=on)
    tasks.finish(episode=episode, kinds=KINDS, now=now)
    has_plan = CarePlan.objects.filter(episode=episode).exists()
    tasks.put(kind="review" if has_plan else "agree_plan", episode=episode, due_on=on)
