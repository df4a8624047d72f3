"""Which number or address is which. One that reaches the same is the same, however it is written.

What was called unsafe stays unsafe, whatever comes later and by whichever way, until somebody who may says otherwise
(`contact_points.set_safety`).
"""

from collections.abc import Iterable

from django.db.models import F

from referrals import reaches
from referrals.drafts import ContactDraft
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.models import ContactPoint, Person

SAFETY = ("safe_to_call", "safe_to_leave_message", "safe_to_write")


def enter(*, person: Person, drafts: Iterable[ContactDraft]) -> None:
    """Each number and address that is new. Of one that is known nothing gets safer than it was last said to be."""
    for draft in drafts:
        _enter(person, draft)


def _enter(person: Person, draft: ContactDraft) -> None:
    reached = reaches.read(draft.kind, draft.value)
    # The one in use, or else the one that was given up last: what was unsafe then is unsafe when it comes back.
    known = ContactPoint.objects.filter(person=person, reaches=reached.key)
    last = known.order_by(F("ended_at").desc(nulls_first=True), "-pk").first()
    safe = {flag: getattr(draft, flag) and (last is None or getattr(last, flag)) for flag in SAFETY}
    if last and last.ended_at is None:
        ContactPoint.objects.filter(pk=last.pk).update(**safe, version=F("version") + 1)
    else:
        ContactPoint.objects.create(person=person, kind=reached.kind, value=reached.value, **safe)


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
