"""What stands still: offers without an answer, referrals without a worklist."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from referrals.kit.calendar import day_starts, working_days_ago
from referrals.models import Episode, OnwardReferral, Organisation, OutboundMessage, Referral, Service, Task
from referrals.selectors.messages import messages
from referrals.states import WAITS_FOR_A_PLACE, OnwardStatus

# A place of which somebody was told, and that still stands as it stood, is told of once more after so long.
TOLD_AGAIN = timedelta(days=28)


def offers(today: date) -> QuerySet[OnwardReferral]:
    """Offers past their due day (London) of which the link worker has not been told yet."""
    told = Task.objects.filter(onward_referral=OuterRef("pk"), kind="offer_overdue")
    return waiting(today).exclude(Exists(told)).select_related("episode")


def places(today: date) -> QuerySet[OnwardReferral]:
    """Places past their due day (London), on a waiting list or not begun, of which no task tells, nor told lately.

    Who goes to the service already is on the provider's own list.
    """
    told = Task.objects.filter(onward_referral=OuterRef("pk"), kind="place_overdue")
    lately = told.filter(Q(done_at=None) | Q(due_on__gt=today - TOLD_AGAIN))
    late = OnwardReferral.objects.filter(
        status__in=WAITS_FOR_A_PLACE | {OnwardStatus.ACCEPTED}, due_on__lt=today, episode__person__restricted_at=None
    )
    return late.exclude(Exists(lately)).select_related("episode")


def waiting(today: date) -> QuerySet[OnwardReferral]:
    """Offers past their due day (London) that no service has answered."""
    return _waiting().filter(due_on__lt=today)


def unanswered(today: date, *, working_days: int, not_told: str) -> QuerySet[OnwardReferral]:
    """Offers that have waited so many working days for an answer, and of which no message of that kind tells yet."""
    told = OutboundMessage.objects.filter(onward_referral=OuterRef("pk"), kind=not_told)
    before = day_starts(working_days_ago(today, working_days) + timedelta(days=1))
    return _waiting().filter(offered_at__lt=before).exclude(Exists(told)).select_related("episode", "service")


def _waiting() -> QuerySet[OnwardReferral]:
    """Offers that no service has answered; of someone whose record is restricted nothing is asked or told."""
    return OnwardReferral.objects.filter(status="requested", episode__person__restricted_at=None)


def unconfirmed(today: date, *, days: int, before: int) -> list[Service]:
    """Offered listings last confirmed so many days ago (and fewer than `before`) that nobody was asked about since."""
    found = Service.objects.exclude(status="closed").exclude(organisation__email="").select_related("organisation")
    services = found.filter(assured_on__lte=today - timedelta(days=days), assured_on__gt=today - timedelta(days=before))
    keys = {messages.listing_key(service, days): service for service in services}
    asked = OutboundMessage.objects.filter(once_key__in=keys).values_list("once_key", flat=True)
    return [keys[key] for key in keys.keys() - set(asked)]


def unclaimed() -> QuerySet[Referral]:
    """Referrals that wait for a claim and stand on no worklist."""
    listed = Task.objects.open().filter(referral=OuterRef("pk"), kind="claim_referral")
    waiting = Referral.objects.filter(status="received", person__restricted_at=None)
    return waiting.exclude(Exists(listed)).select_related("episode")


def closed_teams(today: date) -> list[tuple[Organisation, Organisation]]:
    """Teams that have closed and still have open episodes, each with the open team at the end of who took over."""
    left = Organisation.objects.teams().filter(valid_to__lte=today, refers_to__isnull=False)
    left = left.filter(Exists(Episode.objects.open().filter(team=OuterRef("pk")))).select_related("refers_to")
    return [(team, heir) for team in left if (heir := _at_the_end(team, today))]


def _at_the_end(team: Organisation, today: date) -> Organisation | None:
    """A team that took over may have closed since. None closes into one that is closed, so this comes to an end."""
    heir = team.refers_to
    while heir and heir.valid_to and heir.valid_to <= today:
        heir = heir.refers_to
    return heir
