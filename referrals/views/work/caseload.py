"""What needs doing today, who waits to be claimed, and who is being supported."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referrals.actions.intake import referrals
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.selectors.intake import referrals as referral_selectors
from referrals.selectors.messages import letters
from referrals.selectors.people import duplicates
from referrals.selectors.support import appointments, threads, written
from referrals.selectors.work import worklists

# Each list of the page goes on from its own cursor.
LISTS = ("tasks", "inbox", "people")
# What is due later is no work of today's, and would push those who wait off the screen.
SOON = timedelta(days=14)


@for_roles(Role.LINK_WORKER)
def caseload(request: ActorRequest) -> HttpResponse:
    """The link worker's first page; `?show=team` shows everyone's work."""
    now = timezone.now()
    today = local_day(now)
    whole_team = request.GET.get("show") == "team"
    cursors = {name: request.GET.get(name, "") for name in LISTS}
    until = today + SOON
    tasks, next_tasks = worklists.tasks(
        request.actor, today, whole_team=whole_team, until=until, cursor=cursors["tasks"]
    )
    inbox, next_inbox = worklists.unclaimed(request.actor, cursors["inbox"])
    rows, next_people = worklists.caseload(request.actor, today, whole_team=whole_team, cursor=cursors["people"])
    context = {
        "today": today,
        "whole_team": whole_team,
        "tabs": _tabs(whole_team=whole_team),
        "tasks": tasks,
        "until": until,
        "later": worklists.later_tasks(request.actor, today, whole_team=whole_team, after=until),
        "tasks_next": _next_url(request, "tasks", next_tasks),
        "appointments": appointments.of_worker(request.actor, now, whole_team=whole_team, until=now + SOON),
        "words_unread": written.how_many(request.actor),
        "letters": letters.waiting(request.actor, now).count(),
        "threads": [] if whole_team else threads.waiting_for(request.actor),
        "duplicates": duplicates.how_many(request.actor),
        "inbox": inbox,
        "inbox_next": _next_url(request, "inbox", next_inbox),
        "rows": rows,
        "rows_next": _next_url(request, "people", next_people),
        "first_url": _first_url(whole_team=whole_team) if any(cursors.values()) else "",
    }
    return render(request, "link_worker/caseload.html", context)


def _tabs(*, whole_team: bool) -> list[dict[str, object]]:
    return [
        {"label": _("My work"), "url": _first_url(whole_team=False), "current": not whole_team, "count": None},
        {"label": _("Whole team"), "url": _first_url(whole_team=True), "current": whole_team, "count": None},
    ]


def _first_url(*, whole_team: bool) -> str:
    return reverse("link_worker:caseload") + ("?show=team" if whole_team else "")


def _next_url(request: ActorRequest, name: str, cursor: str) -> str:
    """The page with this list further on and the others where they are."""
    if not cursor:
        return ""
    query = request.GET.copy()
    query[name] = cursor
    return f"?{query.urlencode()}"


@require_POST
@for_roles(Role.LINK_WORKER)
def claim(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Take a referral on and go to its episode."""
    referral = record_or_404(referral_selectors.get(request.actor, referral_id))
    done = _("You have claimed this referral. The next step is to make contact.")
    if run_action(request, lambda: referrals.claim(referral=referral, by=request.actor, now=timezone.now()), done):
        return redirect("link_worker:episode", referral.episode.public_id)
    return redirect("link_worker:caseload")
