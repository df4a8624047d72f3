"""What someone needs to be understood, how they live, and who is close to them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.people import changes
from referrals.actions.people.changes import Why
from referrals.actions.work import edits
from referrals.drafts import RelatedDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import LongTermCondition, Person, RelatedPerson
from referrals.models.choices import DigitalAccess, LongTermConditionCode, ProxyAuthority
from referrals.models.people.detail_choices import ChangeReason, Detail


@transaction.atomic
def set_needs(
    *,
    person: Person,
    language: str,
    needs_interpreter: bool,
    communication_needs: str,
    is_carer: bool,
    digital_access: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.CHANGED.value,
) -> None:
    """Language and interpreter, other needs in talking or reading, going online (a DigitalAccess), and caring."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(person, version)
    before = _needs_in_words(person)
    columns: Mapping[str, object] = {
        "language": language or person.language,
        "needs_interpreter": needs_interpreter,
        "communication_needs": communication_needs,
        "is_carer": is_carer,
        "digital_access": digital_access,
    }
    Person.objects.filter(pk=person.pk).update(**columns)
    person.refresh_from_db()
    after = _needs_in_words(person)
    audit.record(by=by, did="person.needs_set", to=person, person_id=person.pk)
    changes.note(person, [(detail, before[detail], after[detail]) for detail in before], Why(by, now, reason))


def _needs_in_words(person: Person) -> dict[Detail, str]:
    return {
        Detail.LANGUAGE: person.language,
        Detail.INTERPRETER: _("Yes") if person.needs_interpreter else _("No"),
        Detail.COMMUNICATION: person.communication_needs,
        Detail.CARER: _("Yes") if person.is_carer else _("No"),
        Detail.DIGITAL_ACCESS: str(DigitalAccess(person.digital_access).label),
    }


@transaction.atomic
def set_conditions(
    *,
    person: Person,
    codes: Collection[str],
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.MISSING.value,
) -> None:
    """The long-term conditions (LongTermConditionCodes) that matter for support."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(person, version)
    before = set(LongTermCondition.objects.filter(person=person).values_list("code", flat=True))
    LongTermCondition.objects.filter(person=person).exclude(code__in=codes).delete()
    added = [code for code in LongTermConditionCode.values if code in {*codes} - before]
    LongTermCondition.objects.bulk_create(LongTermCondition(person=person, code=code) for code in added)
    audit.record(by=by, did="person.conditions_set", to=person, person_id=person.pk)
    pair = (Detail.CONDITIONS, _conditions_in_words(before), _conditions_in_words(codes))
    changes.note(person, [pair], Why(by, now, reason))


def _conditions_in_words(codes: Collection[str]) -> str:
    return ", ".join(str(LongTermConditionCode(code).label) for code in LongTermConditionCode.values if code in codes)


@transaction.atomic
def add_related(
    *,
    person: Person,
    draft: RelatedDraft,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.MISSING.value,
) -> RelatedPerson:
    """Someone close to the person: whom to call, who cares for them, who may decide for them."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(person, version)
    related = RelatedPerson.objects.create(person=person, **_columns(draft))
    audit.record(by=by, did="person.related_added", to=related, person_id=person.pk)
    changes.note(person, [(Detail.RELATED, "", _related_in_words(related))], Why(by, now, reason))
    return related


@transaction.atomic
def correct_related(
    *,
    related: RelatedPerson,
    draft: RelatedDraft,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.WRONG.value,
) -> None:
    """Put right what is known of someone close to the person."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(related.person, version)
    before = _related_in_words(related)
    rows = RelatedPerson.objects.filter(pk=related.pk, ended_at=None)
    if not rows.update(version=F("version") + 1, **_columns(draft)):
        raise Refusal("ended", _("Someone has taken this person off meanwhile."))
    related.refresh_from_db()
    audit.record(by=by, did="person.related_corrected", to=related, person_id=related.person_id)
    changes.note(related.person, [(Detail.RELATED, before, _related_in_words(related))], Why(by, now, reason))


@transaction.atomic
def end_related(
    *,
    related: RelatedPerson,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.CHANGED.value,
) -> None:
    """They are close to the person, or may decide for them, no more."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(related.person, version)
    if not RelatedPerson.objects.filter(pk=related.pk, ended_at=None).update(ended_at=now, version=F("version") + 1):
        raise Refusal("ended", _("Someone has taken this person off meanwhile."))
    audit.record(by=by, did="person.related_ended", to=related, person_id=related.person_id)
    changes.note(related.person, [(Detail.RELATED, _related_in_words(related), "")], Why(by, now, reason))


def _columns(draft: RelatedDraft) -> dict[str, object]:
    return {
        "name": draft.name,
        "relationship": draft.relationship,
        "phone": draft.phone,
        "is_emergency_contact": draft.is_emergency_contact,
        "is_carer": draft.is_carer,
        "authority": draft.authority,
    }


def _related_in_words(related: RelatedPerson) -> str:
    parts = [
        f"{related.name}, {related.relationship}",
        related.phone,
        _("emergency contact") if related.is_emergency_contact else "",
        _("carer") if related.is_carer else "",
        "" if related.authority == ProxyAuthority.NONE else str(related.get_authority_display()),
    ]
    return ", ".join(filter(None, parts))
