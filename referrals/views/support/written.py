"""Words that may describe a risk and that nobody has read: the team's list, and the page where they are read."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.support import written
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.selectors.support import written as selectors
from referrals.views.support.pages import episode_context, episode_or_404


@require_safe
@for_roles(Role.LINK_WORKER)
def waiting(request: ActorRequest) -> HttpResponse:
    """What nobody of the team has read yet, the oldest first, with its age."""
    context = {"rows": selectors.waiting(request.actor), "now": timezone.now()}
    return render(request, "link_worker/words_waiting.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def words(request: ActorRequest, episode_id: UUID, task_id: UUID) -> HttpResponse:
    """The words, and a button for whoever has read them."""
    episode = episode_or_404(request, episode_id)
    one = record_or_404(selectors.get(request.actor, episode_id, task_id))
    if request.method == "POST":
        now = timezone.now()
        run_action(
            request,
            lambda: written.read(task=one.task, by=request.actor, now=now),
            _("Noted that you have read it."),
        )
        return redirect("link_worker:episode", episode_id)
    return render(request, "link_worker/words.html", episode_context(episode) | {"written": one})
