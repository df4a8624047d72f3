"""What happened to a referral or an onward referral, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from referrals.models import StatusChange
from referrals.models.status_words import ONWARD_STATUSES, REFERRAL_STATUSES, ROLES

STATUS_LABELS = dict([*REFERRAL_STATUSES, *ONWARD_STATUSES])
ROLE_LABELS = dict(ROLES)


@dataclass(frozen=True, slots=True)
class Change:
    """One move: when, to which status (code and label), who in which role, and why.

    `who` is a member or an API client, and blank for the schedule, a mailed link and the public.
    """

    occurred_at: datetime
    status: str
    label: str
    who: str
    role: str
    reason: str


def of(changes: Iterable[StatusChange]) -> list[Change]:
    """The moves in the order they came; load `by_membership__user` and `by_client` with them."""
    return [
        Change(
            occurred_at=change.occurred_at,
            status=change.to_status,
            label=str(STATUS_LABELS[change.to_status]),
            who=_name_of_mover(change),
            role=str(ROLE_LABELS.get(change.by_role, "")),
            reason=change.get_reason_display(),
        )
        for change in changes
    ]


def _name_of_mover(change: StatusChange) -> str:
    if change.by_client:
        return change.by_client.name
    return change.by_membership.user.name if change.by_membership else ""
