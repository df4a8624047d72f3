"""Finding anyone of the team from any page: as one types, or on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from referrals.actions.access import opening
from referrals.forms.intake.search import FindAnyoneForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import sent_data
from referrals.kit.permissions import Role

if TYPE_CHECKING:
    from referrals.models import Episode


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def find(request: ActorRequest) -> HttpResponse:
    """Who is meant. One person alone opens at once; while one types, only the list is drawn again.

    Posted, so that no name stands in an address or a log.
    """
    form = FindAnyoneForm(sent_data(request))
    typing = request.headers.get("HX-Request") == "true"
    found = None
    if form.is_valid():
        found = opening.anyone(text=form.cleaned_data["sought"], by=request.actor, today=local_day(timezone.now()))
        if len(found) == 1 and not typing:
            return redirect(_page_of(request, found[0].episode))
    rows = None if found is None else [(one, _page_of(request, one.episode)) for one in found]
    if typing:
        return render(request, "link_worker/parts/found.html", {"rows": rows, "typing": True})
    context = {"form": form, "forms": [form], "rows": rows}
    return render(request, "link_worker/find.html", context, status=422 if form.errors else 200)


def _page_of(request: ActorRequest, episode: Episode) -> str:
    """The person's page; a manager comments on the support of everyone in the team and opens no record."""
    page = "link_worker:comments" if request.actor.role is Role.MANAGER else "link_worker:episode"
    return reverse(page, args=[episode.public_id])
