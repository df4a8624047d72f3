"""Flags of a person with a team: those that stand, and those that the viewer has yet to read.

A flag stands until someone ends it: whoever comes back in another episode brings it along.
"""

from uuid import UUID

from referrals.kit.actor import Actor
from referrals.models import Flag
from referrals.models.support.flags import FlagQuerySet


def standing(by: Actor, episode_id: UUID) -> FlagQuerySet:
    """The flags that stand for the person of an episode, the newest first."""
    found = Flag.objects.visible_to(by).standing().filter(episode__person__episodes__public_id=episode_id)
    return found.select_related("raised_by__user")


def unread(by: Actor, episode_id: UUID) -> FlagQuerySet:
    """Those among them that the viewer has not said to have read."""
    return standing(by, episode_id).unread_by(by)


def get(by: Actor, episode_id: UUID, public_id: UUID) -> Flag | None:
    """One flag that stands, or None when there is none for the viewer."""
    return standing(by, episode_id).select_related("episode").filter(public_id=public_id).first()
