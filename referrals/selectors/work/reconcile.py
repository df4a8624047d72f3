"""Sums over the record that must add up; `manage.py reconcile` prints them."""

from django.db.models import Count, Q

from referrals.models import OnwardReferral, OutboundMessage, Referral
from referrals.states import ONWARD, REFERRAL, ReferralStatus


def referrals_by_status() -> dict[str, int]:
    """How many referrals stand in each status, zeros included."""
    counted = dict(Referral.objects.order_by().values_list("status").annotate(Count("pk")))
    return {status: counted.get(status, 0) for status in sorted(REFERRAL.statuses())}


def onward_referrals_by_status() -> dict[str, int]:
    """How many onward referrals stand in each status, zeros included."""
    counted = dict(OnwardReferral.objects.order_by().values_list("status").annotate(Count("pk")))
    return {status: counted.get(status, 0) for status in sorted(ONWARD.statuses())}


def outbox_by_state() -> dict[str, int]:
    """How many messages wait, were sent, are known to have arrived, or failed."""
    counted = dict(OutboundMessage.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in ("waiting", "sent", "delivered", "failed")}


def faults() -> list[str]:
    """What must not be: an open referral that nobody holds or that is due on no day, a status without its history."""
    open_referrals = Referral.objects.open()
    unheld = open_referrals.filter(holder=None).exclude(status=ReferralStatus.RECEIVED).count()
    undue = open_referrals.filter(due_on=None).count() + OnwardReferral.objects.open().filter(due_on=None).count()
    unwritten = Referral.objects.annotate(moves=Count("status_changes")).filter(Q(moves=0)).count()
    named = {
        "open referrals without a holder": unheld,
        "open referrals without a due day": undue,
        "referrals without a history": unwritten,
    }
    return [f"{number} {what}" for what, number in named.items() if number]
