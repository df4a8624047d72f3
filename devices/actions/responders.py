"""What a team sets for its devices, and its list of who answers calls for help."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from devices.models import DeviceRules, Responder
from devices.selectors import rules
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Membership
from referrals.selectors.organisation import accounts


@dataclass(frozen=True, slots=True)
class RulesDraft:
    """What a team types: days, a percent, minutes, and two London hours."""

    silent_after: int
    low_battery: int
    escalate_after: int
    day_begins: int
    day_ends: int


@transaction.atomic
def set_rules(*, draft: RulesDraft, by: Actor) -> DeviceRules:
    """Keep the rules of the actor's team."""
    check(by, Permission.KEEP_DEVICES)
    if draft.day_begins >= draft.day_ends:
        raise Refusal("period", _("The day must begin before it ends."))
    kept, _is_new = DeviceRules.objects.update_or_create(team_id=by.organisation_id, defaults=asdict(draft))
    audit.record(by=by, did="device_rules.set", to=kept)
    return kept


@transaction.atomic
def add(*, member: Membership, hours: str, mobile: str, by: Actor, now: datetime) -> Responder:
    """Put a member of the team at the end of the list."""
    check(by, Permission.KEEP_DEVICES)
    today = local_day(now)
    if not accounts.in_force(today).filter(pk=member.pk, organisation=by.organisation_id).exists():
        raise Refusal("not-found", _("There is no such member."))
    on_list = rules.listed(by, today)
    if on_list.filter(member=member).exists():
        raise Refusal("on-list", _("They are on the list already."))
    last = on_list.aggregate(last=Max("place"))["last"] or 0
    added = Responder.objects.create(member=member, hours=hours, mobile=mobile, place=last + 1)
    audit.record(by=by, did="responder.added", to=added)
    return added


@transaction.atomic
def take_off(*, responder: Responder, by: Actor, now: datetime) -> None:
    """They are asked no more."""
    check(by, Permission.KEEP_DEVICES)
    found = rules.listed(by, local_day(now)).filter(pk=responder.pk)
    if not found.exists():
        raise Refusal("not-found", _("There is no such entry."))
    Responder.objects.filter(pk=responder.pk).update(ended_at=now, version=F("version") + 1)
    audit.record(by=by, did="responder.taken_off", to=responder)
