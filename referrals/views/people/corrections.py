"""A person says that something in their record is wrong: a link worker answers, or notes it as said by phone."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.people import corrections
from referrals.forms.people.corrections import CorrectionAnswerForm, CorrectionByPhoneForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.people import corrections as selectors
from referrals.views.support.pages import episode_or_404, form_page


@for_roles(Role.LINK_WORKER)
def answer(request: ActorRequest, episode_id: UUID, correction_id: UUID) -> HttpResponse:
    """One request that waits."""
    episode = episode_or_404(request, episode_id)
    asked = record_or_404(selectors.get(request.actor, episode, correction_id))
    form = CorrectionAnswerForm(sent_data(request))

    def act() -> None:
        corrections.answer(
            request=asked,
            outcome=form.cleaned_data["outcome"],
            text=form.cleaned_data["answer"],
            by=request.actor,
            now=timezone.now(),
        )

    return form_page(
        request,
        episode,
        form,
        act,
        template="link_worker/correction.html",
        changed=selectors.changes_since(asked),
        is_plan=asked.about == "plan",
        title=_("The person says that something is wrong"),
        lead=f"{asked.get_about_display()}: {asked.text}",
        submit=_("Send the answer"),
        done=_("Your answer is on their page. If they want messages, they are told of it."),
    )


@for_roles(Role.LINK_WORKER)
def by_phone(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """What the person says on the phone is wrong."""
    episode = episode_or_404(request, episode_id)
    form = CorrectionByPhoneForm(sent_data(request))
    return form_page(
        request,
        episode,
        form,
        lambda: corrections.note(episode=episode, by=request.actor, now=timezone.now(), **form.cleaned_data),
        title=_("Something is wrong, the person says by phone"),
        submit=_("Save what they said by phone"),
        done=_("Saved as said by phone. It waits for an answer within 5 working days."),
    )
