"""Comments and questions of a team, and the caseloads that they are about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.permissions import Permission, Role
from referrals.models import Comment, Episode, Membership, Referral, Task, Thread
from referrals.selectors.organisation import accounts


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a colleague's caseload: what is next, what is planned, how many comments are open."""

    episode: Episode
    referral: Referral | None
    tasks: list[Task]
    comments: int


def episode(by: Actor, public_id: UUID) -> Episode | None:
    """An episode of the actor's team."""
    return _episodes(by).filter(public_id=public_id).first()


def task(of: Episode, public_id: UUID) -> Task | None:
    """One of the episode's open tasks."""
    return Task.objects.open().filter(episode=of, public_id=public_id).first()


def tasks(of: Episode) -> list[Task]:
    """What is planned in an episode."""
    return list(Task.objects.open().filter(episode=of))


def of_episode(by: Actor, of: Episode) -> list[Thread]:
    """What was said about an episode: what is open first, the newest first."""
    return list(_threads(by).filter(episode=of).order_by("closed_at", "-opened_at"))


def get(by: Actor, of: Episode, public_id: UUID) -> Thread | None:
    """One thread of an episode."""
    return _threads(by).filter(episode=of, public_id=public_id).first()


def waiting_for(by: Actor) -> list[Thread]:
    """What the actor has to see or settle: comments on whom they hold, questions to them, questions of theirs."""
    seen = Q(asked=None, episode__holder=by.membership_id) & ~Q(opened_by=by.membership_id)
    asked = Q(asked__isnull=False) & (Q(asked=by.membership_id) | Q(opened_by=by.membership_id))
    return list(_threads(by).filter(seen | asked, closed_at=None).order_by("opened_at", "pk"))


def colleagues(by: Actor, today: date) -> QuerySet[Membership]:
    """The link workers of the actor's team today, but for the actor."""
    return accounts.members(by, today).filter(role=Role.LINK_WORKER).exclude(pk=by.membership_id or 0)


def worker(by: Actor, public_id: UUID, today: date) -> Membership | None:
    """A link worker of the actor's team."""
    return accounts.members(by, today).filter(role=Role.LINK_WORKER, public_id=public_id).first()


def caseload(by: Actor, of: Membership) -> list[Entry]:
    """A link worker's open episodes with what is planned for each, by name."""
    referrals = Referral.objects.open().order_by("due_on", "pk")
    rows = (
        _episodes(by)
        .filter(holder=of, closed_at=None)
        .prefetch_related(
            Prefetch("referrals", referrals, to_attr="open_referrals"),
            Prefetch("tasks", Task.objects.open(), to_attr="open_tasks"),
        )
        .annotate(comments=Count("threads", filter=Q(threads__closed_at=None)))
        .order_by("person__family_name", "person__given_name", "pk")
    )
    return [_entry(row) for row in rows]


def _entry(row: Episode) -> Entry:
    # What the query above has put on the row.
    found = vars(row)
    referrals: list[Referral] = found["open_referrals"]
    return Entry(row, referrals[0] if referrals else None, found["open_tasks"], found["comments"])


def _episodes(by: Actor) -> QuerySet[Episode]:
    if not by.may(Permission.COMMENT):
        return Episode.objects.none()
    found = Episode.objects.filter(team=by.organisation_id, person__restricted_at=None)
    return found.select_related("person", "team", "holder__user")


def _threads(by: Actor) -> QuerySet[Thread]:
    comments = Comment.objects.select_related("by__user")
    found = Thread.objects.visible_to(by).select_related(
        "episode__person", "episode__holder__user", "task", "opened_by__user", "asked__user"
    )
    return found.prefetch_related(Prefetch("comments", comments))
