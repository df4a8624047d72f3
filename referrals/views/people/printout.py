"""What a person takes home on paper, printed by themselves or by their link worker."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals.actions.access import opening
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.kit.registries import panels
from referrals.selectors.people import printouts
from referrals.views.support.pages import episode_or_404

if TYPE_CHECKING:
    from referrals.models import Person


@require_safe
@for_roles(Role.PERSON)
def own(request: ActorRequest) -> HttpResponse:
    """The person prints it."""
    person = opening.own(by=request.actor)
    if person is None:
        raise Http404
    back: dict[str, object] = {"back_url": reverse("person:me"), "back_text": _("My page"), "team": None}
    now = timezone.now()
    return _page(request, person, printouts.own(request.actor, now), printouts.rest_of_own(request.actor, now), back)


@require_safe
@for_roles(Role.LINK_WORKER, recently=True)
def of_episode(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The link worker prints it for someone without a device."""
    episode = episode_or_404(request, episode_id)
    back = {"back_url": reverse("link_worker:episode", args=[episode_id]), "back_text": _("Back to the person")}
    printout, rest = printouts.of_episode(episode, timezone.now()), printouts.rest_of_episode(episode, request.actor)
    return _page(request, episode.person, printout, rest, back | {"team": episode.team})


def _page(
    request: ActorRequest, person: Person, printout: printouts.Printout, rest: printouts.Rest, more: dict[str, object]
) -> HttpResponse:
    """A4; `?size=large` for large print, `?part=plan` for the plan alone, which may be for others to read.

    What is needed comes first, and the rest begins a new page.
    """
    now = timezone.now()
    context = {
        "person": person,
        "printout": printout,
        "rest": rest,
        "panels": panels.of_person(person, request.actor, now),
        "is_large": request.GET.get("size") == "large",
        "is_plan_alone": request.GET.get("part") == "plan",
        "sizes": _tabs(request, "size", {"": _("Normal print"), "large": _("Large print")}),
        "parts": _tabs(request, "part", {"": _("Everything"), "plan": _("The plan alone")}),
        "now": now,
    }
    return render(request, "person/print.html", context | more)


def _tabs(request: ActorRequest, name: str, choices: dict[str, str]) -> list[dict[str, object]]:
    """A tab for each value of one question in the address; the other question keeps its answer."""
    chosen = request.GET.get(name, "")
    tabs = []
    for value, label in choices.items():
        query = request.GET.copy()
        query[name] = value
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "current": value == chosen, "count": None})
    return tabs
