"""Outcome measures: a page for each, which leads back to how the person's scores have gone."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions import outcomes
from referrals.forms.scores import MeasureForm
from referrals.permissions import Role
from referrals.selectors import scores as selectors
from referrals.views.access import ActorRequest, for_roles
from referrals.views.link_worker.pages import form_page, found, opened, posted


@for_roles(Role.LINK_WORKER)
def scores(request: ActorRequest, episode_id: UUID, measure: str) -> HttpResponse:
    """Record a measure as the person answers it."""
    chosen = found(selectors.measure_of(measure))
    episode = opened(request, episode_id)
    concerns = selectors.concerns_of(episode, chosen)
    initial = {"stage": selectors.stage_next(episode, chosen)}
    form = MeasureForm(posted(request), measure=chosen, concerns=concerns, initial=initial)

    def record() -> None:
        outcomes.record(
            episode=episode,
            stage=form.cleaned_data["stage"],
            answers=form.answers(),
            own_words=form.own_words(),
            occurred_at=form.occurred_at(episode.opened_at),
            by=request.actor,
            now=timezone.now(),
        )

    return form_page(
        request,
        episode,
        form,
        record,
        title=str(selectors.NAMES[measure]),
        lead=_("The questions of this measure are licensed: ask them from your own copy.")
        if chosen.needs_licence
        else "",
        submit=_("Save scores"),
        done=_("Scores saved."),
    )
