"""A team's report: each figure against what was done, and nobody else's team in it."""

import csv
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from statistics import mean

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from referrals.actions.intake import referrals
from referrals.actions.support import outcomes
from referrals.kit.calendar import add_working_days
from referrals.kit.permissions import Role
from referrals.measures import SCALES
from referrals.models import Episode, OutcomeScore, Referral
from referrals.paired import PairedChange
from referrals.selectors.work import team_report
from referrals.selectors.work.team_report import Report
from tests.conformance.browsing import read
from tests.support.world import Side, World, refer, register

URL = "/link-worker/report/"


@pytest.fixture
def client(world: World) -> Client:
    """Our link worker's browser."""
    return world.ours.client(Role.LINK_WORKER)


def someone(world: World, number: int, *, side: Side | None = None, at: datetime | None = None) -> Referral:
    """Someone new whom the side's link worker has claimed."""
    side = side or world.ours
    referral = refer(side, register(side, family_name=f"Person{number}"), at=at or world.now - timedelta(days=10))
    referrals.claim(referral=referral, by=side.actor(Role.LINK_WORKER), now=world.now - timedelta(days=9))
    return referral


def score(world: World, episode: Episode, stage: str, days_ago: int, **answers: int) -> None:
    at = world.now - timedelta(days=days_ago)
    by = world.ours.actor(Role.LINK_WORKER)
    outcomes.record(episode=episode, stage=stage, answers=answers, by=by, now=world.now, occurred_at=at)


def figures(world: World, weeks: int = 13) -> Report:
    until = world.today + timedelta(days=1)
    return team_report.report(world.ours.team, until - timedelta(weeks=weeks), until, world.now)


def changed(world: World, code: str) -> PairedChange:
    return next(line.change for line in figures(world).changes if line.scale is SCALES[code])


def test_the_world_is_counted_by_hand(world: World) -> None:
    refer(world.ours, register(world.ours, family_name="Waiting"), at=world.now - timedelta(hours=1))
    someone(world, 1)
    ended = someone(world, 2)
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=ended, event="decline", reason="not_now", by=by, now=world.now)
    found = figures(world)
    mine, nobody = found.caseloads
    counted = ("name", "open", "waiting", "overdue", "closed", "days")
    # Ours of 20 days and Person1 of 10 are open; Person1's first contact was due five working days after the claim.
    late = int(add_working_days(world.today - timedelta(days=9), 5) < world.today)
    assert [mine[key] for key in counted] == ["link_worker of Trafford", 2, 1, late, 1, 15]
    assert [nobody[key] for key in counted] == [None, 1, 0, 0, 0, 0]
    assert [(row["route"], row["received"], row["claimed"], row["declined"]) for row in found.routes] == [
        ("gp", 4, 3, 1)
    ]
    assert [(row["status"], row["number"]) for row in found.outcomes] == [("in-progress", 1)]
    assert (found.answers.in_time, found.answers.due) == (1, 1)


def test_what_is_outside_the_period_is_not_counted(world: World) -> None:
    assert figures(world, weeks=2).routes == []
    assert [row["received"] for row in figures(world, weeks=4).routes] == [1]


def test_only_people_with_both_scores_count(world: World) -> None:
    changes = []
    for number in range(9):
        episode = someone(world, number).episode
        score(world, episode, "start", 8, ons_happiness=3)
        if number == 0:
            continue
        score(world, episode, "review", 5, ons_happiness=9)
        score(world, episode, "close", 2, ons_happiness=4 + number % 3)
        changes.append(1 + number % 3)
    found = changed(world, "ons_happiness")
    # The world's own person has a first score too.
    assert (found.paired, found.started) == (8, 10)
    assert found.mean == pytest.approx(mean(changes))


def test_of_fewer_than_eight_no_change_is_shown(world: World, client: Client) -> None:
    for number in range(7):
        episode = someone(world, number).episode
        score(world, episode, "start", 8, ons_anxiety=8)
        score(world, episode, "close", 2, ons_anxiety=2)
    assert changed(world, "ons_anxiety") == PairedChange(7, 7)
    assert "Anxiety yesterday lower is better 7 7 (100%) too few to show" in read(client, URL)
    episode = someone(world, 8).episode
    score(world, episode, "start", 8, ons_anxiety=8)
    score(world, episode, "close", 2, ons_anxiety=2)
    assert "Anxiety yesterday lower is better 8 8 (100%) -6.00 -6.00 to -6.00" in read(client, URL)


def test_a_score_entered_by_mistake_is_in_no_change(world: World) -> None:
    for number in range(9):
        episode = someone(world, number).episode
        score(world, episode, "start", 8, ons_anxiety=8)
        score(world, episode, "close", 2, ons_anxiety=2 if number else 8)
    assert changed(world, "ons_anxiety").paired == 9
    by = world.ours.actor(Role.LINK_WORKER)
    wrong = OutcomeScore.objects.get(measure="ons_anxiety", stage="close", value=8)
    outcomes.enter_in_error(score=wrong, by=by, now=world.now)
    found = changed(world, "ons_anxiety")
    assert (found.paired, found.started, found.mean) == (8, 9, -6)
    score(world, wrong.episode, "close", 2, ons_anxiety=2)
    assert changed(world, "ons_anxiety").paired == 9


def test_a_filling_in_that_lacks_an_answer_is_no_score(world: World) -> None:
    for number in range(8):
        episode = someone(world, number).episode
        score(world, episode, "start", 8, ucla_1=3, ucla_2=3, ucla_3=3)
        last = {"ucla_1": 1, "ucla_2": 1, "ucla_3": 1}
        score(world, episode, "close", 2, **(last if number else {"ucla_1": 1, "ucla_2": 1}))
    assert changed(world, "ucla") == PairedChange(7, 8)


def test_a_change_of_swemwbs_is_of_metric_scores(world: World) -> None:
    items = SCALES["swemwbs"].items
    for number in range(8):
        episode = someone(world, number).episode
        score(world, episode, "start", 8, **dict.fromkeys(items, 1))
        score(world, episode, "close", 2, **dict.fromkeys(items, 3))
    assert changed(world, "swemwbs").mean == pytest.approx(float(Decimal("19.25") - Decimal("7.00")))


def test_another_team_and_a_restricted_record_are_not_in_it(world: World, client: Client) -> None:
    for number in range(3):
        someone(world, number, side=world.theirs)
    assert "link_worker of Stoke" not in read(client, URL)
    assert [row["received"] for row in figures(world).routes] == [1]
    person = world.ours.person
    type(person).objects.filter(pk=person.pk).update(restricted_at=world.now)
    found = figures(world)
    assert (found.caseloads, found.routes, found.outcomes, found.changes) == ([], [], [], [])
    page = read(client, URL)
    for said in ("No caseload yet", "No referral in this period", "Nobody was referred on", "No first score"):
        assert said in page


def test_a_practices_manager_has_no_team_to_report_on(world: World) -> None:
    manager = world.ours.members[Role.MANAGER]
    client = world.ours.client(Role.MANAGER)
    assert client.get(URL).status_code == 200
    type(manager).objects.filter(pk=manager.pk).update(organisation=world.ours.practice)
    assert client.get(URL).status_code == 404


def test_the_file_says_the_same_and_holds_no_formula(world: World, client: Client) -> None:
    user = world.ours.members[Role.LINK_WORKER].user
    type(user).objects.filter(pk=user.pk).update(name="=SUM(A1)")
    response = client.get("/link-worker/report.csv?weeks=4")
    lines = list(csv.reader(StringIO(response.content.decode())))
    assert response.headers["Content-Disposition"] == 'attachment; filename="team-report-4-weeks.csv"'
    assert ["caseload", "'=SUM(A1)", "open", "1"] in lines
    assert ["referrals", "gp", "received", "1"] in lines
    assert ["change", "ons_happiness", "started", "1"] in lines


def test_more_people_cost_the_same_number_of_queries(world: World, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, URL)
        return len(captured)

    few = queries()
    for number in range(10):
        score(world, someone(world, number).episode, "start", 8, ons_happiness=3, ucla_1=2)
    assert queries() == few
    assert OutcomeScore.objects.count() > 20
