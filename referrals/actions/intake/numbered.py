"""Referrals that come with the numbers of the sender's own system, so that one that is sent twice is one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from referrals.actions.intake.receive import receive
from referrals.drafts import IntakeDraft
from referrals.kit.actor import Actor
from referrals.kit.refusal import Refusal
from referrals.models import Referral, ReferralIdentifier
from referrals.selectors.access import exchanged
from referrals.ways_in import WayIn

# System and value, as FHIR has them; the system may be blank.
Number = tuple[str, str]
LONGEST = 200


@transaction.atomic
def receive_numbered(
    *,
    draft: IntakeDraft,
    way: WayIn,
    numbers: Sequence[Number],
    unless: Number | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Referral, bool]:
    """The referral, and whether it is new: one that has the number `unless` is given as it is.

    Refusals: number-used where another number is taken, number-too-long, and those of `receive`.
    """
    if any(len(part) > LONGEST for number in (*numbers, *([unless] if unless else [])) for part in number):
        raise Refusal("number-too-long", _("An identifier has at most 200 characters."))
    _hold(by, {*numbers, *([unless] if unless else [])})
    if unless and (known := _known(by, unless)):
        return known, False
    if any(_is_used(by, number) for number in numbers):
        raise Refusal("number-used", _("You have sent a referral with this identifier already."))
    referral = receive(draft=draft, way=way, by=by, now=now)
    # Whoever refers does so at an organisation.
    sender = by.organisation_id or 0
    ReferralIdentifier.objects.bulk_create(
        ReferralIdentifier(referral=referral, organisation_id=sender, system=system, value=value)
        for system, value in dict.fromkeys(numbers)
    )
    return referral, True


def _hold(by: Actor, numbers: set[Number]) -> None:
    """Whoever sends the same number at the same moment waits for the end of this transaction."""
    with connection.cursor() as cursor:
        for system, value in sorted(numbers):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"referral {by.organisation_id} {system} {value}"]
            )


def _known(by: Actor, number: Number) -> Referral | None:
    """The referral that the sender called so, if they may still see it."""
    numbered = exchanged.numbered(*number).filter(organisation=by.organisation_id)
    return Referral.objects.visible_to(by).filter(pk__in=numbered).order_by("pk").first()


def _is_used(by: Actor, number: Number) -> bool:
    """Whether the sender's organisation has called a referral so, whoever sees it now."""
    system, value = number
    return ReferralIdentifier.objects.filter(organisation=by.organisation_id, system=system, value=value).exists()
