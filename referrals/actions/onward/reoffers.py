"""Asking the next suitable service, where one has not answered in time and the person wanted that."""

from datetime import datetime

from django.db import transaction

from referrals.actions.messages import messages
from referrals.actions.onward import onward_referrals
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.models import OnwardReferral, Person
from referrals.selectors.messages.messages import agreed
from referrals.selectors.onward import matching
from referrals.selectors.work import overdue


@transaction.atomic
def ask_next(*, offer: OnwardReferral, by: Actor, now: datetime) -> OnwardReferral | None:
    """Take back an overdue offer and make the next one; None where it must not or cannot be, or was answered just now.

    The locks decide: a provider that answers meanwhile, a person who takes the agreement back and a second sweep
    come either before or after, never in between.
    """
    check(by, Permission.RUN_SCHEDULE)
    person = Person.objects.select_for_update(no_key=True).get(pk=offer.episode.person_id)
    unanswered = overdue.waiting(local_day(now)).filter(pk=offer.pk, may_ask_next=True)
    locked = unanswered.select_related("episode__team", "service").select_for_update(of=("self",)).first()
    if locked is None or not agreed(person.pk, "share_with_provider"):
        return None
    service = matching.next_after(locked, local_day(now))
    if service is None:
        return None
    onward_referrals.move(onward_referral=locked, event="cancel", reason="no_answer", by=by, now=now)
    following = OnwardReferral(
        episode=locked.episode,
        service=service,
        need=locked.need,
        note=locked.note,
        what_to_do=locked.what_to_do,
        referred_by_id=locked.referred_by_id,
        may_ask_next=True,
        follows=locked,
    )
    onward_referrals.send(following, by=by, now=now)
    messages.tell_team(about=following, kind="offer_passed_on", now=now)
    return following
