"""Which number or address is which. One that reaches the same is the same, however it is written.

What was called unsafe stays unsafe, whatever comes later and by whichever way, until somebody who may says otherwise
(`contact_points.set_safety`). By which door it came is kept with it. Nothing that comes is proved by coming
(`proofs`), and what was proved stays so while it is in use.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F

from referrals import provenance, reaches
from referrals.drafts import ContactDraft
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.models import ContactPoint, Person

SAFETY = ("safe_to_call", "safe_to_leave_message", "safe_to_write")
PROVENANCE = ("source", "said_by_id", "said_at")
PROOF = ("proved_at", "proved_how", "proved_by_id")
UNPROVED: dict[str, object] = {"proved_at": None, "proved_how": "", "proved_by_id": None}


def enter(*, person: Person, drafts: Iterable[ContactDraft], by: Actor, now: datetime) -> None:
    """Each number and address that is new. Of one that is known nothing gets safer than it was last said to be."""
    said = {"source": provenance.source_of(by).value, "said_by_id": by.membership_id, "said_at": now}
    for draft in drafts:
        _enter(person, draft, said)


def replace(*, point: ContactPoint, draft: ContactDraft, by: Actor, now: datetime) -> None:
    """A draft in the place of a point that has just ended. Where it reaches the same, it is as proved as it was."""
    if reaches.key(draft.kind, draft.value) != point.reaches:
        enter(person=point.person, drafts=[draft], by=by, now=now)
        return
    _enter(point.person, draft, {name: getattr(point, name) for name in (*PROVENANCE, *PROOF)})


def _enter(person: Person, draft: ContactDraft, said: Mapping[str, object]) -> None:
    reached = reaches.read(draft.kind, draft.value)
    # The one in use, or else the one that was given up last: what was unsafe then is unsafe when it comes back.
    known = ContactPoint.objects.filter(person=person, reaches=reached.key)
    last = known.order_by(F("ended_at").desc(nulls_first=True), "-pk").first()
    safe = {flag: getattr(draft, flag) and (last is None or getattr(last, flag)) for flag in SAFETY}
    if last is None or last.ended_at is not None:
        ContactPoint.objects.create(person=person, kind=reached.kind, value=reached.value, **safe, **said)
        return
    nearer = said if provenance.says_more(str(said["source"]), last.source) else {}
    ContactPoint.objects.filter(pk=last.pk).update(**safe, **nearer, version=F("version") + 1)


def share_what_is_unsafe(*, person: Person, others: Iterable[int], by: Actor) -> None:
    """Of two who look like one, both are reached as carefully as either has to be."""
    ours = {point.reaches: point for point in ContactPoint.objects.filter(person=person, ended_at=None)}
    theirs = ContactPoint.objects.filter(person__in=set(others), ended_at=None, reaches__in=ours)
    for other in theirs.order_by("pk"):
        for point, like in ((ours[other.reaches], other), (other, ours[other.reaches])):
            _make_as_unsafe(point, like, by)


def _make_as_unsafe(point: ContactPoint, like: ContactPoint, by: Actor) -> None:
    unsafe = {flag: False for flag in SAFETY if getattr(point, flag) and not getattr(like, flag)}
    if not unsafe:
        return
    for flag in unsafe:
        setattr(point, flag, False)
    ContactPoint.objects.filter(pk=point.pk).update(**unsafe, version=F("version") + 1)
    audit.record(by=by, did="person.contact_made_unsafe", to=point, person_id=point.person_id)
