"""Handing an episode over: who could take it, and the note of who did."""

from datetime import date

from django.db.models import QuerySet

from referrals.kit.permissions import Role
from referrals.models import Episode, Handover, Membership, Task
from referrals.selectors.organisation import accounts


def heirs(episode: Episode, today: date) -> QuerySet[Membership]:
    """The team's link workers other than the holder."""
    workers = accounts.in_force(today).filter(organisation=episode.team_id, role=Role.LINK_WORKER)
    return workers.exclude(pk=episode.holder_id or 0).select_related("user").order_by("user__name", "pk")


def unread(episode: Episode) -> Handover | None:
    """The note of the latest handover, until whoever took over has read it."""
    if not Task.objects.open().filter(episode=episode, kind="taken_over").exists():
        return None
    return Handover.objects.filter(episode=episode).select_related("given_by__user", "given_by__organisation").first()
