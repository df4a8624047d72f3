"""A link worker notes how a session was for the person, as they said it on the phone."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.register import feedback as actions
from referrals.forms.register.feedback import FeedbackForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.selectors.register import feedback
from referrals.views.support.pages import form_page, found, opened, posted


@for_roles(Role.LINK_WORKER)
def by_phone(request: ActorRequest, episode_id: UUID, session_id: UUID) -> HttpResponse:
    """One session of the episode's person."""
    episode = opened(request, episode_id)
    attendance = found(feedback.attendance(request.actor, session_id, episode))
    given = feedback.given(attendance)
    initial = {"liked": given.liked, "felt": given.felt, "comment": given.comment} if given else {}
    form = FeedbackForm(posted(request), initial=initial)
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
