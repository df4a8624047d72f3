"""What a link worker and a person do together: contacts, the plan, goals."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.support import contacts, plans
from referrals.forms.support.link_worker import ContactForm, GoalForm, GoalStatusForm, PlanForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import episodes
from referrals.views.support.pages import episode_or_404, form_page

if TYPE_CHECKING:
    from referrals.models import Episode


@for_roles(Role.LINK_WORKER)
def contact(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Note a contact."""
    episode = episode_or_404(request, episode_id)
    form = ContactForm(sent_data(request))
    now = timezone.now()

    def record() -> None:
        contacts.record(
            episode=episode,
            mode=form.cleaned_data["mode"],
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            agreed=form.cleaned_data["agreed"],
            occurred_at=form.occurred_at(now),
            by=request.actor,
            now=now,
        )

    return form_page(
        request,
        episode,
        form,
        record,
        title=_("Add a contact"),
        submit=_("Save contact"),
        done=_("Contact saved."),
        section="contacts",
    )


@for_roles(Role.LINK_WORKER)
def plan(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Agree the plan, or agree it anew."""
    episode = episode_or_404(request, episode_id)
    form = PlanForm(sent_data(request), initial=_plan_as_it_is(episode))

    def agree() -> None:
        plans.agree(
            episode=episode,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )

    return form_page(
        request, episode, form, agree, title=_("Plan"), submit=_("Save plan"), done=_("Plan saved."), section="plan"
    )


def _plan_as_it_is(episode: Episode) -> dict[str, object]:
    """The plan for its form; where there is none yet, the needs of the referral."""
    existing = episodes.plan_of(episode)
    if existing is None:
        return {"version": 0, "needs": episodes.needs_of(episode)}
    words = {f"words_{need.code}": need.own_words for need in existing.needs.all()}
    needs = [need.code for need in existing.needs.all()]
    kept = {"version": existing.version, "what_matters": existing.what_matters, "review_on": existing.review_on}
    return kept | words | {"needs": needs}


@for_roles(Role.LINK_WORKER)
def goal(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Add a goal to the plan; without a plan there is no such page."""
    episode = episode_or_404(request, episode_id)
    existing = record_or_404(episodes.plan_of(episode))
    form = GoalForm(sent_data(request), initial={"review_on": existing.review_on})
    return form_page(
        request,
        episode,
        form,
        lambda: plans.set_goal(plan=existing, draft=form.draft(), by=request.actor, now=timezone.now()),
        title=_("Add a goal"),
        submit=_("Save goal"),
        done=_("Goal saved."),
        section="plan",
    )


@for_roles(Role.LINK_WORKER)
def goal_status(request: ActorRequest, episode_id: UUID, goal_id: UUID) -> HttpResponse:
    """Say how a goal goes."""
    episode = episode_or_404(request, episode_id)
    existing = record_or_404(episodes.goal(episode, goal_id))
    form = GoalStatusForm(sent_data(request), initial={"status": existing.status})
    return form_page(
        request,
        episode,
        form,
        lambda: plans.review_goal(goal=existing, status=form.cleaned_data["status"], by=request.actor),
        title=_("How is the goal going?"),
        lead=existing.text,
        submit=_("Save"),
        done=_("Goal saved."),
        section="plan",
    )
