"""Referrals as their readers see them."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from referrals.kit.actor import Actor
from referrals.models import Referral, ReferralStatusChange


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
