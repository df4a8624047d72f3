"""Registering people and keeping what is known of them right."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals import postcodes
from referrals.actions.people import changes, dated_values, duplicates, known_contacts
from referrals.actions.people.changes import Why
from referrals.actions.work import edits
from referrals.drafts import AddressDraft, PersonDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import (
    LongTermCondition,
    Organisation,
    Person,
    PersonAddress,
    PersonEthnicity,
    PersonPractice,
    RelatedPerson,
)
from referrals.models.choices import Channel
from referrals.models.people.detail_choices import ChangeReason, Detail
from referrals.selectors.people import places


@transaction.atomic
def register(*, draft: PersonDraft, by: Actor, now: datetime) -> Person:
    """A person new to the service. A verified NHS number that is known already is refused: that is the same person.

    Whoever calls this has asked whether the actor may.
    """
    if draft.nhs_number and Person.objects.filter(nhs_number=draft.nhs_number).exists():
        raise Refusal("already-known", _("Someone with this NHS number is already known to the service."))
    person = Person.objects.create(
        nhs_number=draft.nhs_number,
        nhs_number_missing_reason=draft.nhs_number_missing_reason,
        given_name=draft.given_name,
        family_name=draft.family_name,
        preferred_name=draft.preferred_name,
        born_on=draft.born_on,
        sex=draft.sex,
        preferred_channel=draft.wanted_channel or Channel.PHONE,
        channel_said_on=local_day(now) if draft.wanted_channel else None,
        bad_times=list(draft.bad_times),
        language=draft.language,
        needs_interpreter=draft.needs_interpreter,
        communication_needs=draft.communication_needs,
        is_carer=draft.is_carer,
        digital_access=draft.digital_access,
    )
    since = local_day(now)
    _set_practice(person, since, draft.practice_id, draft.practice_missing_reason)
    address = AddressDraft(draft.address, draft.postcode, draft.postcode_missing_reason, draft.safe_to_write)
    _set_address(person, since, address)
    if draft.ethnic_category:
        PersonEthnicity.objects.create(person=person, category=draft.ethnic_category, valid_from=since)
    _add_details(person, draft, by, now)
    audit.record(by=by, did="person.registered", to=person, person_id=person.pk)
    duplicates.report(person=person, by=by)
    return person


@transaction.atomic
def find_or_register(*, draft: PersonDraft, by: Actor, now: datetime) -> Person:
    """The one person with the draft's verified NHS number, or a new one.

    The number alone opens nothing: the date of birth has to match, and someone else's record is neither shown nor
    named. What is new about reaching them is added, and a channel that either side calls unsafe is unsafe.
    Whoever calls this has asked whether the actor may.
    """
    known = _known(draft)
    if known is None:
        try:
            with transaction.atomic():
                return register(draft=draft, by=by, now=now)
        except IntegrityError:
            # Another request registered the same NHS number meanwhile.
            known = _known(draft)
            if known is None:
                raise
    if known.born_on != draft.born_on:
        raise Refusal("details-differ", _("Check the NHS number and the date of birth: they do not belong together."))
    if known.restricted_at:
        raise Refusal("not-possible-now", _("This NHS number cannot be used now. Call the link worker team."))
    add_news(person=known, draft=draft, by=by, now=now)
    return known


def _known(draft: PersonDraft) -> Person | None:
    return Person.objects.select_for_update().filter(nhs_number=draft.nhs_number or "").first()


@transaction.atomic
def add_news(*, person: Person, draft: PersonDraft, by: Actor, now: datetime) -> None:
    """How to reach them, and an interpreter if one is needed; nothing that is known is replaced."""
    known_contacts.enter(person=person, drafts=draft.contacts, by=by, now=now)
    if draft.needs_interpreter and not person.needs_interpreter:
        Person.objects.filter(pk=person.pk).update(
            needs_interpreter=True, language=draft.language, version=F("version") + 1
        )
        person.refresh_from_db()
    audit.record(by=by, did="person.found", to=person, person_id=person.pk)
    duplicates.report(person=person, by=by)


def _set_practice(person: Person, since: date, practice_id: int | None, reason: str) -> PersonPractice:
    return PersonPractice.objects.create(
        person=person, practice_id=practice_id, practice_missing_reason=reason, valid_from=since
    )


def _set_address(person: Person, since: date, draft: AddressDraft) -> PersonAddress:
    home = postcodes.home(draft.lines, draft.postcode, draft.postcode_missing_reason)
    place = places.of_postcode(home.postcode)
    return PersonAddress.objects.create(
        person=person,
        lines=home.lines,
        postcode=home.postcode,
        postcode_missing_reason=home.missing_reason,
        lsoa_code=place.lsoa_code,
        area_code=place.area_code,
        imd_decile=place.imd_decile,
        imd_edition=place.imd_edition,
        safe_to_write=draft.safe_to_write,
        valid_from=since,
    )


def _add_details(person: Person, draft: PersonDraft, by: Actor, now: datetime) -> None:
    known_contacts.enter(person=person, drafts=draft.contacts, by=by, now=now)
    RelatedPerson.objects.bulk_create(
        RelatedPerson(
            person=person,
            name=related.name,
            relationship=related.relationship,
            phone=related.phone,
            is_emergency_contact=related.is_emergency_contact,
            is_carer=related.is_carer,
            authority=related.authority,
        )
        for related in draft.related
    )
    LongTermCondition.objects.bulk_create(LongTermCondition(person=person, code=code) for code in draft.conditions)


@transaction.atomic
def set_ethnicity(
    *,
    person: Person,
    category: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
    since: date | None = None,
    reason: str = ChangeReason.CHANGED.value,
) -> PersonEthnicity:
    """The ethnic category since a London day (blank: today); earlier weeks keep the one they had."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(person, version)
    since = since or local_day(now)
    before = dated_values.replace_from(PersonEthnicity, person, since)
    value = PersonEthnicity.objects.create(person=person, category=category, valid_from=since)
    audit.record(by=by, did="person.ethnicity_set", to=value, person_id=person.pk)
    was = before.get_category_display() if before else ""
    changes.note(person, [(Detail.ETHNICITY, was, value.get_category_display())], Why(by, now, reason), since)
    return value


@transaction.atomic
def move_house(
    *,
    person: Person,
    draft: AddressDraft,
    by: Actor,
    now: datetime,
    version: int | None = None,
    since: date | None = None,
    reason: str = ChangeReason.CHANGED.value,
) -> None:
    """A new address since a London day (blank: today)."""
    changes.may_keep_contact(person, by)
    edits.begin(person, version)
    since = since or local_day(now)
    before = dated_values.replace_from(PersonAddress, person, since)
    after = _set_address(person, since, draft)
    audit.record(by=by, did="person.moved", to=person, person_id=person.pk)
    was = dated_values.address_in_words(before) if before else ""
    changes.note(person, [(Detail.ADDRESS, was, dated_values.address_in_words(after))], Why(by, now, reason), since)
    duplicates.report(person=person, by=by)


@transaction.atomic
def change_practice(
    *,
    person: Person,
    practice: Organisation | None,
    missing_reason: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
    since: date | None = None,
    reason: str = ChangeReason.CHANGED.value,
) -> None:
    """Where they are registered since a London day (blank: today), or why nowhere."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(person, version)
    since = since or local_day(now)
    before = dated_values.replace_from(PersonPractice, person, since)
    after = _set_practice(person, since, practice.pk if practice else None, missing_reason)
    audit.record(by=by, did="person.practice_set", to=after, person_id=person.pk)
    was = dated_values.practice_in_words(before) if before else ""
    changes.note(person, [(Detail.PRACTICE, was, dated_values.practice_in_words(after))], Why(by, now, reason), since)
