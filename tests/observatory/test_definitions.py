"""What readers are told of a measure is kept with each release, and its values are as exact as its statistic."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.db.models import FloatField, QuerySet, Value

from observatory.dimensions import DIMENSIONS
from observatory.measures import COMPLETENESS, EVERY, MEASURES
from observatory.measures.measure import Span
from observatory.models import Release, RunningFigure
from observatory.selectors import releases as selectors
from observatory.selectors import series
from observatory.statistics.averages import MEAN
from referrals import facts
from referrals.kit.calendar import WEEK, week_of
from referrals.kit.permissions import Role
from tests.observatory.test_releases import MONDAY, NEXT_MONDAY, NOW, add_referrals, rebuild, release
from tests.support.tokens import Api, issue
from tests.support.world import World

pytestmark = pytest.mark.time_machine(NOW, tick=False)


@pytest.fixture
def _measures_as_they_were() -> Iterator[None]:
    """In their order too, which a measure that is taken out and put back would lose."""
    kept = [(known, dict(known)) for known in (EVERY, MEASURES, COMPLETENESS)]
    yield
    for known, before in kept:
        known.clear()
        known.update(before)


@pytest.mark.usefixtures("_measures_as_they_were")
def test_a_release_stands_when_its_measures_change_or_go(world: World) -> None:
    add_referrals(world, 8, NOW)
    release(NEXT_MONDAY)
    api = Api(issue(world.ours.members[Role.COMMISSIONER]))
    paths = ("observatory/releases/2026-W39/", "observatory/releases/2026-W39/1/", "observatory/releases/")
    before = [api.get(path).content for path in paths]
    for code in ("declined", "registers_marked"):
        for known in (EVERY, MEASURES, COMPLETENESS):
            known.pop(code, None)
    changed_since = replace(EVERY["referred"], title="Sent", unit="people", why="-", counts="-", version=2)
    for known in (EVERY, MEASURES):
        known["referred"] = changed_since
    assert [api.get(path).content for path in paths] == before
    assert [figure["measure"] for figure in json.loads(before[0])["figures"]].count("declined") == len(DIMENSIONS)
    # What is kept of the first is what it was; what is released from now on is what it is.
    release(NEXT_MONDAY + WEEK)
    kept = [
        selectors.definitions(one)["referred"].title
        for one in Release.objects.filter(week__gte=MONDAY).order_by("week")
    ]
    assert kept == ["Referred", "Sent"]
    assert "declined" not in selectors.definitions(Release.objects.get(week=MONDAY + WEEK))
    assert [point.definition and point.definition.version for point in weekly("referred")] == [1, 2]


def weekly(measure: str) -> tuple[series.Point, ...]:
    return series.weekly(measure, "all", MONDAY, MONDAY + WEEK).points


def test_a_download_says_the_version_that_each_week_was_released_with(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_referrals(world, 8, world.now - 2 * WEEK)
    release(world.now - WEEK + timedelta(days=1))
    monkeypatch.setitem(MEASURES, "referred", replace(MEASURES["referred"], version=2))
    rebuild(world.now)
    client = world.ours.client(Role.COMMISSIONER)
    answer = client.get("/observatory/figures.csv", {"measure": "referred", "by": "all", "period": "week"})
    versions = {
        line["complete"]: line["definition_version"] for line in csv.DictReader(StringIO(answer.content.decode()))
    }
    assert versions == {"true": "1", "false": "2"}


def test_a_value_that_is_not_whole_is_stored_and_shown_as_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mean = replace(EVERY["referred"], statistic=MEAN, facts=half_of_them)
    for known in (EVERY, MEASURES):
        monkeypatch.setitem(known, "referred", mean)
    add_referrals(world, 8, world.now)
    rebuild(world.now)
    figure = RunningFigure.objects.get(
        measure="referred", dimension="all", period="week", starts_on=week_of(world.today)
    )
    assert (figure.value, figure.rate, figure.denominator) == (Decimal("12.5"), None, 10)
    week = {"measure": "referred", "by": "all", "period": "week"}
    client = world.ours.client(Role.COMMISSIONER)
    assert client.get("/observatory/", week).context["figures"].rows[0].cells[0].text == "12.5"
    assert ",12.5," in client.get("/observatory/figures.csv", week).content.decode()
    answer = Api(issue(world.ours.members[Role.COMMISSIONER])).get("observatory/weekly/", measure="referred")
    assert answer.json()["weeks"][-1]["cells"][0]["value"] == 12.5


def half_of_them(span: Span) -> QuerySet[Any, Any]:
    rows: facts.Facts = facts.referrals(span.since, span.until).annotate(value=Value(12.5, FloatField()))
    return rows
