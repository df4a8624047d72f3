"""Outcome scores side by side: what was said at each stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from referrals.models import OutcomeScore
from referrals.models.choices import OutcomeMeasure, OutcomeStage

# A higher answer is worse news.
LOWER_IS_BETTER = frozenset({OutcomeMeasure.ONS_ANXIETY})
# The line of a row: a step to the right for each recording, a step up for each point of 0 to 10.
STEP, POINT = 24, 2


@dataclass(frozen=True, slots=True)
class Recording:
    """When scores were recorded, and at which stage."""

    stage: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One measure's answers, one for each recording (None where it was not answered)."""

    label: str
    lower_is_better: bool
    values: list[int | None]

    @property
    def points(self) -> list[tuple[int, int]]:
        """Where the answers stand in a drawing 24 high, as (x, y) with y downwards."""
        return [(4 + STEP * i, 22 - POINT * value) for i, value in enumerate(self.values) if value is not None]

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
    """Every recording in the order of time, and a line for each measure that was ever answered."""

    recordings: list[Recording]
    lines: list[Line]


def trajectory(scores: Iterable[OutcomeScore]) -> Trajectory:
    """The answers of one episode. What was recorded together stands in one column."""
    labels = dict(OutcomeStage.choices)
    recordings: list[Recording] = []
    columns: list[dict[str, int]] = []
    for (occurred_at, stage), group in groupby(sorted(scores, key=_moment), key=_moment):
        recordings.append(Recording(str(labels[stage]), occurred_at))
        columns.append({score.measure: score.value for score in group})
    lines = [
        Line(str(measure.label), measure in LOWER_IS_BETTER, [column.get(measure) for column in columns])
        for measure in OutcomeMeasure
        if any(measure in column for column in columns)
    ]
    return Trajectory(recordings, lines)


def _moment(score: OutcomeScore) -> tuple[datetime, str]:
    return score.occurred_at, score.stage
