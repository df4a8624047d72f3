"""What the pages about one episode share: opening it, and a form that calls one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from referrals.actions.access import opening
from referrals.kit.access import ActorRequest
from referrals.kit.calendar import local_day
from referrals.kit.pressing import pressed
from referrals.kit.refusal import Refusal
from referrals.selectors.support import episodes

if TYPE_CHECKING:
    from referrals.models import Episode


Found = TypeVar("Found")


def opened(request: ActorRequest, episode_id: UUID) -> Episode:
    """The episode, with the look at it written down; 404 for one that the actor may not open."""
    return found(opening.episode(public_id=episode_id, by=request.actor))


def found(record: Found | None) -> Found:
    """The record, or 404."""
    if record is None:
        raise Http404
    return record


def posted(request: ActorRequest) -> QueryDict | None:
    """What was sent; None for a page that is only opened. An empty form that was sent is wrong, not unopened."""
    return request.POST if request.method == "POST" else None


def about(episode: Episode) -> dict[str, object]:
    """What every page about the episode shows of the person: `episode`, `person`, `known`, `flags`."""
    known = episodes.known_of(episode.person, local_day(timezone.now()))
    flags = episodes.flags_of(episode.person, known.contact_points)
    return {"episode": episode, "person": episode.person, "known": known, "flags": flags}


def carried_out(form: forms.Form, action: Callable[[], object]) -> bool:
    """Whether the form is valid and the action did it; a Refusal becomes the form's error."""
    if not form.is_valid():
        return False
    try:
        action()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def form_page(
    request: ActorRequest,
    episode: Episode,
    form: forms.Form,
    action: Callable[[], object],
    *,
    template: str = "link_worker/form.html",
    done: str = "",
    leads_to: str = "",
    **context: object,
) -> HttpResponse:
    """Show the form or carry out its action. The default template takes `title`, `submit`, and maybe `lead`.

    Then the episode is shown again, or the page that it `leads_to`.
    """
    if request.method == "POST" and carried_out(form, action):
        if done:
            messages.success(request, done)
        return redirect(leads_to or reverse("link_worker:episode", args=[episode.public_id]))
    shown = about(episode) | {"form": form, "lead": "", "kind": "", **context}
    return render(request, template, shown, status=422 if form.errors else 200)


def button(request: ActorRequest, episode: Episode, action: Callable[[], object], done: str) -> HttpResponse:
    """A button that acts; back to the episode with a word on what happened."""
    pressed(request, action, done)
    return redirect("link_worker:episode", episode.public_id)
