"""What was answered before."""

from referrals.kit.actor import Actor
from referrals.models import AnsweredRequest


def is_answered(by: Actor, *, path: str, key: str) -> bool:
    """Whether a form of the actor with this key was sent before."""
    rows = AnsweredRequest.objects.filter(client=by.membership_id, path=path, key=key)
    return rows.exclude(status_code=None).exists()
