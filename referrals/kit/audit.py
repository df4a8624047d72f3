"""Writing down who did what and who looked. Called by actions only, inside their transaction."""

from collections.abc import Iterable
from typing import Protocol

from referrals.kit.actor import Actor
from referrals.models import AuditEvent


class Audited(Protocol):
    """Anything with a key."""

    @property
    def pk(self) -> object: ...


def record(
    *, by: Actor, did: str, to: Audited | None = None, person_id: int | None = None, **detail: int | str
) -> None:
    """One row: `did` is noun and verb, `session.cancelled`; `detail` holds counts and codes, never a name or a text."""
    _event(by, did, to, person_id, detail).save()


def record_each(*, by: Actor, did: str, to: Iterable[Audited]) -> None:
    """One row for each of many that nobody's record holds."""
    AuditEvent.objects.bulk_create(_event(by, did, one, None, {}) for one in to)


def _event(by: Actor, did: str, to: Audited | None, person_id: int | None, detail: dict[str, int | str]) -> AuditEvent:
    return AuditEvent(
        did=did,
        actor_kind=by.kind.value,
        role=by.role or "",
        user_id=by.user_id,
        membership_id=by.membership_id,
        client_id=by.client_id,
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


def looks(*, by: Actor, at: Iterable[tuple[Audited, int | None]]) -> None:
    """Someone saw several records, each with the key of its person; what is nobody's leaves no trace."""
    AuditEvent.objects.bulk_create(
        _event(by, f"{type(one).__name__.lower()}.opened", one, person_id, {}) for one, person_id in at if person_id
    )
