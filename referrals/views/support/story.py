"""One story of a person: every time of support in one line of time, by kind, on a screen or on paper."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.selectors.support import story as selectors
from referrals.views.support.pages import episode_context, episode_or_404


@require_safe
@for_roles(Role.LINK_WORKER)
def story(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Everything that happened, newest first; `?kind=` shows one kind of it."""
    episode = episode_or_404(request, episode_id)
    kind = request.GET.get("kind", "")
    chosen = kind if kind in selectors.KINDS else ""
    here = reverse("link_worker:story", args=[episode_id])
    kinds = {"": _("Everything"), **selectors.KINDS}
    context = episode_context(episode) | {
        "times": selectors.times_of(request.actor, episode.person),
        "happenings": selectors.of_person(request.actor, episode.person, chosen),
        "now": timezone.now(),
        "tabs": [
            {"label": label, "url": f"{here}?kind={code}" if code else here, "current": code == chosen, "count": None}
            for code, label in kinds.items()
        ],
    }
    return render(request, "link_worker/story.html", context)
