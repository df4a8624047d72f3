"""Links in mail by which people say how a session was: making one, and giving feedback by it once."""

from datetime import datetime, timedelta

from django.db import transaction

from referrals.actions.access import links
from referrals.actions.register import feedback
from referrals.drafts import FeedbackDraft
from referrals.models import Attendance, Feedback, FeedbackLink
from referrals.selectors.access import feedback_links

LIFE = timedelta(days=14)


def make(*, attendance: Attendance, now: datetime) -> tuple[FeedbackLink, str]:
    """A new link and its token, which is kept nowhere: for the message that goes out in this very transaction."""
    return links.make(FeedbackLink, attendance=attendance, life=LIFE, now=now)


@transaction.atomic
def answer(*, link: FeedbackLink, draft: FeedbackDraft, now: datetime) -> Feedback:
    """Give feedback and use the link up. Refusals: link-gone.

    The link's row is the lock: a second sending of the same form waits here, and then finds it used.
    """
    locked = FeedbackLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not feedback_links.is_open(locked, now):
        raise links.gone()
    by = feedback_links.actor_of(locked)
    given = feedback.give(attendance=locked.attendance, draft=draft, by=by, now=now)
    FeedbackLink.objects.filter(pk=locked.pk).update(used_at=now)
    return given
