"""Telling a practice of a risk."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.support import risks
from referrals.forms.support.risk import TellPracticeForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import risks as selectors
from referrals.views.support.pages import episode_or_404, form_page


@for_roles(Role.LINK_WORKER)
def tell_practice(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """A note that the practice reads after signing in; its mail says only that there is one."""
    episode = episode_or_404(request, episode_id)
    form = TellPracticeForm(sent_data(request))
    referral = selectors.told_through(episode)
    practice = referral.referring_organisation if referral else None
    return form_page(
        request,
        episode,
        form,
        lambda: risks.tell_practice(
            episode=episode, note=form.cleaned_data["note"], by=request.actor, now=timezone.now()
        ),
        title=_("Tell the practice of a risk"),
        lead=_lead(practice.name if practice else ""),
        submit=_("Tell the practice"),
        kind="warning",
        done=_("The practice is told. It stays on their page until someone there has read it."),
    )


def _lead(practice: str) -> str:
    if not practice:
        return _("No practice referred this person. Phone their practice instead.")
    return _("%(practice)s is asked by e-mail to read this today. If it cannot wait, phone them, or call 999.") % {
        "practice": practice
    }
