"""Releases: a week's figures, frozen on the Monday after it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, datetime, time

from django.db import transaction

from observatory.actions import refresh
from observatory.digests import digest
from observatory.figures import published
from observatory.figures.published import PublishedFigure
from observatory.measures import EVERY
from observatory.models import Release, ReleasedFigure, RunningFigure
from observatory.periods import Period
from observatory.selectors import releases
from referrals.kit import weeks
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import LONDON, WEEK, week_of, weeks_between
from referrals.kit.permissions import Permission

# A week is released on the Monday after it, London time, when the night's readings are in.
RELEASED_AT = time(6)


@transaction.atomic
def release_ended(*, by: Actor, now: datetime) -> list[date]:
    """Release every week that ended and is not released yet, from the first that ever changed. The weeks, by Monday.

    Their blocks are worked out once more; a block whose last week is released stands from then on.
    """
    check(by, Permission.RUN_SCHEDULE)
    refresh.begin()
    released = releases.last_week()
    # Read before the figures are worked out: what changes meanwhile keeps its mark.
    marks = weeks.changed()
    due = _due(released, marks, now)
    if not due:
        return []
    for week, figures in _by_week(published.figures(Period.WEEK, due[0], due[-1], now)).items():
        _freeze(week, figures, now)
    RunningFigure.objects.filter(period=Period.WEEK, starts_on__in=due).delete()
    refresh.replace(Period.BLOCK, refresh.open_blocks(due[0], due[-1], released), now)
    for week in due:
        if week in marks:
            weeks.clear(notes=marks[week])
    return due


def _due(released: date | None, marks: Collection[date], now: datetime) -> list[date]:
    """The weeks to release: none before anything ever happened."""
    running = RunningFigure.objects.filter(period=Period.WEEK).values_list("starts_on", flat=True).distinct()
    known = {released + WEEK} if released else {*marks, *running}
    if not known:
        return []
    local = now.astimezone(LONDON)
    this_week = week_of(local.date())
    is_early = local.date() == this_week and local.time() < RELEASED_AT
    return list(weeks_between(min(known), this_week - (2 if is_early else 1) * WEEK))


def _by_week(figures: Iterable[PublishedFigure]) -> dict[date, list[PublishedFigure]]:
    found: dict[date, list[PublishedFigure]] = defaultdict(list)
    for figure in figures:
        found[figure.starts_on].append(figure)
    return found


def _freeze(week: date, figures: list[PublishedFigure], now: datetime) -> None:
    release = Release.objects.create(
        week=week,
        released_at=now,
        definitions={code: asdict(measure.definition) for code, measure in EVERY.items()},
        digest=digest(figures),
    )
    ReleasedFigure.objects.bulk_create(_released(release, figure) for figure in figures)


def _released(release: Release, figure: PublishedFigure) -> ReleasedFigure:
    values = asdict(figure)
    del values["starts_on"]
    return ReleasedFigure(release=release, **values)
