"""What was answered before."""

from referrals.kit.actor import Actor
from referrals.models import AnsweredRequest


def is_answered(by: Actor, *, path: str, key: str) -> bool:
    """Whether a form of the actor with this key was sent before."""
    rows = AnsweredRequest.objects.filter(**key_columns(by), path=path, key=key)
    return rows.exclude(status_code=None).exists()


def key_columns(by: Actor) -> dict[str, int | None]:
    """Whose key it is, as columns: the same key of another member, client or organisation is another key."""
    return {
        "membership_id": by.membership_id,
        "client_id": by.client_id,
        "organisation_id": by.organisation_id,
    }
