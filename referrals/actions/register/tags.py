"""Tags: a card, a button or a printed code by which somebody is known at a service's door."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals import tags
from referrals.kit import audit, randomness
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import OnwardReferral, Tag
from referrals.states import TAKES_A_PLACE


@transaction.atomic
def issue(*, place: OnwardReferral, code: str = "", by: Actor, now: datetime) -> Tag:
    """Give whoever has a place at a service a tag for its door; without a code a new one is made.

    Refusals: not-yours, no-place, tag-in-use.
    """
    _check(place, by)
    held = OnwardReferral.objects.select_for_update().filter(pk=place.pk, status__in=TAKES_A_PLACE).first()
    if held is None:
        raise Refusal("no-place", _("This person has no place at the service."))
    spelled = tags.spelled(code) or _new_code(held.service_id)
    if Tag.objects.filter(service=held.service_id, code__iexact=spelled, returned_at=None).exists():
        raise Refusal("tag-in-use", _("Someone carries this tag already."))
    person_id = place.episode.person_id
    tag = Tag.objects.create(service_id=held.service_id, person_id=person_id, code=spelled, issued_at=now)
    audit.record(by=by, did="tag.issued", to=tag, person_id=person_id)
    return tag


@transaction.atomic
def replace(*, place: OnwardReferral, code: str = "", by: Actor, now: datetime) -> Tag:
    """Give another tag instead of what the person carries, which ends: what is lost opens nothing more.

    The refusals are those of `issue`.
    """
    end(place=place, by=by, now=now)
    return issue(place=place, code=code, by=by, now=now)


@transaction.atomic
def end(*, place: OnwardReferral, by: Actor, now: datetime) -> int:
    """The person's tags for the service count no more from now on; how many those were. Refusal: not-yours."""
    _check(place, by)
    carried = Tag.objects.select_for_update().filter(
        service=place.service_id, person=place.episode.person_id, returned_at=None
    )
    ended = list(carried)
    for tag in ended:
        Tag.objects.filter(pk=tag.pk).update(returned_at=now, version=F("version") + 1)
        audit.record(by=by, did="tag.ended", to=tag, person_id=tag.person_id)
    return len(ended)


def _new_code(service_id: int) -> str:
    """A code that nobody had there before."""
    while True:
        code = f"{tags.BEGINS}{randomness.new_code(tags.ALPHABET, tags.LENGTH)}"
        if not Tag.objects.filter(service=service_id, code=code).exists():
            return code


def _check(place: OnwardReferral, by: Actor) -> None:
    """The service's provider issues tags, and so does a manager of it or of the person's team."""
    check(by, Permission.ISSUE_TAGS)
    if by.role not in {Role.PROVIDER, Role.MANAGER}:
        return
    own = {place.service.organisation_id} | ({place.episode.team_id} if by.role is Role.MANAGER else set())
    if by.organisation_id not in own:
        raise Refusal("not-yours", _("This service belongs to another organisation."))
