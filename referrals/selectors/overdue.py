"""What stands still: offers without an answer, referrals without a worklist."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from referrals.models import OnwardReferral, Referral, Task


def offers(today: date) -> QuerySet[OnwardReferral]:
    """Offers past their due day (London) of which the link worker has not been told yet."""
    told = Task.objects.filter(onward_referral=OuterRef("pk"), kind="offer_overdue")
    waiting = OnwardReferral.objects.filter(status="requested", due_on__lt=today, episode__person__restricted_at=None)
    return waiting.exclude(Exists(told)).select_related("episode")


def unclaimed() -> QuerySet[Referral]:
    """Referrals that wait for a claim and stand on no worklist."""
    listed = Task.objects.open().filter(referral=OuterRef("pk"), kind="claim_referral")
    waiting = Referral.objects.filter(status="received", person__restricted_at=None)
    return waiting.exclude(Exists(listed)).select_related("episode")
