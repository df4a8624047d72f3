"""What the pages about one episode share: opening it, and a form that calls one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from referrals.actions.access import opening
from referrals.kit.access import ActorRequest
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, submit_form
from referrals.selectors.support import episodes
from referrals.views.support import considering

if TYPE_CHECKING:
    from referrals.models import Episode


def episode_or_404(request: ActorRequest, episode_id: UUID) -> Episode:
    """The episode, with the look at it written down; 404 for one that the actor may not open."""
    return record_or_404(opening.episode(public_id=episode_id, by=request.actor))


def episode_context(episode: Episode) -> dict[str, object]:
    """What every page about the episode shows of the person: `episode`, `person`, `known`, `flags`."""
    known = episodes.known_of(episode.person, local_day(timezone.now()))
    flags = episodes.flags_of(episode.person, known.contact_points)
    return {"episode": episode, "person": episode.person, "known": known, "flags": flags}


def form_page(
    request: ActorRequest,
    episode: Episode,
    form: forms.Form,
    action: Callable[[], object],
    *,
    template: str = "link_worker/form.html",
    done: str = "",
    leads_to: str = "",
    section: str = "",
    **context: object,
) -> HttpResponse:
    """Show the form or carry out its action. The default template takes `title`, `submit`, and maybe `lead`.

    Then the episode is shown again, at its `section`, or the page that it `leads_to`.
    """
    if question := considering.ask_first(request, form, episode.person_id):
        return question
    if request.method == "POST" and submit_form(form, action):
        if considering.is_a_risk(request):
            leads_to = reverse("link_worker:flag", args=[episode.public_id])
        if done:
            messages.success(request, done)
        return redirect(leads_to or at_section(episode, section))
    shown = episode_context(episode) | {"form": form, "lead": "", "kind": "", **context}
    return render(request, template, shown, status=422 if form.errors else 200)


def at_section(episode: Episode, section: str) -> str:
    """The episode's page, opened where something happened."""
    page = reverse("link_worker:episode", args=[episode.public_id])
    return f"{page}#{section}" if section else page


def press_button(request: ActorRequest, episode: Episode, action: Callable[[], object], done: str) -> HttpResponse:
    """A button that acts; back to the episode with a word on what happened."""
    run_action(request, action, done)
    return redirect("link_worker:episode", episode.public_id)
