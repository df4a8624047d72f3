"""Registering people and keeping what is known of them right."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from referrals.actions import audit, weeks
from referrals.calendar import local_day
from referrals.drafts import ContactDraft, PersonDraft
from referrals.models import (
    ContactPoint,
    DatedValue,
    LongTermCondition,
    Person,
    PersonAddress,
    PersonEthnicity,
    PersonPractice,
    RelatedPerson,
)
from referrals.permissions import Actor, Permission, Refusal, check
from referrals.selectors import places


@transaction.atomic
def register(*, draft: PersonDraft, by: Actor, now: datetime) -> Person:
    """A person new to the service. A verified NHS number that is known already is refused: that is the same person."""
    check(by, Permission.REFER)
    if draft.nhs_number and Person.objects.filter(nhs_number=draft.nhs_number).exists():
        raise Refusal("already-known", "Someone with this NHS number is already known to the service.")
    person = Person.objects.create(
        nhs_number=draft.nhs_number,
        nhs_number_missing_reason=draft.nhs_number_missing_reason,
        given_name=draft.given_name,
        family_name=draft.family_name,
        preferred_name=draft.preferred_name,
        born_on=draft.born_on,
        sex=draft.sex,
        preferred_channel=draft.preferred_channel,
        language=draft.language,
        needs_interpreter=draft.needs_interpreter,
        communication_needs=draft.communication_needs,
        is_carer=draft.is_carer,
        digital_access=draft.digital_access,
    )
    since = local_day(now)
    _set_practice(person, since, draft.practice_id, draft.practice_missing_reason)
    _set_address(person, since, draft)
    if draft.ethnic_category:
        PersonEthnicity.objects.create(person=person, category=draft.ethnic_category, valid_from=since)
    _add_details(person, draft)
    audit.record(by=by, did="person.registered", to=person, person_id=person.pk)
    return person


def _set_practice(person: Person, since: date, practice_id: int | None, reason: str) -> None:
    PersonPractice.objects.create(
        person=person, practice_id=practice_id, practice_missing_reason=reason, valid_from=since
    )


def _set_address(person: Person, since: date, draft: PersonDraft) -> None:
    place = places.of_postcode(draft.postcode)
    PersonAddress.objects.create(
        person=person,
        lines=draft.address,
        postcode=draft.postcode,
        postcode_missing_reason=draft.postcode_missing_reason,
        lsoa_code=place.lsoa_code,
        area_code=place.area_code,
        imd_decile=place.imd_decile,
        imd_edition=place.imd_edition,
        safe_to_write=draft.safe_to_write,
        valid_from=since,
    )


def _add_details(person: Person, draft: PersonDraft) -> None:
    ContactPoint.objects.bulk_create(_contact_point(person, contact) for contact in draft.contacts)
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


def _contact_point(person: Person, contact: ContactDraft) -> ContactPoint:
    return ContactPoint(
        person=person,
        kind=contact.kind,
        value=contact.value,
        safe_to_call=contact.safe_to_call,
        safe_to_leave_message=contact.safe_to_leave_message,
        safe_to_write=contact.safe_to_write,
    )


@transaction.atomic
def set_ethnicity(*, person: Person, category: str, by: Actor, now: datetime) -> PersonEthnicity:
    """The ethnic category from today on; earlier weeks keep the one they had."""
    check(by, Permission.EDIT_PERSON)
    since = local_day(now)
    _end_current(PersonEthnicity, person, since)
    value = PersonEthnicity.objects.create(person=person, category=category, valid_from=since)
    audit.record(by=by, did="person.ethnicity_set", to=value, person_id=person.pk)
    weeks.mark([since])
    return value


@transaction.atomic
def move_house(*, person: Person, draft: PersonDraft, by: Actor, now: datetime) -> None:
    """A new address from today on. Only the draft's address fields are read."""
    check(by, Permission.EDIT_PERSON)
    since = local_day(now)
    _end_current(PersonAddress, person, since)
    _set_address(person, since, draft)
    audit.record(by=by, did="person.moved", to=person, person_id=person.pk)
    weeks.mark([since])


def _end_current(model: type[DatedValue], person: Person, since: date) -> None:
    """End the value in force; one that began today is replaced, for a day has one value."""
    rows = model._default_manager.filter(person=person, valid_to=None)
    rows.filter(valid_from__gte=since).delete()
    rows.update(valid_to=since, version=F("version") + 1)
