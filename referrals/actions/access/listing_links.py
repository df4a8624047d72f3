"""Asking a provider by mail whether a listing is still right, and taking its answer by the link in that mail."""

from datetime import datetime, timedelta

from django.db import transaction

from referrals.actions.access import links
from referrals.actions.messages import messages
from referrals.actions.onward import closings
from referrals.actions.services import services
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.models import ListingLink, Service
from referrals.models.services.service_choices import ClosingReason
from referrals.selectors.access import listing_links
from referrals.selectors.work import overdue

LIFE = timedelta(days=14)
RIGHT, OVER = "right", "over"
# Days after which a listing is asked about, and until when: before it is sorted last (90), and before it goes (180).
ASK_AFTER = {80: 170, 170: 181}


def make(*, service: Service, now: datetime) -> tuple[ListingLink, str]:
    """A new link and its token, which is kept nowhere: for the message that goes out in this very transaction.

    From now on it is the service's only link that opens.
    """
    return links.make(ListingLink, service=service, life=LIFE, now=now)


@transaction.atomic
def answer(*, link: ListingLink, answer: str, now: datetime) -> Service:
    """`right` confirms the listing, `over` closes the service; either uses the link up. Refusals: link-gone.

    The link's row is the lock: a second sending of the same form waits here, and then finds it used.
    """
    locked = ListingLink.objects.select_for_update().get(pk=link.pk)
    if not listing_links.is_open(locked, now):
        raise links.gone()
    by, today = listing_links.actor_of(locked), local_day(now)
    if answer == RIGHT:
        service = services.confirm(service=locked.service, on=today, by=by)
    else:
        reason = ClosingReason.NOT_OFFERED
        service = closings.close(service=locked.service, reason=reason, on=today, by=by, now=now)
    ListingLink.objects.filter(pk=locked.pk).update(used_at=now)
    return service


@transaction.atomic
def ask(*, by: Actor, now: datetime) -> int:
    """Ask providers about listings that nobody confirmed for long, once at each of the days; how many were asked."""
    check(by, Permission.RUN_SCHEDULE)
    asked = 0
    for days, before in ASK_AFTER.items():
        for service in overdue.unconfirmed(local_day(now), days=days, before=before):
            messages.ask_provider(service=service, days=days, now=now)
            audit.record(by=by, did="service.asked", to=service, days=days)
            asked += 1
    return asked
