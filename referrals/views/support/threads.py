"""Comments and questions of the team, and the caseload of a colleague that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.access import opening
from referrals.actions.support import threads
from referrals.forms.support.threads import ReplyForm, ThreadForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.selectors.support import threads as selectors
from referrals.templatetags.nhsuk import nhs_short_date, task_words
from referrals.views.support import considering

if TYPE_CHECKING:
    from referrals.models import Episode, Membership, Task


@require_safe
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def worker(request: ActorRequest, member_id: UUID) -> HttpResponse:
    """Whom a link worker supports, and what they have planned."""
    today = local_day(timezone.now())
    member = record_or_404(opening.caseload(public_id=member_id, by=request.actor, today=today))
    context = {"member": member, "entries": selectors.caseload(request.actor, member), "today": today}
    return render(request, "link_worker/worker.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def comments(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """What was said about someone's support, and a new comment."""
    episode = _open_episode(request, episode_id)
    form = _new(request, episode)

    def begin() -> None:
        threads.begin(
            episode=episode,
            text=form.cleaned_data["text"],
            task=_chosen_task(episode, form.cleaned_data.get("about")),
            asked=_chosen_colleague(request, form.cleaned_data.get("asked")),
            by=request.actor,
            now=timezone.now(),
            is_risk=considering.is_a_risk(request),
        )

    if question := considering.ask_first(request, form, episode.person_id):
        return question
    if request.method == "POST" and submit_form(form, begin):
        messages.success(request, _("Comment saved."))
        return _after(request, "link_worker:comments", episode_id)
    context = _context(request, episode) | {"form": form, "threads": selectors.of_episode(request.actor, episode)}
    return render(request, "link_worker/comments.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def thread(request: ActorRequest, episode_id: UUID, thread_id: UUID) -> HttpResponse:
    """One thread, with what can be added to it."""
    episode = _open_episode(request, episode_id)
    record = record_or_404(selectors.get(request.actor, episode, thread_id))
    form = ReplyForm(sent_data(request))

    def reply() -> None:
        text, is_risk = form.cleaned_data["text"], considering.is_a_risk(request)
        threads.reply(thread=record, text=text, by=request.actor, now=timezone.now(), is_risk=is_risk)

    if question := considering.ask_first(request, form, episode.person_id):
        return question
    if request.method == "POST" and submit_form(form, reply):
        return _after(request, "link_worker:thread", episode_id, thread_id)
    may_close = record.closed_at is None and threads.may_close(record, request.actor)
    context = _context(request, episode) | {"form": form, "thread": record, "may_close": may_close}
    return render(request, "link_worker/thread.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def close(request: ActorRequest, episode_id: UUID, thread_id: UUID) -> HttpResponse:
    """Seen, or settled."""
    episode = _open_episode(request, episode_id)
    record = record_or_404(selectors.get(request.actor, episode, thread_id))
    run_action(
        request, lambda: threads.close(thread=record, by=request.actor, now=timezone.now()), _("It is off the list.")
    )
    return redirect("link_worker:comments", episode_id)


def _after(request: ActorRequest, page: str, episode_id: UUID, *more: UUID) -> HttpResponse:
    """Back to the page; a link worker who said that there is a risk goes on to raise a flag, a manager is told that
    the team reads it.
    """
    if considering.is_a_risk(request) and considering.may_flag(request):
        return redirect("link_worker:flag", episode_id)
    if considering.is_a_risk(request):
        messages.success(request, _("The link workers are asked to read it today."))
    return redirect(page, episode_id, *more)


def _open_episode(request: ActorRequest, episode_id: UUID) -> Episode:
    return record_or_404(opening.comments(public_id=episode_id, by=request.actor))


def _context(request: ActorRequest, episode: Episode) -> dict[str, object]:
    """A manager has no page of the episode to go back to."""
    return {"episode": episode, "person": episode.person, "has_episode": request.actor.role is Role.LINK_WORKER}


def _new(request: ActorRequest, episode: Episode) -> ThreadForm:
    tasks = [
        (str(task.public_id), f"{task_words(task.kind)}: {nhs_short_date(task.due_on)}")
        for task in selectors.tasks(episode)
    ]
    today = local_day(timezone.now())
    colleagues = [(str(one.public_id), one.user.name) for one in selectors.colleagues(request.actor, today)]
    initial = {"about": request.GET.get("about", "")}
    return ThreadForm(sent_data(request), tasks=tasks, colleagues=colleagues, initial=initial)


def _chosen_task(episode: Episode, public_id: str | None) -> Task | None:
    return selectors.task(episode, UUID(public_id)) if public_id else None


def _chosen_colleague(request: ActorRequest, public_id: str | None) -> Membership | None:
    today = local_day(timezone.now())
    return selectors.worker(request.actor, UUID(public_id), today) if public_id else None
