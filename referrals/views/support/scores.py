"""Outcome measures: a page for each, which leads back to how the person's scores have gone."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.support import outcomes
from referrals.forms.support.scores import MeasureForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import scores as selectors
from referrals.views.support.pages import episode_or_404, form_page


@for_roles(Role.LINK_WORKER)
def scores(request: ActorRequest, episode_id: UUID, measure: str) -> HttpResponse:
    """Record a measure as the person answers it."""
    chosen = record_or_404(selectors.measure_of(measure))
    episode = episode_or_404(request, episode_id)
    concerns = selectors.concerns_of(episode, chosen)
    initial = {"stage": selectors.stage_next(episode, chosen)}
    form = MeasureForm(sent_data(request), measure=chosen, concerns=concerns, initial=initial)

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


@for_roles(Role.LINK_WORKER)
def wrong(request: ActorRequest, episode_id: UUID, score_id: UUID) -> HttpResponse:
    """Scores were entered by mistake; then they can be recorded anew."""
    episode = episode_or_404(request, episode_id)
    score = record_or_404(selectors.get(episode, score_id))
    measure = selectors.measure_with(score.measure)
    return form_page(
        request,
        episode,
        forms.Form(sent_data(request)),
        lambda: outcomes.enter_in_error(score=score, by=request.actor, now=timezone.now()),
        template="link_worker/wrong_scores.html",
        title=_("Scores entered by mistake"),
        name=selectors.NAMES[measure.code],
        score=score,
        answers=selectors.recorded_with(score),
        leads_to=reverse("link_worker:scores", args=[episode.public_id, measure.code])
        if selectors.measure_of(measure.code)
        else "",
        done=_("The scores are marked as entered by mistake and count no more. You can record them anew."),
    )
