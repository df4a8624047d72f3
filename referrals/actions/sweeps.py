"""Finding what stands still, and putting it on somebody's worklist. May run at any time and any number of times."""

from datetime import datetime

from django.db import transaction

from referrals.actions import audit, tasks
from referrals.calendar import local_day
from referrals.permissions import Actor, Permission, check
from referrals.selectors import overdue


@transaction.atomic
def overdue_offers(*, by: Actor, now: datetime) -> int:
    """Offers that no service has answered in time go on the worklist of whoever made them; how many are new."""
    check(by, Permission.RUN_SCHEDULE)
    today = local_day(now)
    offers = list(overdue.offers(today))
    for offer in offers:
        task = tasks.put(kind="offer_overdue", episode=offer.episode, onward_referral=offer, due_on=today)
        audit.record(by=by, did="task.put", to=task, person_id=offer.episode.person_id, kind=task.kind)
    return len(offers)


@transaction.atomic
def unclaimed_referrals(*, by: Actor, now: datetime) -> int:
    """Referrals that nobody holds and that stand on no worklist go on their team's; how many there were."""
    check(by, Permission.RUN_SCHEDULE)
    referrals = list(overdue.unclaimed())
    for referral in referrals:
        due_on = referral.due_on or local_day(now)
        task = tasks.put(kind="claim_referral", episode=referral.episode, referral=referral, due_on=due_on)
        audit.record(by=by, did="task.put", to=task, person_id=referral.person_id, kind=task.kind)
    return len(referrals)
