"""Proving that a number or address is the person's: by a link sent there, or by somebody who asked them.

What somebody typed is no proof. Until it is proved, only the question itself goes there, which names nobody.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals import reaches
from referrals.actions.messages import messages
from referrals.actions.work import edits
from referrals.drafts import ContactDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import ContactPoint, Person
from referrals.models.people.detail_choices import Proof
from referrals.selectors.people import proofs


def begin(*, person: Person, draft: ContactDraft, is_checked: bool, by: Actor, now: datetime) -> None:
    """Of what was just entered: proved if somebody checked it with the person; on their own page they are asked."""
    key = reaches.key(draft.kind, draft.value)
    point = ContactPoint.objects.filter(person=person, reaches=key, ended_at=None, proved_at=None).first()
    if point is None:
        return
    if is_checked:
        check(by, Permission.EDIT_PERSON)
        mark(contact_point=point, how=Proof.TEAM, by=by, now=now)
    elif by.person_id == person.pk and proofs.can_be_asked(point):
        messages.ask_to_prove(point=point, by=by, now=now)


@transaction.atomic
def confirm(*, contact_point: ContactPoint, by: Actor, now: datetime, version: int | None = None) -> None:
    """A member of the team has checked with the person that it is theirs. Refusals: settled, and stale versions."""
    check(by, Permission.EDIT_PERSON)
    edits.begin(contact_point.person, version)
    mark(contact_point=contact_point, how=Proof.TEAM, by=by, now=now)


@transaction.atomic
def ask(*, contact_point: ContactPoint, by: Actor, now: datetime) -> None:
    """Send a link there that proves it. Refusals: ask-them, no-link-there.

    The person may ask that of any; the team not of what anybody could have typed, who would use the link as well.
    """
    if by.person_id != contact_point.person_id:
        check(by, Permission.EDIT_PERSON)
        if not contact_point.proves_by_link:
            raise Refusal("ask-them", _("Anyone may have given this. Check it with the person yourself."))
    if not proofs.can_be_asked(contact_point):
        raise Refusal("no-link-there", _("No message to confirm it can be sent there."))
    messages.ask_to_prove(point=contact_point, by=by, now=now)


def mark(*, contact_point: ContactPoint, how: Proof, by: Actor, now: datetime) -> None:
    """It is theirs from now on, and those that they had before hear that there is one more."""
    rows = ContactPoint.objects.filter(pk=contact_point.pk, ended_at=None, proved_at=None)
    proved = {"proved_at": now, "proved_how": how.value, "proved_by_id": by.membership_id}
    if not rows.update(**proved, version=F("version") + 1):
        raise Refusal("settled", _("Someone has confirmed this or taken it off meanwhile."))
    audit.record(by=by, did="person.contact_proved", to=contact_point, person_id=contact_point.person_id, how=how.value)
    for other in proofs.earlier(contact_point):
        messages.tell_of_another(point=other, newly_proved=contact_point, by=by, now=now)
