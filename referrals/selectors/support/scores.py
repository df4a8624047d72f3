"""Outcome scores side by side: what was said at each stage, and which way it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from django.conf import settings

from referrals.measures import MEASURES, Measure, Scale
from referrals.models import Episode, OutcomeScore
from referrals.models.choices import OutcomeMeasure, OutcomeStage
from referrals.models.support.measure_names import LONELINESS, MEASURE_NAMES, SCALE_NAMES
from referrals.models.support.support import OutcomeScoreQuerySet

# The line of a row: a step to the right for each recording, and 20 up from the least score to the most.
STEP, HEIGHT, BASE = 24, 20, 22
NAMES = dict(MEASURE_NAMES)
STAGES = dict(OutcomeStage.choices)
LONELINESS_WORDS = dict(LONELINESS)


class Verdict(StrEnum):
    """Which way a score went since it was first taken."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    # Smaller than what chance alone would do, for measures of which that is known.
    TOO_SMALL = "too_small"


@dataclass(frozen=True, slots=True)
class Recording:
    """When scores were recorded, and at which stage."""

    stage: str
    occurred_at: datetime
    # One of its answers, and who may say that it is wrong beside the holder of the episode.
    score: UUID
    by_id: int


@dataclass(frozen=True, slots=True)
class Line:
    """One scale's scores, one for each recording (None where an item was not answered)."""

    scale: Scale
    own_words: str
    values: list[Decimal | None]

    @property
    def label(self) -> str:
        """What the scale is called; a concern by the person's own words."""
        return self.own_words or label_of(self.scale)

    @property
    def shown(self) -> list[str | None]:
        """The scores as they are read: a number, or the words of the answer."""
        return [None if value is None else shown(self.scale, value) for value in self.values]

    @property
    def given(self) -> list[Decimal]:
        """The scores that there are."""
        return [value for value in self.values if value is not None]

    @property
    def first(self) -> str:
        """The first score as it is read."""
        return shown(self.scale, self.given[0])

    @property
    def last(self) -> str:
        """The last score as it is read."""
        return shown(self.scale, self.given[-1])

    @property
    def verdict(self) -> Verdict | None:
        """From the first score to the last; None with fewer than two."""
        if len(self.given) < 2:
            return None
        return verdict_of(self.scale, self.given[-1] - self.given[0])

    @property
    def points(self) -> list[tuple[int, int]]:
        """Where the scores stand in a drawing 24 high, as (x, y) with y downwards."""
        return [(4 + STEP * i, self._y(value)) for i, value in enumerate(self.values) if value is not None]

    def _y(self, value: Decimal) -> int:
        lowest, highest = self.scale.lowest, self.scale.highest
        return BASE - round(HEIGHT * (value - lowest) / (highest - lowest))

    @property
    def path(self) -> str:
        """The points as an SVG polyline takes them."""
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return 8 + STEP * max(len(self.values) - 1, 0)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Every recording of one measure in the order of time, and a line for each scale that was ever answered."""

    measure: Measure
    recordings: list[Recording]
    lines: list[Line]

    @property
    def name(self) -> str:
        """What the measure is called."""
        return str(NAMES[self.measure.code])


def offered() -> list[tuple[str, str]]:
    """The measures that can be recorded here, with their names."""
    return [(code, str(name)) for code, name in MEASURE_NAMES if measure_of(code)]


def measure_of(code: str) -> Measure | None:
    """One of these measures."""
    measure = MEASURES.get(code)
    return measure if measure and (settings.SWEMWBS_LICENSED or not measure.needs_licence) else None


def label_of(scale: Scale) -> str:
    """What a scale is called."""
    return str(SCALE_NAMES[scale.code] if scale.code in SCALE_NAMES else OutcomeMeasure(scale.code).label)


def shown(scale: Scale, value: Decimal) -> str:
    """A score as it is read: words where the answer is words."""
    return f"{value:.{scale.places}f}" if scale.is_averaged else str(LONELINESS_WORDS[int(value)])


def verdict_of(scale: Scale, change: Decimal) -> Verdict:
    """What a change from an earlier to a later score means."""
    if change == 0:
        return Verdict.SAME
    if scale.threshold and abs(change) < scale.threshold:
        return Verdict.TOO_SMALL
    return Verdict.BETTER if (change < 0) == scale.lower_is_better else Verdict.WORSE


def trajectories(scores: Iterable[OutcomeScore]) -> list[Trajectory]:
    """The scores of one episode by measure. What was recorded together stands in one column."""
    known = list(scores)
    found = (_trajectory(measure, [row for row in known if row.measure in measure.items]) for measure in _all())
    return [trajectory for trajectory in found if trajectory.recordings]


def of_episode(episode: Episode) -> list[Trajectory]:
    """What was recorded in an episode."""
    return trajectories(OutcomeScore.objects.standing().filter(episode=episode))


def get(episode: Episode, public_id: UUID) -> OutcomeScore | None:
    """One answer that stands."""
    return OutcomeScore.objects.standing().filter(episode=episode, public_id=public_id).first()


def measure_with(item: str) -> Measure:
    """The measure that an item belongs to."""
    return next(measure for measure in MEASURES.values() if item in measure.items)


def recorded_with(score: OutcomeScore) -> OutcomeScoreQuerySet:
    """What was recorded together with an answer, and stands."""
    items = measure_with(score.measure).items
    same = {"episode": score.episode_id, "stage": score.stage, "occurred_at": score.occurred_at}
    return OutcomeScore.objects.standing().filter(measure__in=items, **same)


def stage_next(episode: Episode, measure: Measure) -> str:
    """The stage that is most likely now: the start is recorded once."""
    begun = (
        OutcomeScore.objects.standing()
        .filter(episode=episode, measure__in=measure.items, stage=OutcomeStage.START)
        .exists()
    )
    return OutcomeStage.REVIEW if begun else OutcomeStage.START


def concerns_of(episode: Episode, measure: Measure) -> dict[str, str]:
    """What the person named when the measure was first taken: item -> their words."""
    rows = OutcomeScore.objects.standing().filter(episode=episode, measure__in=measure.in_own_words)
    return dict(rows.order_by("-occurred_at").values_list("measure", "own_words"))


def _all() -> list[Measure]:
    return [MEASURES[code] for code, _name in MEASURE_NAMES]


def _trajectory(measure: Measure, rows: list[OutcomeScore]) -> Trajectory:
    together = [(key, list(group)) for key, group in groupby(sorted(rows, key=_moment), key=_moment)]
    columns = [
        (
            Recording(str(STAGES[stage]), at, group[0].public_id, group[0].by_id),
            {row.measure: row.value for row in group},
        )
        for (at, stage), group in together
    ]
    words = {row.measure: row.own_words for row in rows}
    answered = {row.measure for row in rows}
    lines = [
        Line(scale, words.get(scale.code, ""), [scale.score(column) for _recording, column in columns])
        for scale in measure.scales
        if answered & set(scale.items)
    ]
    return Trajectory(measure, [recording for recording, _column in columns], lines)


def _moment(score: OutcomeScore) -> tuple[datetime, str]:
    return score.occurred_at, score.stage
