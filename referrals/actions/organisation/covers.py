"""Cover for someone who is away: a colleague finds their tasks on the own worklist. Nothing changes hands."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.organisation.keeping import check_keeps
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.refusal import Refusal
from referrals.models import Cover, Membership
from referrals.selectors.organisation import accounts, covers


@transaction.atomic
def arrange(
    *, away: Membership, covering: Membership, first_day: date, last_day: date, by: Actor, now: datetime
) -> Cover:
    """Someone is away from the first to the last day, and a colleague with the same role stands in."""
    _check_may(by, away)
    if not accounts.colleagues(away, local_day(now)).filter(pk=covering.pk).exists():
        raise Refusal("not-a-colleague", _("Choose someone with the same role in the same organisation."))
    # Both are locked: whoever is asked to stand in cannot go away themselves at the same moment.
    list(Membership.objects.filter(pk__in=[away.pk, covering.pk]).select_for_update(no_key=True).order_by("pk"))
    _check_days(away, covering, first_day, last_day, local_day(now))
    cover = Cover.objects.create(away=away, covering=covering, first_day=first_day, last_day=last_day)
    audit.record(by=by, did="cover.arranged", to=cover)
    return cover


@transaction.atomic
def call_off(*, cover: Cover, by: Actor, now: datetime) -> None:
    """They are not away after all, or back early."""
    _check_may(by, cover.away)
    if not Cover.objects.filter(pk=cover.pk, called_off_at=None).update(called_off_at=now, version=F("version") + 1):
        raise Refusal("called-off", _("This has been called off already."))
    audit.record(by=by, did="cover.called_off", to=cover)


def settle(*, leaver: Membership, heir: Membership | None, by: Actor, now: datetime) -> None:
    """Someone leaves: their own absences are over, and an heir stands in where they were to."""
    today = local_day(now)
    for cover in covers.coming(today).filter(away=leaver):
        call_off(cover=cover, by=by, now=now)
    for cover in covers.coming(today).filter(covering=leaver).select_related("away__user"):
        if heir is None or heir.pk == cover.away_id or covers.is_away(heir, cover.first_day, cover.last_day):
            words = _("They stand in for %(name)s: call that off, or have somebody else do it, first.")
            raise Refusal("covers-someone", words % {"name": cover.away.user.name})
        Cover.objects.filter(pk=cover.pk).update(covering=heir, version=F("version") + 1)
        audit.record(by=by, did="cover.handed_over", to=cover)


def _check_may(by: Actor, away: Membership) -> None:
    """Everyone for themselves; a manager for everyone in their organisation."""
    if by.membership_id == away.pk:
        return
    check_keeps(by, away.organisation_id)


def _check_days(away: Membership, covering: Membership, first_day: date, last_day: date, today: date) -> None:
    if last_day < max(first_day, today):
        raise Refusal("wrong-days", _("The last day must be the first day or later, and not in the past."))
    if covers.is_away(away, first_day, last_day):
        raise Refusal("away-already", _("An absence is recorded for some of these days already: call it off first."))
    if covers.is_away(covering, first_day, last_day):
        raise Refusal("cover-is-away", _("This colleague is away on some of these days: choose another."))
    if covers.stands_in(away, first_day, last_day):
        words = _("They cover for a colleague on some of these days: choose someone else for that first.")
        raise Refusal("covers-someone", words)
