"""The outbox: a message is a row of ids in the transaction of the act it tells of; a worker sends it (`outbox`)."""

from datetime import date, datetime

from referrals.models import OnwardReferral, OutboundMessage, Referral
from referrals.selectors import messages


def tell_practice(*, referral: Referral, kind: str, now: datetime) -> None:
    """Tell the referring organisation what happened; a person who referred themselves has none to tell."""
    if referral.referring_organisation_id is not None:
        _queue(kind, referral, now, to_organisation_id=referral.referring_organisation_id)


def tell_team(*, about: Referral | OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the team that holds the episode."""
    _queue(kind, about, now, to_organisation_id=about.episode.team_id)


def tell_managers(*, referral: Referral, kind: str, due_on: date | None, now: datetime) -> None:
    """Tell the team, for its managers, of what has been due since a day: once for that day, whatever moved since."""
    _queue(kind, referral, now, f"due {due_on}", to_organisation_id=referral.episode.team_id)


def tell_of_new_team(*, referral: Referral, now: datetime) -> None:
    """Another team takes a referral over: it hears so, and so does the practice."""
    tell_team(about=referral, kind="referral_received", now=now)
    tell_practice(referral=referral, kind="referral_passed_on", now=now)


def tell_provider(*, onward_referral: OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the provider of a service."""
    _queue(kind, onward_referral, now, to_organisation_id=onward_referral.service.organisation_id)


def tell_person(*, onward_referral: OnwardReferral, kind: str, now: datetime) -> None:
    """Tell the person, if they want messages and it is safe to write to them; if not, their link worker does."""
    person_id = onward_referral.episode.person_id
    if messages.agreed(person_id, "get_messages") and messages.safe_email(person_id):
        _queue(kind, onward_referral, now, to_person_id=person_id)


def _queue(
    kind: str, about: Referral | OnwardReferral, now: datetime, occasion: str = "", **recipient: int | None
) -> None:
    """The record's version makes the key, unless an `occasion` does: a move that is told twice is one message."""
    column = "referral" if isinstance(about, Referral) else "onward_referral"
    message = OutboundMessage(
        once_key=f"{kind}:{column}:{about.pk}:{occasion or about.version}",
        kind=kind,
        channel="email",
        not_before=now,
        **{column: about},
        **recipient,
    )
    OutboundMessage.objects.bulk_create([message], ignore_conflicts=True)
