"""What a merge of two people does to their numbers and addresses, and what its undoing gives back."""

from collections.abc import Iterable, Iterator

from referrals.actions.people.known_contacts import SAFETY, UNPROVED
from referrals.actions.people.ledger import Ledger, put
from referrals.models import ContactPoint, Merge, OutboundMessage, Person


def keep_what_is_unsafe(ledger: Ledger, kept: Person, gone: Person) -> None:
    """A number or address on both records is as unsafe as either says, on both."""
    for ours, theirs in _on_both(kept, gone):
        for flag in SAFETY:
            if getattr(ours, flag) != getattr(theirs, flag):
                unequal = ContactPoint.objects.filter(pk__in=[ours.pk, theirs.pk], **{flag: True})
                ledger.change(unequal, **{flag: False})


def keep_no_proof(ledger: Ledger, gone: Person) -> None:
    """What was proved to be theirs who goes opens nothing of whoever stands, and nobody is on the way to prove it.

    Whoever made the other record proved it of themselves: that they are one is what somebody says now.
    """
    ledger.change(ContactPoint.objects.filter(person=gone, proved_at__isnull=False), **UNPROVED)
    waiting = OutboundMessage.objects.filter(to_person=gone, kind="confirm_address", state="waiting")
    ledger.change(waiting, state="failed", failure="overtaken")


def unsafe_meanwhile(kept: Person, gone: Person) -> list[tuple[ContactPoint, str]]:
    """What stayed behind and was as safe as the same number of the one who stood, which was made unsafe since."""
    return [
        (theirs, flag)
        for ours, theirs in _on_both(kept, gone)
        for flag in SAFETY
        if getattr(theirs, flag) and not getattr(ours, flag)
    ]


def put_back(merge: Merge, unsafe: Iterable[tuple[ContactPoint, str]]) -> None:
    """What was made unsafe meanwhile stays so; what was proved meanwhile, of the two as one, is as it was before."""
    went = {key: UNPROVED for key, _before in _changed(merge, "person_id")} | dict(_changed(merge, "proved_at"))
    for key, proved in went.items():
        if ContactPoint.objects.filter(pk=key).exclude(**proved).exists():
            put(ContactPoint, {"pk": key}, proved)
    for point, flag in unsafe:
        put(ContactPoint, {"pk": point.pk}, {flag: False})


def _changed(merge: Merge, column: str) -> Iterator[tuple[int, dict[str, object]]]:
    """The numbers and addresses of which the merge changed a column: their keys, and what stood there."""
    for change in merge.changes:
        if change["table"] == ContactPoint._meta.label and column in change["before"]:
            yield change["key"]["id"], change["before"]


def _on_both(kept: Person, gone: Person) -> Iterator[tuple[ContactPoint, ContactPoint]]:
    current = ContactPoint.objects.filter(ended_at=None)
    ours = {point.reaches: point for point in current.filter(person=kept)}
    for theirs in current.filter(person=gone):
        if theirs.reaches in ours:
            yield ours[theirs.reaches], theirs
