"""Flags: raised by a link worker, read by each of the team once, ended with a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Flag, FlagRead


@transaction.atomic
def raise_flag(*, episode: Episode, kind: str, note: str, by: Actor, now: datetime) -> Flag:
    """Warn the team. Whoever raises a flag has read it."""
    check(by, Permission.SUPPORT)
    flag = Flag.objects.create(episode=episode, kind=kind, note=note, raised_by_id=by.member(), raised_at=now)
    audit.record(by=by, did="flag.raised", to=flag, person_id=episode.person_id, kind=kind)
    FlagRead.objects.create(flag=flag, member_id=by.member(), read_at=now)
    return flag


@transaction.atomic
def read(*, flag: Flag, by: Actor, now: datetime) -> None:
    """A link worker has read a flag; saying so twice is saying so once."""
    check(by, Permission.SUPPORT)
    _row, is_new = FlagRead.objects.get_or_create(flag=flag, member_id=by.member(), defaults={"read_at": now})
    if is_new:
        audit.record(by=by, did="flag.read", to=flag, person_id=flag.episode.person_id)


@transaction.atomic
def end(*, flag: Flag, reason: str, by: Actor, now: datetime) -> None:
    """The warning no longer holds."""
    check(by, Permission.SUPPORT)
    standing = Flag.objects.visible_to(by).standing().filter(pk=flag.pk)
    if not standing.update(ended_at=now, ended_by_id=by.member(), end_reason=reason, version=F("version") + 1):
        raise Refusal("already-ended", _("Someone has ended this flag already."))
    audit.record(by=by, did="flag.ended", to=flag, person_id=flag.episode.person_id)
