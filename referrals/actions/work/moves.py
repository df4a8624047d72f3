"""Moving a referral or an onward referral through its state machine: one conditional update, one row of history."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from referrals.kit import weeks
from referrals.kit.actor import Actor
from referrals.kit.calendar import add_working_days, local_day
from referrals.kit.permissions import ActorKind
from referrals.kit.refusal import Refusal
from referrals.models import OnwardReferral, OnwardStatusChange, Referral, ReferralStatusChange
from referrals.states import ONWARD, REFERRAL, Machine, Move, ReferralStatus


def referral(
    *,
    record: Referral,
    event: str,
    by: Actor,
    now: datetime,
    reason: str = "",
    holder_id: int | None = None,
    due_on: date | None = None,
) -> None:
    """Move a referral. `holder_id` is the membership that holds it afterwards, where a link worker does.

    `due_on` is a day that was agreed, instead of the table's number of working days.
    """
    move = allowed(REFERRAL, event, record.status, by, reason)
    holder = None if move.to == ReferralStatus.RECEIVED or move.due is None else holder_id
    changes = {"status": move.to, "holder": holder, **_next(move, now, due_on)}
    if unchanged(record).update(version=F("version") + 1, **changes) != 1:
        raise changed_meanwhile()
    ReferralStatusChange.objects.create(referral=record, **_history(move, by, now, reason))
    record.refresh_from_db()
    weeks.mark([local_day(now), local_day(record.referred_at)])


def carried_over(*, record: Referral, events: Iterable[tuple[str, datetime]], by: Actor) -> None:
    """The history of a referral that was kept elsewhere, each move when it was made; the last led to where it is."""
    status = None
    for event, at in events:
        move = REFERRAL.move(event, status)
        ReferralStatusChange.objects.create(referral=record, **_history(move, by, at, ""))
        weeks.mark([local_day(at)])
        status = move.to


def onward(*, record: OnwardReferral, event: str, by: Actor, now: datetime, reason: str = "") -> None:
    """Move an onward referral."""
    move = allowed(ONWARD, event, record.status, by, reason)
    if unchanged(record).update(status=move.to, version=F("version") + 1, **_next(move, now)) != 1:
        raise changed_meanwhile()
    OnwardStatusChange.objects.create(onward_referral=record, **_history(move, by, now, reason))
    record.refresh_from_db()
    weeks.mark([local_day(now), local_day(record.offered_at)])


def changed_meanwhile() -> Refusal:
    """A new refusal for each raise: an exception keeps the frames it was raised in, and the records in them."""
    return Refusal("changed-meanwhile", _("Someone else got there first. Open the record again to see what they did."))


def refuse_if_changed(record: Referral, version: int) -> None:
    """Nobody says that they have read what they were not shown. The row is locked, so that it stays as it was read."""
    shown = Referral.objects.select_for_update(of=("self",)).filter(pk=record.pk, version=version)
    if shown.first() is None:
        raise changed_meanwhile()


def unchanged(record: Referral | OnwardReferral) -> QuerySet[Any]:
    """The record's row as its mover saw it, or none: two who move it from the same state cannot both find it."""
    return type(record)._default_manager.filter(pk=record.pk, status=record.status, version=record.version)


def allowed(machine: Machine, event: str, status: str | None, by: Actor, reason: str) -> Move:
    """The row of the table, if the actor's role may make the move and a needed reason is given."""
    move = machine.move(event, status)
    if by.kind not in {ActorKind.SCHEDULE, ActorKind.PUBLIC, ActorKind.DEVICE} and by.role not in move.by:
        raise Refusal("not-permitted", _("Your role does not include this."))
    if move.needs_reason and not reason:
        raise Refusal("reason-needed", _("Choose a reason."))
    return move


def beginning(machine: Machine, event: str, by: Actor, now: datetime) -> tuple[Move, dict[str, object]]:
    """The first move of a new record and the columns that it sets."""
    move = allowed(machine, event, None, by, "")
    return move, {"status": move.to, **_next(move, now)}


def _next(move: Move, now: datetime, due_on: date | None = None) -> dict[str, object]:
    due = None if move.due is None else due_on or add_working_days(local_day(now), move.due)
    return {"next_action": move.next_action, "due_on": due}


def _history(move: Move, by: Actor, now: datetime, reason: str) -> dict[str, object]:
    return {
        "event": move.event,
        "from_status": move.from_ or "",
        "to_status": move.to,
        "occurred_at": now,
        "reason": reason,
        "by_membership_id": by.membership_id,
        "by_client_id": by.client_id,
        "by_role": by.role or "",
    }


def begun_referral(record: Referral, move: Move, by: Actor, now: datetime) -> None:
    """The first row of a referral's history."""
    ReferralStatusChange.objects.create(referral=record, **_history(move, by, now, ""))
    weeks.mark([local_day(now)])


def begun_onward(record: OnwardReferral, move: Move, by: Actor, now: datetime) -> None:
    """The first row of an onward referral's history."""
    OnwardStatusChange.objects.create(onward_referral=record, **_history(move, by, now, ""))
    weeks.mark([local_day(now)])
