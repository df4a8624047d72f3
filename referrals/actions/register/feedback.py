"""What people say of sessions: given by themselves, or noted by the link worker to whom they said it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals import risk_words
from referrals.actions.support import written
from referrals.drafts import FeedbackDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Attendance, Feedback
from referrals.selectors.register import feedback


@transaction.atomic
def give(*, attendance: Attendance, draft: FeedbackDraft, by: Actor, now: datetime) -> Feedback:
    """Say how a session was; saying it again changes what was said."""
    check(by, Permission.GIVE_FEEDBACK)
    # The lock: two taps at once are one answer, and the later one counts.
    locked = feedback.attendances(by).select_for_update(of=("self",)).filter(pk=attendance.pk).first()
    if locked is None:
        raise Refusal("not-yours", _("Only a person who was expected at a session can say how it was."))
    said = {"liked": draft.liked, "felt": draft.felt, "comment": draft.comment, "channel": draft.channel}
    found = Feedback.objects.filter(session=locked.session_id, person=locked.person_id).first()
    given = found or Feedback(session_id=locked.session_id, person_id=locked.person_id)
    for name, value in (said | {"given_at": now, "recorded_by_id": by.membership_id}).items():
        setattr(given, name, value)
    given.version += 1 if found else 0
    given.save()
    did = "feedback.changed" if found else "feedback.given"
    audit.record(by=by, did=did, to=given, person_id=locked.person_id, channel=draft.channel)
    # A link worker to whom it was said by phone has heard it.
    if by.role is not Role.LINK_WORKER and risk_words.may_describe(draft.comment):
        written.let_be_read(about=given, episode=locked.onward_referral.episode, by=by, now=now)
    return given
