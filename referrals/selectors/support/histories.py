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
    """One move: when, to which status (code and label), who in which role (blank for a programme), and why."""

    occurred_at: datetime
    status: str
    label: str
    who: str
    role: str
    reason: str


def of(changes: Iterable[StatusChange]) -> list[Change]:
    """The moves in the order they came; load `by_membership__user` with them."""
    return [
        Change(
            occurred_at=change.occurred_at,
            status=change.to_status,
            label=str(STATUS_LABELS[change.to_status]),
            who=change.by_membership.user.name if change.by_membership else "",
            role=str(ROLE_LABELS.get(change.by_role, "")),
            reason=change.get_reason_display(),
        )
        for change in changes
    ]
