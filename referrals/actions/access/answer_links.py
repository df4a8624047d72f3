"""Making links by which a provider answers an offer from its mail, and answering by one."""

from datetime import datetime, timedelta

from django.db import transaction

from referrals.actions.access import links
from referrals.actions.onward import onward_referrals
from referrals.models import AnswerLink, OnwardReferral
from referrals.selectors.access import answer_links
from referrals.selectors.onward import provider

LIFE = timedelta(days=14)


def make(*, onward_referral: OnwardReferral, now: datetime) -> tuple[AnswerLink, str]:
    """A new link and its token, which is kept nowhere: for the message that goes out in this very transaction.

    From now on it is the offer's only link that opens.
    """
    return links.make(AnswerLink, onward_referral=onward_referral, life=LIFE, now=now)


@transaction.atomic
def answer(*, link: AnswerLink, answer: str, reason: str, now: datetime) -> OnwardReferral:
    """Answer an offer as a member of the provider would, and use the link up; a refused answer leaves it usable.

    The link's row is the lock: a second sending of the same form waits here, and then finds it used.
    """
    locked = AnswerLink.objects.select_for_update().get(pk=link.pk)
    by = answer_links.actor_of(locked)
    offer = provider.get_offer(by, locked.onward_referral.public_id)
    if offer is None or not answer_links.is_open(locked, now):
        raise links.gone()
    onward_referrals.answer(onward_referral=offer, answer=answer, reason=reason, by=by, now=now)
    AnswerLink.objects.filter(pk=locked.pk).update(used_at=now)
    return offer
