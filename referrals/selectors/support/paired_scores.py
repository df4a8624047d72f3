"""First and latest scores of the same people, for what changed in a team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Sum, Value, When

from referrals.measures import ITEMS, SCALES, Scale
from referrals.models import OutcomeScore
from referrals.models.choices import OutcomeStage
from referrals.paired import PairedChange, change
from referrals.selectors.support.scores import label_of

# One filling in of a scale, by the names of its columns.
Row = Mapping[str, Any]
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class ScaleChange:
    """What changed on one scale."""

    scale: Scale
    change: PairedChange

    @property
    def label(self) -> str:
        """What the scale is called."""
        return label_of(self.scale)


def changes(team_id: int | None, since: datetime, until: datetime) -> list[ScaleChange]:
    """For each scale that is averaged: people of the team whose first score is in the period, each once, with their
    latest later one of the same episode.
    """
    firsts, differences = _compared(_scores(team_id), since, until)
    scales = [scale for scale in SCALES.values() if scale.is_averaged and firsts.get(scale.code)]
    return [
        ScaleChange(scale, change(list(differences.get(scale.code, {}).values()), len(firsts[scale.code])))
        for scale in scales
    ]


def _scores(team_id: int | None) -> Rows:
    """Each filling in of a scale as one row, with the sum and the number of its answers, in the order of time."""
    cases = (When(measure=item, then=Value(scale.code)) for item, scale in ITEMS.items())
    scale = Case(*cases, output_field=CharField())
    rows = OutcomeScore.objects.standing().filter(episode__team=team_id, episode__person__restricted_at=None)
    grouped = rows.annotate(scale=scale).values("scale", "episode__person", "episode", "stage", "occurred_at")
    return grouped.annotate(total=Sum("value"), answers=Count("pk")).order_by("occurred_at", "stage")


def _compared(
    rows: Rows, since: datetime, until: datetime
) -> tuple[dict[str, dict[int, Row]], dict[str, dict[int, Decimal]]]:
    """By scale and person: the first score in the period, and what the latest one after it differs by."""
    firsts: dict[str, dict[int, Row]] = {}
    differences: dict[str, dict[int, Decimal]] = {}
    for row in rows:
        scale = SCALES[row["scale"]]
        # A filling in that lacks an answer has no score.
        if row["answers"] < len(scale.items):
            continue
        began = firsts.setdefault(scale.code, {})
        person, first = row["episode__person"], began.get(row["episode__person"])
        if row["stage"] == OutcomeStage.START:
            if first is None and since <= row["occurred_at"] < until:
                began[person] = row
        elif first and _follows(row, first):
            difference = scale.of_sum(row["total"]) - scale.of_sum(first["total"])
            differences.setdefault(scale.code, {})[person] = difference
    return firsts, differences


def _follows(row: Row, first: Row) -> bool:
    return bool(row["episode"] == first["episode"] and row["occurred_at"] > first["occurred_at"])
