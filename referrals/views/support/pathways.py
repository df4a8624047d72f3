"""A team's templates of care pathways, and using one for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals.actions.support import pathways
from referrals.forms.support.pathways import TemplateForm, UseForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.selectors.support import episodes
from referrals.selectors.support import pathways as selectors
from referrals.views.support.pages import episode_context, episode_or_404, form_page

if TYPE_CHECKING:
    from referrals.models import PathwayTemplate

KEPT = ("version", "name", "needs", "goals", "contacts", "measures")


@require_safe
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def templates(request: ActorRequest) -> HttpResponse:
    """The team's templates."""
    context = {"templates": selectors.kept(request.actor), "retired": selectors.retired(request.actor)}
    return render(request, "link_worker/templates.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def add(request: ActorRequest) -> HttpResponse:
    """A new one."""
    return _kept(request, None, {})


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def edit(request: ActorRequest, template_id: UUID) -> HttpResponse:
    """Another wording; plans stay as they are."""
    template = record_or_404(selectors.get(request.actor, template_id))
    return _kept(request, template, {name: getattr(template, name) for name in KEPT})


def _kept(request: ActorRequest, template: PathwayTemplate | None, initial: dict[str, object]) -> HttpResponse:
    form = TemplateForm(sent_data(request), initial=initial)

    def keep() -> None:
        version = form.cleaned_data["version"]
        pathways.keep(template=template, draft=form.draft(), by=request.actor, version=version)

    if request.method == "POST" and submit_form(form, keep):
        messages.success(request, _("Template saved."))
        return redirect("link_worker:templates")
    context = {"form": form, "template": template}
    return render(request, "link_worker/template.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def retire(request: ActorRequest, template_id: UUID) -> HttpResponse:
    """It is no longer offered."""
    template = record_or_404(selectors.get(request.actor, template_id))
    pathways.retire(template=template, by=request.actor, now=timezone.now())
    messages.success(request, _("The template is no longer offered. Plans stay as they are."))
    return redirect("link_worker:templates")


@require_POST
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def restore(request: ActorRequest, template_id: UUID) -> HttpResponse:
    """It is offered again."""
    template = record_or_404(selectors.any_of_team(request.actor, template_id))
    run_action(
        request, lambda: pathways.restore(template=template, by=request.actor), _("The template is offered again.")
    )
    return redirect("link_worker:templates")


@require_safe
@for_roles(Role.LINK_WORKER)
def choose(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Which template to use for someone."""
    episode = episode_or_404(request, episode_id)
    context = episode_context(episode) | {"templates": selectors.kept(request.actor), "used": selectors.used(episode)}
    return render(request, "link_worker/choose_template.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def use(request: ActorRequest, episode_id: UUID, template_id: UUID) -> HttpResponse:
    """What the template would add, and adding it."""
    episode = episode_or_404(request, episode_id)
    template = record_or_404(selectors.get(request.actor, template_id))
    now = timezone.now()
    form = UseForm(sent_data(request), has_plan=episodes.support_in(episode).plan is not None)
    return form_page(
        request,
        episode,
        form,
        lambda: pathways.use(
            template=template,
            episode=episode,
            what_matters=form.cleaned_data.get("what_matters", ""),
            by=request.actor,
            now=now,
        ),
        template="link_worker/use_template.html",
        title=template.name,
        submit=_("Add to the plan"),
        done=_("Added to the plan."),
        preview=selectors.preview(template, local_day(now)),
    )
