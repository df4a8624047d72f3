"""The outbox: a message is a row of ids in the transaction of the act it tells of; a worker sends it (`outbox`)."""

from datetime import datetime

from referrals.models import OnwardReferral, OutboundMessage, Referral
from referrals.selectors import messages


def tell_practice(*, referral: Referral, kind: str, now: datetime, once: str = "") -> None:
    """Tell the referring practice what happened: nobody where the team itself took the referral down.

    `once` tells apart what may be told twice of the same version of a referral.
    """
    if referral.referring_organisation_id not in {None, referral.team_id}:
        _queue(kind, referral, now, once, to_organisation_id=referral.referring_organisation_id)


def tell_team(*, about: Referral | OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the team that holds the episode."""
    _queue(kind, about, now, to_organisation_id=about.episode.team_id)


def tell_provider(*, onward_referral: OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the provider of a service."""
    _queue(kind, onward_referral, now, to_organisation_id=onward_referral.service.organisation_id)


def tell_person(*, onward_referral: OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the person, if they want messages and it is safe to write to them; if not, their link worker does."""
    person_id = onward_referral.episode.person_id
    if messages.agreed(person_id, "get_messages") and messages.safe_email(person_id):
        _queue(kind, onward_referral, now, to_person_id=person_id)


def _queue(kind: str, about: Referral | OnwardReferral, now: datetime, once: str = "", **recipient: int | None) -> None:
    """The record's version makes the key: a move that is told twice is one message."""
    column = "referral" if isinstance(about, Referral) else "onward_referral"
    message = OutboundMessage(
        once_key=f"{kind}:{column}:{about.pk}:{about.version}{once}",
        kind=kind,
        channel="email",
        not_before=now,
        **{column: about},
        **recipient,
    )
    OutboundMessage.objects.bulk_create([message], ignore_conflicts=True)
