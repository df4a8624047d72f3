"""What people say is wrong in their record: their own, and that of an episode."""

from uuid import UUID

from django.db.models import F, QuerySet

from referrals.kit.actor import Actor
from referrals.models import CorrectionRequest, Episode


def who_answers(by: Actor) -> Episode | None:
    """The person's open episode, or else the one that ended last: its team answers."""
    own = Episode.objects.visible_to(by).filter(person=by.person_id or 0)
    return own.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk").first()


def own(by: Actor) -> QuerySet[CorrectionRequest]:
    """What the person has asked for, newest first."""
    return CorrectionRequest.objects.filter(episode__person=by.person_id or 0)


def of_episode(by: Actor, episode: Episode) -> QuerySet[CorrectionRequest]:
    """What the person of an episode has asked its team for: what waits first, then the newest."""
    found = CorrectionRequest.objects.filter(episode=episode, episode__in=Episode.objects.visible_to(by))
    ordered = found.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "-pk")
    return ordered.select_related("answered_by__user", "recorded_by__user")


def get(by: Actor, episode: Episode, public_id: UUID) -> CorrectionRequest | None:
    """One that waits for its answer."""
    return of_episode(by, episode).filter(public_id=public_id, answered_at=None).select_related("episode").first()
