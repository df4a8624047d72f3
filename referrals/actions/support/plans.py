"""The plan: what matters, needs, goals."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from referrals.actions.support import reviews
from referrals.actions.work import edits
from referrals.drafts import GoalDraft, PlanDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.models import CarePlan, Episode, Goal, Need, PathwayTemplate


@transaction.atomic
def agree(*, episode: Episode, draft: PlanDraft, by: Actor, now: datetime, version: int | None = None) -> CarePlan:
    """Agree a plan, or agree it anew: needs are replaced, goals are added to those there are.

    `version` is the plan's that its editor had open, 0 where there was none yet.
    """
    check(by, Permission.SUPPORT)
    values = {"what_matters": draft.what_matters, "review_on": draft.review_on, "agreed_at": now}
    plan, created = CarePlan.objects.get_or_create(episode=episode, defaults=values)
    if not created:
        edits.begin(plan, version)
        CarePlan.objects.filter(pk=plan.pk).update(**values)
    plan.needs.all().delete()
    Need.objects.bulk_create(Need(plan=plan, code=code, own_words=words) for code, words in draft.needs)
    audit.record(by=by, did="plan.agreed", to=plan, person_id=episode.person_id)
    for goal in draft.goals:
        set_goal(plan=plan, draft=goal, by=by, now=now)
    reviews.plan(episode=episode, on=draft.review_on, by=by, now=now)
    return plan


@transaction.atomic
def set_goal(
    *, plan: CarePlan, draft: GoalDraft, by: Actor, now: datetime, template: PathwayTemplate | None = None
) -> Goal:
    """Add a goal to a plan, in somebody's words or a template's."""
    check(by, Permission.SUPPORT)
    goal = Goal.objects.create(
        plan=plan,
        text=draft.text,
        daily_steps=draft.daily_steps,
        review_on=draft.review_on,
        set_at=now,
        template=template,
    )
    audit.record(by=by, did="goal.set", to=goal, person_id=plan.episode.person_id)
    return goal


@transaction.atomic
def review_goal(*, goal: Goal, status: str, by: Actor) -> Goal:
    """Say whether a goal is met, dropped or still worked on."""
    check(by, Permission.SUPPORT)
    Goal.objects.filter(pk=goal.pk).update(status=status, version=F("version") + 1)
    goal.refresh_from_db()
    audit.record(by=by, did="goal.reviewed", to=goal, person_id=goal.plan.episode.person_id, status=status)
    return goal
