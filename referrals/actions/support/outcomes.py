"""Outcome scores, as the person gave them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Episode, OutcomeScore
from referrals.selectors.support import scores

NO_WORDS: Mapping[str, str] = {}


@transaction.atomic
def record(
    *,
    episode: Episode,
    stage: str,
    answers: Mapping[str, int],
    by: Actor,
    now: datetime,
    occurred_at: datetime | None = None,
    own_words: Mapping[str, str] = NO_WORDS,
) -> list[OutcomeScore]:
    """Record the answers that were given, by item; one not given is not recorded. `occurred_at` is `now` if absent."""
    check(by, Permission.SUPPORT)
    moment = occurred_at or now
    _check_moment(episode, moment, now)
    # Whoever records the same answers meanwhile waits here, and is then told so.
    Episode.objects.select_for_update().get(pk=episode.pk)
    if OutcomeScore.objects.standing().filter(episode=episode, measure__in=answers, occurred_at=moment).exists():
        raise Refusal("scored-already", _("This has been recorded for that day already."))
    recorded = OutcomeScore.objects.bulk_create(
        OutcomeScore(
            episode=episode,
            measure=item,
            stage=stage,
            value=value,
            own_words=own_words.get(item, ""),
            by_id=by.member(),
            occurred_at=moment,
        )
        for item, value in answers.items()
    )
    audit.record(by=by, did="outcomes.recorded", to=episode, person_id=episode.person_id, answers=len(recorded))
    return recorded


@transaction.atomic
def enter_in_error(*, score: OutcomeScore, by: Actor, now: datetime) -> int:
    """Say that what was recorded together with an answer is wrong: it stays, and counts nowhere. How many answers.

    Whoever recorded it may, and whoever holds the episode, also once support has ended. Refusals: not-yours,
    changed-meanwhile.
    """
    check(by, Permission.SUPPORT)
    episode = Episode.objects.select_for_update().get(pk=score.episode_id)
    if by.member() not in {score.by_id, episode.holder_id}:
        raise Refusal(
            "not-yours",
            _("Only the person who recorded these scores, or the link worker who holds this support, can say that."),
        )
    answers = scores.recorded_with(score).update(entered_in_error_at=now, version=F("version") + 1)
    if not answers:
        raise Refusal("changed-meanwhile", _("These scores are marked as entered by mistake already."))
    audit.record(by=by, did="outcomes.entered_in_error", to=episode, person_id=episode.person_id, answers=answers)
    return answers


def _check_moment(episode: Episode, moment: datetime, now: datetime) -> None:
    if moment > now:
        raise Refusal("in-the-future", _("A score cannot be recorded before it is given."))
    if local_day(moment) < local_day(episode.opened_at):
        raise Refusal("before-the-episode", _("The person's time with your team had not begun on that day."))
