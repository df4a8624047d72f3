"""Telephone numbers and e-mail addresses: added, put right, ended, and what is safe to do with each."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.people import changes, duplicates, known_contacts, proofs
from referrals.actions.people.changes import Why
from referrals.actions.work import edits
from referrals.drafts import ContactDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import ContactPoint, Person
from referrals.models.choices import ContactKind
from referrals.models.people.detail_choices import ChangeReason, Detail


@transaction.atomic
def add(
    *,
    person: Person,
    draft: ContactDraft,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.MISSING.value,
    is_checked: bool = False,
) -> None:
    """One more number or address; what is known and unsafe stays unsafe, and is put right at that number itself.

    `is_checked`: a member of the team says that they checked it with the person.
    """
    changes.may_keep_contact(person, by)
    edits.begin(person, version)
    before = _in_words(person)
    known_contacts.enter(person=person, drafts=[draft], by=by, now=now)
    audit.record(by=by, did="person.contact_added", to=person, person_id=person.pk, kind=draft.kind)
    proofs.begin(person=person, draft=draft, is_checked=is_checked, by=by, now=now)
    _note(person, before, Why(by, now, reason))
    duplicates.report(person=person, by=by)


@transaction.atomic
def correct(
    *,
    contact_point: ContactPoint,
    draft: ContactDraft,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.WRONG.value,
    is_checked: bool = False,
) -> None:
    """Another number or address in the place of one, which ends; what the draft calls safe counts for the new one."""
    person = contact_point.person
    changes.may_keep_contact(person, by)
    edits.begin(person, version)
    before = _in_words(person)
    _end(contact_point, now)
    known_contacts.replace(point=contact_point, draft=draft, by=by, now=now)
    audit.record(by=by, did="person.contact_corrected", to=contact_point, person_id=person.pk)
    proofs.begin(person=person, draft=draft, is_checked=is_checked, by=by, now=now)
    _note(person, before, Why(by, now, reason))
    duplicates.report(person=person, by=by)


@transaction.atomic
def end(
    *,
    contact_point: ContactPoint,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.CHANGED.value,
) -> None:
    """It is theirs no more: nobody is called, texted or written to there."""
    person = contact_point.person
    changes.may_keep_contact(person, by)
    edits.begin(person, version)
    before = _in_words(person)
    _end(contact_point, now)
    audit.record(by=by, did="person.contact_ended", to=contact_point, person_id=person.pk)
    _note(person, before, Why(by, now, reason))
    duplicates.report(person=person, by=by)


@transaction.atomic
def set_safety(
    *,
    contact_point: ContactPoint,
    safe_to_call: bool,
    safe_to_leave_message: bool,
    safe_to_write: bool,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.CHANGED.value,
) -> None:
    """What is safe to do with a phone number or e-mail address; `version` is the person's."""
    person = contact_point.person
    check(by, Permission.EDIT_PERSON)
    edits.begin(person, version)
    before = _in_words(person)
    ContactPoint.objects.filter(pk=contact_point.pk).update(
        safe_to_call=safe_to_call,
        safe_to_leave_message=safe_to_leave_message,
        safe_to_write=safe_to_write,
        version=F("version") + 1,
    )
    audit.record(by=by, did="person.contact_safety_set", to=contact_point, person_id=person.pk)
    _note(person, before, Why(by, now, reason))


def _end(contact_point: ContactPoint, now: datetime) -> None:
    rows = ContactPoint.objects.filter(pk=contact_point.pk, ended_at=None)
    if not rows.update(ended_at=now, version=F("version") + 1):
        raise Refusal("ended", _("Someone has ended this number or address meanwhile."))


def _in_words(person: Person) -> set[str]:
    """Each current number and address with what is safe there."""
    return {_described(point) for point in ContactPoint.objects.filter(person=person, ended_at=None)}


def _described(point: ContactPoint) -> str:
    safe = [
        (point.safe_to_call and point.kind != ContactKind.EMAIL, _("call")),
        (point.safe_to_leave_message and point.kind != ContactKind.EMAIL, _("leave a message")),
        (point.safe_to_write, _("write")),
    ]
    words = ", ".join(word for is_safe, word in safe if is_safe)
    return f"{point.value} ({words})" if words else _("%(value)s (not safe)") % {"value": point.value}


def _note(person: Person, before: set[str], why: Why) -> None:
    after = _in_words(person)
    pair = (Detail.CONTACT, "; ".join(sorted(before - after)), "; ".join(sorted(after - before)))
    changes.note(person, [pair], why)
