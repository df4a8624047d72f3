"""Who someone is: name, date of birth, sex and NHS number, put right by a human who was shown what comes of it."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from referrals.actions.people import changes, duplicates
from referrals.actions.people.changes import Why
from referrals.actions.work import edits
from referrals.drafts import IdentityDraft
from referrals.kit import audit, weeks
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.kit.registries import person_data
from referrals.models import Person
from referrals.models.people.detail_choices import ChangeReason
from referrals.selectors.people import identity


@transaction.atomic
def preview(*, person: Person, draft: IdentityDraft, by: Actor) -> identity.Consequences:
    """What would come of it; that the people were shown who may be the same is written down."""
    check(by, Permission.EDIT_PERSON)
    found = identity.consequences(by, person, draft)
    for one in found.alike:
        audit.look(by=by, at=one.person, person_id=one.person.pk)
    return found


@transaction.atomic
def correct(
    *,
    person: Person,
    draft: IdentityDraft,
    by: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = ChangeReason.WRONG.value,
) -> None:
    """Put it right. Who looks like them now is reported; the weeks in which they count by age or sex are counted anew.

    Refusals: number-taken, born-after-death, changed-meanwhile.
    """
    check(by, Permission.EDIT_PERSON)
    edits.begin(person, version)
    if person.died_on and draft.born_on > person.died_on:
        raise Refusal("born-after-death", _("The date of birth is after the date of death."))
    before = identity.in_words(identity.of_person(person))
    moves_figures = (person.born_on, person.sex) != (draft.born_on, draft.sex)
    _write(person, draft)
    after = identity.in_words(draft)
    audit.record(by=by, did="person.identity_corrected", to=person, person_id=person.pk)
    changes.note(person, [(detail, before[detail], after[detail]) for detail in before], Why(by, now, reason))
    duplicates.report(person=person, by=by)
    if moves_figures:
        weeks.mark(person_data.counted_days(person.pk))


def _write(person: Person, draft: IdentityDraft) -> None:
    """Whoever is second to take a number is refused, be it at the same moment."""
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**asdict(draft))
    except IntegrityError:
        message = _("Another person has this NHS number. If they are the same person, merge the two records.")
        raise Refusal("number-taken", message) from None
    person.refresh_from_db()
