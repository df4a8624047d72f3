"""Writing down who did what and who looked. Called by actions only, inside their transaction."""

from typing import Any, Protocol

from referrals.models import AuditEvent
from referrals.permissions import Actor


class Audited(Protocol):
    """Anything with a key."""

    pk: Any


def record(
    *, by: Actor, did: str, to: Audited | None = None, person_id: int | None = None, **detail: int | str
) -> None:
    """One row: `did` is `noun.verb`; `detail` holds counts and codes, never a name or a text."""
    AuditEvent.objects.create(
        did=did,
        actor_kind=by.kind.value,
        role=by.role or "",
        user_id=by.user_id,
        membership_id=by.membership_id,
        organisation_id=by.organisation_id,
        device_id=by.device_id,
        person_id=person_id,
        object_type=type(to).__name__.lower() if to is not None else "",
        object_id=to.pk if to is not None and isinstance(to.pk, int) else None,
        detail=detail,
    )


def look(*, by: Actor, at: Audited, person_id: int) -> None:
    """Someone opened a record of a person."""
    record(by=by, did=f"{type(at).__name__.lower()}.opened", to=at, person_id=person_id)
