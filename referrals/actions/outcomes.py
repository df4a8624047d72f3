"""Outcome scores, as the person gave them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from referrals.actions import audit
from referrals.models import Episode, OutcomeScore
from referrals.permissions import Actor, Permission, check


@transaction.atomic
def record(*, episode: Episode, stage: str, answers: Mapping[str, int], by: Actor, now: datetime) -> list[OutcomeScore]:
    """Record the answers that were given, 0 to 10 each; one not given is not recorded."""
    check(by, Permission.SUPPORT)
    scores = OutcomeScore.objects.bulk_create(
        OutcomeScore(episode=episode, measure=measure, stage=stage, value=value, by_id=by.member(), occurred_at=now)
        for measure, value in answers.items()
    )
    audit.record(by=by, did="outcomes.recorded", to=episode, person_id=episode.person_id, answers=len(scores))
    return scores
