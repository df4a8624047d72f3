"""Risks that a practice is told of: who can be told, what waits to be read, what was told."""

from uuid import UUID

from django.db.models import F, QuerySet

from referrals.kit.actor import Actor
from referrals.models import Episode, Referral, RiskNotice


def told_through(episode: Episode) -> Referral | None:
    """The latest referral of the episode that a practice sent; None where the team took each of them down itself."""
    sent = Referral.objects.filter(episode=episode, referring_organisation__isnull=False)
    return sent.exclude(referring_organisation=F("team")).select_related("referring_organisation").first()


def waiting(by: Actor) -> QuerySet[RiskNotice]:
    """What nobody at the practice has read yet, the oldest first."""
    return RiskNotice.objects.visible_to(by).unread().select_related("referral__person", "referral__team")


def of_referral(by: Actor, referral: Referral) -> QuerySet[RiskNotice]:
    """What the practice was told of one referral."""
    found = RiskNotice.objects.visible_to(by).filter(referral=referral)
    return found.select_related("told_by__user", "read_by__user")


def of_episode(by: Actor, episode: Episode) -> QuerySet[RiskNotice]:
    """What practices were told in an episode, and who there has read it."""
    found = RiskNotice.objects.visible_to(by).filter(referral__episode=episode)
    return found.select_related("referral__referring_organisation", "told_by__user", "read_by__user")


def get(by: Actor, referral_id: UUID, public_id: UUID) -> RiskNotice | None:
    """One of them, or None when there is none that the actor may read."""
    found = RiskNotice.objects.visible_to(by).filter(referral__public_id=referral_id, public_id=public_id)
    return found.select_related("referral").first()
