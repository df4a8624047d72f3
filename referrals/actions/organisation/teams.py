"""Closing a team: another one goes on with everyone whom it supports and with every practice that refers to it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.organisation import covers
from referrals.actions.organisation.keeping import check_keeps
from referrals.actions.support import episodes, handovers
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Organisation, Referral
from referrals.selectors.organisation import covers as absences
from referrals.selectors.organisation import teams


@transaction.atomic
def close(*, team: Organisation, heir: Organisation, by: Actor, now: datetime) -> None:
    """From now on the heir has it all; nobody signs in for the closed team any more."""
    check_keeps(by, team.pk)
    # Both are locked: two teams cannot close into each other.
    list(Organisation.objects.filter(pk__in=[team.pk, heir.pk]).select_for_update(no_key=True).order_by("pk"))
    if not teams.open_teams().filter(pk=team.pk).exists():
        raise Refusal("closed-already", _("This team has closed already."))
    if not teams.others(team.pk).filter(pk=heir.pk).exists():
        raise Refusal("not-a-team", _("Choose another team."))
    today = local_day(now)
    ends = max(today, team.valid_from + timedelta(days=1))
    Organisation.objects.filter(pk=team.pk).update(valid_to=ends, refers_to=heir, version=F("version") + 1)
    practices = list(Organisation.objects.filter(refers_to=team))
    Organisation.objects.filter(refers_to=team).update(refers_to=heir, version=F("version") + 1)
    audit.record(by=by, did="team.closed", to=team, practices=len(practices))
    audit.record_each(by=by, did="organisation.refers_to_changed", to=practices)
    for cover in absences.coming(today).filter(away__organisation=team).select_related("away"):
        covers.call_off(cover=cover, by=by, now=now)
    move_everyone(team=team, heir=heir, by=by, now=now)


def move_everyone(*, team: Organisation, heir: Organisation, by: Actor, now: datetime) -> int:
    """Put every open episode into the heir's inbox, and what has ended into its records; how many were open."""
    moved = 0
    for episode in Episode.objects.filter(team=team).open().order_by("pk"):
        held = episodes.locked(episode)
        if held.closed_at is None and held.team_id == team.pk:
            handovers.pass_on(episode=held, team=heir, by=by, now=now)
            moved += 1
    # Whoever asks for support again finds somebody there.
    Episode.objects.filter(team=team).exclude(closed_at=None).update(team=heir)
    Referral.objects.filter(team=team).exclude(episode__closed_at=None).update(team=heir)
    return moved
