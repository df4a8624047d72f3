"""The observatory's pages: what a commissioner sees is what is published, in the table, the chart, the CSV and REST."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from observatory.dimensions import DIMENSIONS
from observatory.measures import MEASURES
from observatory.models import RunningFigure
from observatory.periods import Period
from observatory.selectors import labels, series
from observatory.views import presentation
from referrals.kit.calendar import WEEK, week_of
from referrals.kit.permissions import Role
from tests.support.fixtures.browser import faults, go
from tests.support.tokens import Api, issue
from tests.support.world import World, cookie

WEEKLY = {"measure": "referred", "by": "imd_quintile", "period": "week"}
VALUES = {"1": 40, "2": None, "3": 0, "4": 15, "5": 25, "unknown": 10}


def publish(period: Period, start: date) -> None:
    """Figures as a rebuild leaves them: the second quintile hidden, the third at zero."""
    RunningFigure.objects.bulk_create(
        RunningFigure(
            period=period,
            starts_on=start,
            measure="referred",
            dimension="imd_quintile",
            segment=segment,
            value=value,
            suppressed=value is None,
        )
        for segment, value in VALUES.items()
    )


@pytest.fixture
def figures(world: World) -> World:
    """A running week, the week before it and a block, in which the second quintile is hidden."""
    this_week = week_of(world.today)
    publish(Period.WEEK, this_week)
    publish(Period.WEEK, this_week - WEEK)
    publish(Period.BLOCK, Period.BLOCK.start_of(this_week))
    return world


@pytest.fixture
def client(figures: World) -> Client:
    return figures.ours.client(Role.COMMISSIONER)


def test_the_page_opens_on_blocks_by_deprivation(client: Client) -> None:
    response = client.get("/observatory/")
    assert response.context["figures"].period is Period.BLOCK
    content = response.content.decode()
    assert "Referred, by deprivation" in content
    assert content.count("hidden\n") >= 1
    assert "not final" in content
    assert 'aria-current="page"' in content


def test_a_hidden_figure_is_written_hidden_and_an_unknown_one_no_data(client: Client) -> None:
    rows = client.get("/observatory/", WEEKLY).context["figures"].rows
    assert [cell.text for cell in rows[0].cells] == ["40", "hidden", "0", "15", "25", "10"]
    nothing = client.get("/observatory/", {**WEEKLY, "by": "sex"})
    assert nothing.context["figures"].rows == []
    assert "No figures yet" in nothing.content.decode()
    assert rows[0].shares == ["no data", "no data"]


def test_table_csv_and_rest_say_the_same(client: Client, figures: World) -> None:
    table = client.get("/observatory/", WEEKLY).context["figures"]
    downloaded = client.get("/observatory/figures.csv", WEEKLY)
    assert "referred-by-imd_quintile-weeks.csv" in downloaded["Content-Disposition"]
    lines = list(csv.DictReader(StringIO(downloaded.content.decode())))
    api = Api(issue(figures.ours.members[Role.COMMISSIONER]))
    query = client.get("/observatory/", WEEKLY).context["api_url"].removeprefix("/api/v1/")
    weeks = api.get(query).json()["weeks"]

    by_table = [[cell.text for cell in row.cells] for row in reversed(table.rows)]
    by_csv = [
        [as_read(line["value"] or None, line["suppressed"] == "true") for line in lines[i : i + 6]] for i in (0, 6)
    ]
    by_rest = [[as_read(cell["value"], cell["suppressed"]) for cell in week["cells"]] for week in weeks]
    assert by_table == by_csv == by_rest
    assert [line["period"] for line in lines[::6]] == [week["week"] for week in weeks]


def as_read(value: Any, suppressed: bool) -> str:
    absent = "hidden" if suppressed else "no data"
    return absent if value is None else str(value)


def test_the_chart_is_an_svg_of_these_figures(client: Client) -> None:
    for extra in ({}, {"narrow": "1"}):
        response = client.get("/observatory/chart.svg", {**WEEKLY, **extra})
        assert response["Content-Type"] == "image/svg+xml"
        content = response.content.decode()
        assert content.startswith("<svg")
        assert ">1 most deprived<" in content
        # Nothing of the second quintile is shown, so it has no line and no name.
        assert ">2<" not in content


def test_a_choice_that_does_not_exist_is_an_error_that_shows_nothing(client: Client) -> None:
    for name in WEEKLY:
        response = client.get("/observatory/", {**WEEKLY, name: "<script>"})
        assert response.status_code == 422
        assert "<title>Error: " in response.content.decode().replace("\n", "")
        for path in ("chart.svg", "figures.csv"):
            assert client.get(f"/observatory/{path}", {**WEEKLY, name: "<script>"}).status_code == 422


def test_every_signed_in_role_may_look_and_nobody_else(figures: World) -> None:
    for role in Role:
        for path in ("", "measures/", "chart.svg", "figures.csv"):
            assert figures.ours.client(role).get(f"/observatory/{path}").status_code == 200, (role, path)
    assert Client().get("/observatory/").status_code == 302


def test_twenty_weeks_cost_as_many_queries_as_ten(client: Client, figures: World) -> None:
    this_week = week_of(figures.today)
    counted = []
    for weeks in (range(2, 10), range(10, 20)):
        for number in weeks:
            publish(Period.WEEK, this_week - number * WEEK)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/observatory/", WEEKLY)
        counted.append(len(queries))
        assert len(response.context["figures"].rows) == weeks.stop
    assert counted[0] == counted[1]


def test_every_measure_says_what_it_counts_and_every_segment_has_a_name(client: Client) -> None:
    content = client.get("/observatory/measures/").content.decode()
    for measure in MEASURES.values():
        assert measure.code in content
    for code, dimension in DIMENSIONS.items():
        names = labels.of_segments(code, dimension.segments({"E08000009", "E99999999"}))
        assert all(names.values())
        assert len(set(names.values())) == len(names)
    assert labels.of_segments("area", ["E08000009", "E99999999"]) == {"E08000009": "Trafford", "E99999999": "E99999999"}


def test_periods_read_as_days() -> None:
    def words(period: Period, start: date) -> str:
        return presentation.period_words(series.Point(period, start, True, ()))  # noqa: FBT003

    assert words(Period.WEEK, date(2026, 11, 16)) == "16 to 22 Nov 2026"
    assert words(Period.WEEK, date(2026, 3, 30)) == "30 Mar to 5 Apr 2026"
    assert words(Period.WEEK, date(2026, 12, 28)) == "28 Dec 2026 to 3 Jan 2027"
    assert words(Period.BLOCK, date(2026, 9, 28)) == "28 Sep to 27 Dec 2026"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_browser_shows_the_page_without_a_fault(
    live_server: LiveServer, figures: World, page: Page, width: int
) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    page.context.add_cookies([cookie(figures.ours.members[Role.COMMISSIONER], live_server.url)])
    page.goto(f"{live_server.url}/observatory/")
    page.get_by_label("Split by").select_option("Deprivation")
    go(page, page.get_by_role("button", name="Show"))
    go(page, page.get_by_role("link", name="Weeks", exact=True))
    page.wait_for_load_state("networkidle")
    chart = page.get_by_role("img", name="Line chart")
    assert chart.evaluate("image => image.complete && image.naturalWidth > 0")
    assert page.get_by_role("row").count() == 3
    assert faults(page) == []
    assert refused == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "referred-by-imd_quintile-weeks.csv"
    page.goto(f"{live_server.url}/observatory/measures/")
    assert faults(page) == []
