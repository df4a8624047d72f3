"""A link worker notes how a session was for the person, as they said it on the phone."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.register import feedback as actions
from referrals.forms.register.feedback import FeedbackForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.register import feedback
from referrals.views.support.pages import episode_or_404, form_page


@for_roles(Role.LINK_WORKER)
def by_phone(request: ActorRequest, episode_id: UUID, session_id: UUID) -> HttpResponse:
    """One session of the episode's person."""
    episode = episode_or_404(request, episode_id)
    attendance = record_or_404(feedback.attendance(request.actor, session_id, episode))
    given = feedback.given(attendance)
    initial = {"liked": given.liked, "felt": given.felt, "comment": given.comment} if given else {}
    form = FeedbackForm(sent_data(request), initial=initial)
    return form_page(
        request,
        episode,
        form,
        lambda: actions.give(attendance=attendance, draft=form.draft("phone"), by=request.actor, now=timezone.now()),
        title=_("What the person said of a session"),
        lead=attendance.session.service.name,
        submit=_("Save what they said by phone"),
        done=_("Saved as said by phone."),
    )
