"""Writing down what was changed of a person's details: called by the actions that change them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import DetailChange, Person
from referrals.models.people.detail_choices import ChangeReason, Detail


class Why(NamedTuple):
    """Who changes a detail, when (aware) and why (a ChangeReason)."""

    by: Actor
    now: datetime
    reason: str = ChangeReason.CHANGED.value


def may_keep_contact(person: Person, by: Actor) -> None:
    """People keep their own contact details; for others it takes a role that does."""
    if by.person_id != person.pk:
        check(by, Permission.KEEP_CONTACT)


def note(person: Person, changes: Iterable[tuple[Detail, str, str]], why: Why, since: date | None = None) -> bool:
    """A row for each detail that is another than before, and one line in the audit; whether there was any."""
    rows = [
        DetailChange(
            person=person,
            detail=detail,
            before=before,
            after=after,
            reason=why.reason,
            since=since,
            by_id=why.by.membership_id,
            changed_at=why.now,
        )
        for detail, before, after in changes
        if before != after
    ]
    DetailChange.objects.bulk_create(rows)
    if rows:
        names = ",".join(dict.fromkeys(str(row.detail) for row in rows))
        audit.record(by=why.by, did="person.details_changed", to=person, person_id=person.pk, details=names)
    return bool(rows)
