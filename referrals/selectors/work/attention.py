"""What stands still so long that a manager has to know: counts by link worker and age, and nothing of health."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.calendar import working_days_ago
from referrals.kit.registries.task_kinds import unlisted
from referrals.models import OutboundMessage, Referral, Task
from referrals.states import ReferralStatus

# More working days past the due day than these, and managers learn of it. What nobody claims is late at once: it is
# due after two working days.
PATIENCE = 5
# Days past the due day up to which a thing stands in the first and in the second column; the third has the rest.
AGES = (14, 28)
# Episode, holder, holder's name, due day; the holder is the row's own: an inbox's is nobody.
Due = tuple[int, int | None, str | None, date]


@dataclass(slots=True)
class Waiting:
    """People whose matters are late, by how late the latest is; `name` is blank for the team's inbox."""

    name: str
    counts: list[int]


def unclaimed(today: date) -> QuerySet[Referral]:
    """Referrals that nobody has claimed in time."""
    return _seen(Referral.objects.filter(status=ReferralStatus.RECEIVED, due_on__lt=today))


def untouched(today: date) -> QuerySet[Referral]:
    """Claimed referrals that have stood still since long before today."""
    return _seen(Referral.objects.open().exclude(status=ReferralStatus.RECEIVED).filter(due_on__lte=_long_ago(today)))


def overdue_tasks(today: date) -> QuerySet[Task]:
    """Tasks that should have been done long before today; what has a list of its own is counted there."""
    late = Task.objects.open().filter(due_on__lte=_long_ago(today), episode__person__restricted_at=None)
    return late.exclude(kind__in=unlisted())


def untold_referrals(rows: QuerySet[Referral], kind: str) -> QuerySet[Referral]:
    """Those of which no message of the kind tells since they were due."""
    told = OutboundMessage.objects.filter(_since_due(), kind=kind, referral=OuterRef("pk"))
    return rows.exclude(Exists(told)).select_related("episode")


def untold_tasks(rows: QuerySet[Task], kind: str) -> QuerySet[Task]:
    """For each episode the longest overdue task of which no message tells: one message speaks of all of them."""
    told = OutboundMessage.objects.filter(_since_due(), kind=kind, referral__episode=OuterRef("episode"))
    return rows.exclude(Exists(told)).order_by("episode", "due_on", "pk").distinct("episode")


def latest_referral(task: Task) -> Referral:
    """By which a message names the person's matter."""
    return Referral.objects.filter(episode=task.episode_id).select_related("episode").latest("referred_at", "pk")


def _since_due() -> Q:
    return Q(not_before__date__gt=OuterRef("due_on"))


def by_holder(by: Actor, today: date) -> list[Waiting]:
    """The manager's team: for each link worker, and for the inbox, how many people wait for how long."""
    late: list[Due] = [
        *_due(unclaimed(today).filter(team=by.organisation_id)),
        *_due(untouched(today).filter(team=by.organisation_id)),
        *_due(overdue_tasks(today).filter(episode__team=by.organisation_id)),
    ]
    return _counted(late, today)


def _counted(late: Iterable[Due], today: date) -> list[Waiting]:
    oldest: dict[tuple[int | None, int], date] = {}
    names: dict[int | None, str] = {}
    for episode, holder, name, due_on in late:
        oldest[holder, episode] = min(due_on, oldest.get((holder, episode), due_on))
        names[holder] = name or ""
    found = {holder: Waiting(name, [0] * (len(AGES) + 1)) for holder, name in names.items()}
    for (holder, _episode), due_on in oldest.items():
        found[holder].counts[sum((today - due_on).days > age for age in AGES)] += 1
    return sorted(found.values(), key=lambda row: row.name)


def _due(rows: QuerySet[Any]) -> Iterable[Due]:
    return rows.order_by().values_list("episode_id", "holder_id", "holder__user__name", "due_on")


def _long_ago(today: date) -> date:
    """The latest due day that is more than so many working days ago."""
    return working_days_ago(today - timedelta(days=1), PATIENCE)


def _seen(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.filter(person__restricted_at=None)
