"""Risks: someone of the team has read a risk note; the practice is told of a risk and reads of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.actions.work import moves
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Referral, RiskNotice, Task
from referrals.selectors.support import risks


@transaction.atomic
def acknowledge(*, referral: Referral, by: Actor, now: datetime, version: int) -> None:
    """The risk note of a referral has been read, as the version that was shown says it: its task comes off the list.

    Refusals: already-read, changed-meanwhile.
    """
    check(by, Permission.SUPPORT)
    moves.refuse_if_changed(referral, version)
    unread = Task.objects.visible_to(by).open().filter(kind="risk_unread", referral=referral)
    if not unread.update(done_at=now):
        raise Refusal("already-read", _("This risk note has been read already."))
    audit.record(by=by, did="risk.acknowledged", to=referral, person_id=referral.person_id)


@transaction.atomic
def tell_practice(*, episode: Episode, note: str, by: Actor, now: datetime) -> RiskNotice:
    """Tell the practice that referred the person of a risk; it stays on their page until someone has read it."""
    check(by, Permission.SUPPORT)
    referral = risks.told_through(episode)
    if referral is None:
        raise Refusal("no-practice", _("No practice referred this person. Phone their practice instead."))
    notice = RiskNotice.objects.create(referral=referral, note=note, told_by_id=by.member(), told_at=now)
    audit.record(by=by, did="risk.told", to=notice, person_id=episode.person_id)
    messages.tell_practice(referral=referral, kind="risk_told", now=now, once=f":{notice.pk}")
    return notice


@transaction.atomic
def read_by_practice(*, notice: RiskNotice, by: Actor, now: datetime) -> None:
    """Someone at the practice has read what they were told: it no longer waits there."""
    check(by, Permission.READ_REFERRALS)
    unread = RiskNotice.objects.visible_to(by).unread().filter(pk=notice.pk)
    if not unread.update(read_by_id=by.member(), read_at=now, version=F("version") + 1):
        raise Refusal("already-read", _("Someone at your practice has read this already."))
    audit.record(by=by, did="risk.read", to=notice, person_id=notice.referral.person_id)
