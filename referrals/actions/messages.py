"""The outbox: a message is a row of ids in the transaction of the act it tells of; a worker sends it."""

from datetime import datetime

from referrals.models import OnwardReferral, OutboundMessage, Referral


def tell_practice(*, referral: Referral, kind: str, now: datetime) -> None:
    """Tell the referring organisation what happened; a person who referred themselves has none to tell."""
    if referral.referring_organisation_id is None:
        return
    OutboundMessage.objects.get_or_create(
        once_key=f"{kind}:referral:{referral.pk}:{referral.version}",
        defaults={
            "kind": kind,
            "to_organisation_id": referral.referring_organisation_id,
            "referral": referral,
            "channel": "email",
            "not_before": now,
        },
    )


def tell_team(*, referral: Referral, kind: str, now: datetime) -> None:
    """Tell the receiving team."""
    OutboundMessage.objects.get_or_create(
        once_key=f"{kind}:referral:{referral.pk}:{referral.version}",
        defaults={
            "kind": kind,
            "to_organisation_id": referral.team_id,
            "referral": referral,
            "channel": "email",
            "not_before": now,
        },
    )


def tell_provider(*, onward_referral: OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the provider of a service."""
    OutboundMessage.objects.get_or_create(
        once_key=f"{kind}:onward:{onward_referral.pk}:{onward_referral.version}",
        defaults={
            "kind": kind,
            "to_organisation_id": onward_referral.service.organisation_id,
            "onward_referral": onward_referral,
            "channel": "email",
            "not_before": now,
        },
    )
