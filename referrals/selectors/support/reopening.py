"""Until when a closed referral can be taken up again."""

from datetime import date, datetime

from referrals.kit.calendar import local_day
from referrals.models import Referral, ReferralStatusChange
from referrals.states import REOPENED_WITHIN, ReferralStatus


def until(referral: Referral) -> date | None:
    """The last day; None for a referral that is not closed."""
    if referral.status != ReferralStatus.CLOSED:
        return None
    ended = ReferralStatusChange.objects.filter(referral=referral, event="close").latest("occurred_at", "pk")
    return last_day(ended.occurred_at)


def last_day(closed_at: datetime) -> date:
    """The last day on which what was closed at a moment can be taken up."""
    return local_day(closed_at) + REOPENED_WITHIN
