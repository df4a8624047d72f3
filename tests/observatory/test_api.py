"""REST: field for field as the contract has it, and the same figures as the page."""

import json
from datetime import datetime, time, timedelta
from itertools import product

import pytest
from django.utils import timezone

from observatory.actions import releases, weeks
from observatory.models import ReleasedFigure
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import LONDON, WEEK, week_label, week_of
from referrals.kit.permissions import Role
from tests.support.tokens import Api, issue
from tests.support.world import World, refer, register

PATH = "observatory/weekly/"


@pytest.fixture
def api(world: World) -> Api:
    """A commissioner's system, after eight people were referred this week and the weeks before were released."""
    for _index in range(8):
        refer(world.ours, register(world.ours))
    # Also early on a Monday, before the week that has just ended is released.
    six = datetime.combine(week_of(world.today), time(6), LONDON)
    releases.release_ended(by=SCHEDULE, now=max(world.now, six))
    weeks.rebuild_changed(by=SCHEDULE, now=world.now)
    return Api(issue(world.ours.members[Role.COMMISSIONER]))


def test_weekly_has_the_fields_of_the_contract(api: Api, world: World) -> None:
    this_week = week_of(world.today)
    labels = [week_label(this_week - WEEK), week_label(this_week)]
    query = {"measure": "referred", "from": labels[0], "to": labels[1], "by": "imd_quintile"}
    answer = api.get(PATH, **query).json()
    assert list(answer) == ["measure", "unit", "definition_version", "by", "release", "weeks"]
    assert answer | {"weeks": []} == {
        "measure": "referred",
        "unit": "referrals",
        "definition_version": 1,
        "by": "imd_quintile",
        "release": f"{labels[0]}/1",
        "weeks": [],
    }
    assert [(week["week"], week["complete"]) for week in answer["weeks"]] == [(labels[0], True), (labels[1], False)]
    cells = {cell["segment"]: cell for cell in answer["weeks"][1]["cells"]}
    assert list(cells) == ["1", "2", "3", "4", "5", "unknown"]
    assert cells["1"] == {"segment": "1", "value": 10, "rate": None, "denominator": None, "suppressed": False}


def test_a_hidden_figure_is_null_and_says_so_in_all_too(api: Api, world: World) -> None:
    week = week_label(week_of(world.today - timedelta(days=20)))
    answer = api.get(PATH, measure="referred", **{"from": week, "to": week}).json()
    assert answer["by"] == "all"
    assert answer["weeks"][0]["cells"] == [
        {"segment": "all", "value": None, "rate": None, "denominator": None, "suppressed": True}
    ]


def test_no_figures_are_no_weeks(api: Api) -> None:
    answer = api.get(PATH, measure="declined", **{"from": "2019-W01", "to": "2019-W10"}).json()
    assert (answer["weeks"], answer["release"]) == ([], None)


NONSENSE: list[tuple[dict[str, str], str]] = [
    ({}, "measure"),
    ({"measure": "names"}, "measure"),
    ({"measure": "referred", "by": "surname"}, "by"),
    ({"measure": "referred", "from": "2019-W53"}, "from"),
    ({"measure": "referred", "to": "March"}, "to"),
    ({"measure": "referred", "from": "2019-W12", "to": "2019-W11"}, "from"),
    ({"measure": "referred", "from": "2009-W01", "to": "2019-W11"}, "from"),
]


def test_a_question_that_makes_no_sense_is_a_problem_that_names_the_field(api: Api) -> None:
    for path, (query, field) in product((PATH, "observatory/blocks/"), NONSENSE):
        response = api.get(path, **query)
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert list(response.json()["errors"]) == [field]


def test_a_release_is_the_same_for_ever(api: Api, world: World) -> None:
    week = week_label(week_of(world.today - timedelta(days=20)))
    first = api.get(f"observatory/releases/{week}/")
    refer(world.ours, register(world.ours), at=world.now - timedelta(days=20))
    weeks.rebuild_changed(by=SCHEDULE, now=timezone.now())
    assert api.get(f"observatory/releases/{week}/").content == first.content
    assert api.get(f"observatory/releases/{week}/1/").content == first.content
    answer = first.json()
    assert (answer["week"], answer["revision"], answer["definitions"]["referred"]) == (week, 1, 1)
    shown = {(part["measure"], part["by"]): part["cells"] for part in answer["figures"]}
    assert len(shown) == 8 * 7
    assert (
        sum(map(len, shown.values())) + len(answer["completeness"])
        == ReleasedFigure.objects.filter(release__week=week_of(world.today - timedelta(days=20))).count()
    )
    assert {share["share"] for share in answer["completeness"]} == {"registers_marked", "ethnicity_known"}


def test_a_release_that_does_not_exist_is_not_found(api: Api) -> None:
    for path in ("2019-W99/", "nonsense/", "2019-W10/", "2019-W11/7/"):
        assert api.get(f"observatory/releases/{path}").status_code == 404


def test_releases_are_listed_by_cursor_newest_first(api: Api) -> None:
    answer = api.get("observatory/releases/", limit=1).json()
    listed = [release["week"] for release in answer["results"]]
    assert len(listed) == 1
    assert api.client.get(answer["results"][0]["url"]).json()["digest"] == answer["results"][0]["digest"]
    rest = api.client.get(answer["next"]).json()["results"]
    assert [release["week"] < listed[0] for release in rest] == [True]


def test_blocks_hold_the_weeks_asked_for(api: Api, world: World) -> None:
    label = week_label(week_of(world.today))
    answer = api.get("observatory/blocks/", measure="referred", by="sex", **{"from": label, "to": label}).json()
    block = answer["blocks"][-1]
    first, last = block["block"].split("/")
    assert first <= label <= last
    assert block["complete"] is False
    assert [cell["segment"] for cell in block["cells"]] == ["female", "male", "other", "unknown"]


def test_figures_need_a_token(api: Api) -> None:
    assert Api("wrong").get(PATH, measure="referred").status_code == 401


def test_every_role_may_read_what_is_published(api: Api, world: World) -> None:
    for role, membership in world.ours.members.items():
        answer = Api(issue(membership)).get(PATH, measure="referred")
        assert answer.status_code == 200, role
        assert json.loads(answer.content)["weeks"]
