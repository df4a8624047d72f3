"""Referrals as their readers see them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from referrals.drafts import IntakeDraft
from referrals.kit.actor import Actor
from referrals.models import Referral, ReferralStatusChange
from referrals.states import REFERRAL

# For so long a page that was sent may come back under Back, or out of a window that was left open.
JUST_BEFORE = timedelta(hours=24)


def visible(by: Actor) -> QuerySet[Referral]:
    """The actor's referrals with what a page or an answer shows of them; `last_reason` is the latest move's reason."""
    latest = ReferralStatusChange.objects.filter(referral=OuterRef("pk")).order_by("-occurred_at", "-pk")
    return (
        Referral.objects.visible_to(by)
        .select_related(
            "person", "team", "referring_organisation", "holder__user", "referred_by__user", "referred_by_client"
        )
        .annotate(last_reason=Subquery(latest.values("reason")[:1]))
    )


def get(by: Actor, public_id: UUID) -> Referral | None:
    """One referral, or None when there is none that the actor may open."""
    return visible(by).filter(public_id=public_id).first()


def just_before(by: Actor, draft: IntakeDraft, now: datetime) -> QuerySet[Referral]:
    """What the actor themselves sent of the same person within a day and what still goes on, the newest first.

    The same is who was chosen, or who has the same NHS number, or the same name and date of birth.
    """
    same = Q(person__public_id=draft.known) if draft.known else Q(pk__in=[])
    if entered := draft.person:
        same |= Q(
            person__given_name__iexact=entered.given_name,
            person__family_name__iexact=entered.family_name,
            person__born_on=entered.born_on,
        )
        if entered.nhs_number:
            same |= Q(person__nhs_number=entered.nhs_number)
    own = visible(by).filter(
        same, status__in=REFERRAL.open, referred_by=by.membership_id, referred_at__gt=now - JUST_BEFORE
    )
    return own.select_related("episode").order_by("-referred_at", "-pk") if by.membership_id else own.none()
