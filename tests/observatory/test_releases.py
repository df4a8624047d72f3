"""The running week follows the record; a released week stands for ever."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import InternalError, connection, transaction

from devices.models import Device, PersonDay
from observatory import tasks
from observatory.actions import populations, releases, weeks
from observatory.actions.populations import PopulationDraft
from observatory.digests import digest
from observatory.models import Population, Release, ReleasedFigure, RunningFigure
from observatory.periods import BLOCK, Period
from observatory.selectors import releases as selectors
from observatory.selectors import series
from referrals.actions.intake import referrals
from referrals.actions.people import people
from referrals.actions.register import attendance
from referrals.actions.services import services
from referrals.kit.actor import PUBLIC, SCHEDULE
from referrals.kit.calendar import LONDON, WEEK, week_of
from referrals.kit.permissions import Role
from referrals.kit.reference.loads import Counts, Edition
from referrals.kit.refusal import Refusal
from referrals.kit.weeks import changed, clear, mark
from referrals.models import ChangedWeek, Person
from tests.support.world import World, person_draft, refer, register

# A Wednesday; its block ends with this very week.
NOW = datetime(2026, 9, 23, 12, tzinfo=LONDON)
MONDAY = date(2026, 9, 21)
NEXT_MONDAY = datetime(2026, 9, 28, 6, tzinfo=LONDON)
pytestmark = pytest.mark.time_machine(NOW, tick=False)


def add_referrals(world: World, number: int, at: datetime, **person: object) -> None:
    for _index in range(number):
        draft = person_draft(practice_id=world.ours.practice.pk, **person)
        refer(world.ours, people.register(draft=draft, by=world.ours.actor(Role.GP), now=at), at=at)


@pytest.fixture
def empty_week(world: World) -> World:
    """A world whose own pathway does not count: it ran in other weeks than the tests look at."""
    ChangedWeek.objects.all().delete()
    return world


@pytest.fixture
def empty_block(empty_week: World) -> World:
    """The same for blocks, which hold these weeks too: nobody counts who is restricted."""
    Person.objects.update(restricted_at=empty_week.now)
    return empty_week


def rebuild(now: datetime = NOW) -> list[date]:
    return weeks.rebuild_changed(by=SCHEDULE, now=now)


def release(now: datetime) -> list[date]:
    return releases.release_ended(by=SCHEDULE, now=now)


def running(segment: str = "all", dimension: str = "all", period: Period = Period.WEEK) -> tuple[float | None, bool]:
    figure = RunningFigure.objects.get(
        measure="referred", dimension=dimension, segment=segment, period=period, starts_on=period.start_of(MONDAY)
    )
    return None if figure.value is None else float(figure.value), figure.suppressed


def stored() -> list[dict[str, object]]:
    rows = RunningFigure.objects.order_by("period", "starts_on", "measure", "dimension", "segment")
    return [{key: value for key, value in row.items() if key != "id"} for row in rows.values()]


def test_the_13th_referral_shows_as_15_where_12_showed_as_10(empty_week: World) -> None:
    add_referrals(empty_week, 12, NOW)
    assert rebuild() == [MONDAY]
    assert running() == running("1", "imd_quintile") == (10, False)
    assert changed() == {}
    add_referrals(empty_week, 1, NOW)
    assert rebuild() == [MONDAY]
    assert running() == running("1", "imd_quintile") == running(period=Period.BLOCK) == (15, False)
    assert running("5", "imd_quintile") == (0, False)


def test_seven_are_hidden_in_all_and_in_the_block_too(empty_block: World) -> None:
    add_referrals(empty_block, 7, NOW)
    rebuild()
    assert running() == running("1", "imd_quintile") == running(period=Period.BLOCK) == (None, True)


def test_rebuilding_twice_gives_the_same_rows(empty_week: World) -> None:
    add_referrals(empty_week, 9, NOW)
    rebuild()
    once = stored()
    mark([MONDAY])
    rebuild()
    assert stored() == once


def test_a_week_in_which_nothing_happened_is_there_with_0(empty_week: World) -> None:
    assert rebuild() == [MONDAY]
    assert running() == (0, False)
    assert rebuild() == []


def test_a_change_during_a_rebuild_keeps_its_mark(empty_week: World) -> None:
    add_referrals(empty_week, 1, NOW)
    read_before = changed()[MONDAY]
    add_referrals(empty_week, 1, NOW)
    clear(notes=read_before)
    assert MONDAY in changed()


def test_a_week_is_released_on_the_monday_after_it_at_six(empty_week: World) -> None:
    add_referrals(empty_week, 8, NOW)
    assert release(NEXT_MONDAY - timedelta(seconds=1)) == []
    assert release(NEXT_MONDAY) == [MONDAY]
    assert release(NEXT_MONDAY) == []
    assert selectors.count() == 1
    frozen = Release.objects.get()
    assert (frozen.week, frozen.revision, frozen.definitions["referred"]["version"]) == (MONDAY, 1, 1)
    assert frozen.digest == digest(selectors.figures(frozen))
    assert not RunningFigure.objects.filter(period=Period.WEEK, starts_on=MONDAY).exists()
    assert changed() == {}


def test_a_monday_on_which_nothing_ran_is_caught_up(empty_week: World) -> None:
    add_referrals(empty_week, 8, NOW)
    rebuild()
    assert release(NEXT_MONDAY + 2 * WEEK) == [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK]


def test_nothing_is_released_before_anything_happened(db: None) -> None:
    assert release(NEXT_MONDAY) == []


def test_a_late_event_changes_no_released_figure_and_waits_with_its_mark(empty_block: World) -> None:
    add_referrals(empty_block, 12, NOW)
    release(NEXT_MONDAY)
    before = list(ReleasedFigure.objects.order_by("pk").values())
    block = running(period=Period.BLOCK)
    add_referrals(empty_block, 6, NOW)
    assert MONDAY not in rebuild(NEXT_MONDAY)
    release(NEXT_MONDAY + WEEK)
    assert list(ReleasedFigure.objects.filter(release__week=MONDAY).order_by("pk").values()) == before
    assert running(period=Period.BLOCK) == block == (10, False)
    rebuild(NEXT_MONDAY + WEEK)
    assert len(changed()[MONDAY]) == 1


def test_the_database_refuses_to_change_a_release(empty_week: World) -> None:
    add_referrals(empty_week, 8, NOW)
    release(NEXT_MONDAY)
    for table, change in product(("release", "releasedfigure"), ("UPDATE {} SET id = id", "DELETE FROM {}")):
        with pytest.raises(InternalError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change.format(f"observatory_{table}"))


def test_a_block_stands_once_its_last_week_is_released(empty_week: World) -> None:
    assert Period.BLOCK.last_week(Period.BLOCK.start_of(MONDAY)) == MONDAY
    add_referrals(empty_week, 8, NOW)
    rebuild()
    assert [point.complete for point in series.blocks("referred", "all", MONDAY - BLOCK, MONDAY).points] == [False]
    release(NEXT_MONDAY)
    assert [point.complete for point in series.blocks("referred", "all", MONDAY - BLOCK, MONDAY).points] == [True]


def test_a_first_session_marked_late_moves_where_the_second_was_counted(empty_week: World) -> None:
    side = empty_week.ours
    provider = side.actor(Role.PROVIDER)
    for index, day in enumerate((2, 1)):
        at = empty_week.now - timedelta(weeks=day)
        session = services.schedule(
            service=side.service, code=f"LATE-{index}", starts_at=at, ends_at=at + timedelta(hours=1), by=provider
        )
        ChangedWeek.objects.all().delete()
        attendance.mark_some(
            session=session, marks={side.onward_referral.pk: "attended"}, by=provider, now=empty_week.now
        )
    # The world's own session, a week ago, was the first until now.
    assert {week_of(empty_week.today - WEEK), week_of(empty_week.today - 2 * WEEK)} <= set(changed())


def test_declining_marks_the_week_of_the_refusal(empty_week: World) -> None:
    person = register(empty_week.ours)
    referral = refer(empty_week.ours, person, at=NOW - 3 * WEEK)
    link_worker = empty_week.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=referral, event="decline", reason="not_wanted", by=link_worker, now=NOW)
    assert {MONDAY, MONDAY - 3 * WEEK} == set(changed())


def test_a_rate_is_per_1000_of_the_population_valid_then(empty_week: World) -> None:
    drafts = [
        PopulationDraft("imd_quintile", "1", "E08000009", date(2025, 1, 1), 4_002),
        PopulationDraft("imd_quintile", "1", "E06000021", date(2025, 1, 1), 6_000),
        PopulationDraft("all", "all", "E08000009", date(2025, 1, 1), 90_000, valid_to=date(2026, 1, 1)),
    ]
    edition = Edition("2025", "Test lists")
    assert populations.load(drafts=drafts, edition=edition, by=SCHEDULE) == Counts(new=3)
    assert populations.load(drafts=drafts, edition=edition, by=SCHEDULE) == Counts(same=3)
    assert Population.objects.count() == 3
    add_referrals(empty_week, 21, NOW)
    rebuild()
    quintiles = {
        cell.segment: cell for cell in series.weekly("referred", "imd_quintile", MONDAY, MONDAY).points[0].cells
    }
    assert (quintiles["1"].value, quintiles["1"].denominator, str(quintiles["1"].rate)) == (Decimal(20), 10_000, "2.0")
    assert (quintiles["2"].value, quintiles["2"].denominator, quintiles["2"].rate) == (Decimal(0), None, None)
    everyone = series.weekly("referred", "all", MONDAY, MONDAY).points[0].cells[0]
    assert (everyone.denominator, everyone.rate) == (None, None)


def test_completeness_is_published_beside_the_figures(empty_week: World) -> None:
    add_referrals(empty_week, 10, NOW, ethnic_category="A")
    add_referrals(empty_week, 10, NOW)
    side = empty_week.ours
    provider = side.actor(Role.PROVIDER)
    for index, (day, is_marked) in enumerate(((21, True), (22, True), (22, False), (25, False))):
        at = datetime(2026, 9, day, 10, tzinfo=LONDON)
        session = services.schedule(
            service=side.service, code=f"C-{index}", starts_at=at, ends_at=at + timedelta(hours=1), by=provider
        )
        if is_marked:
            attendance.complete_register(session=session, by=provider, now=empty_week.now)
    rebuild()
    shares = dict(RunningFigure.objects.filter(period="week", measure__contains="_").values_list("measure", "value"))
    # The session of the 25th is still to come.
    assert (shares["registers_marked"], shares["ethnicity_known"]) == (Decimal(67), Decimal(50))


def test_steps_over_fewer_than_eight_people_are_hidden(empty_week: World) -> None:
    device = Device.objects.create(organisation=empty_week.ours.team, kind="wearable", label="W", secret_hash="$7$")
    for index in range(8):
        person = register(empty_week.ours)
        PersonDay.objects.create(
            person=person, date=MONDAY, device=device, state="counted", steps=1000 * (index + 1), covered=600
        )
        mark([MONDAY])
        rebuild()
        cell = series.weekly("median_daily_steps", "all", MONDAY, MONDAY).points[0].cells[0]
        assert (cell.value, cell.suppressed) == ((4500, False) if index == 7 else (None, True))


def test_only_the_schedule_rebuilds_releases_and_loads(db: None) -> None:
    for act in (
        lambda: weeks.rebuild_changed(by=PUBLIC, now=NOW),
        lambda: releases.release_ended(by=PUBLIC, now=NOW),
        lambda: populations.load(drafts=[], edition=Edition("x", "y"), by=PUBLIC),
    ):
        with pytest.raises(Refusal):
            act()


def test_the_tasks_bring_the_running_week_up_to_date_and_release_the_rest(world: World) -> None:
    tasks.release_ended_weeks()
    tasks.rebuild_changed_weeks()
    this_week = week_of(world.today)
    assert RunningFigure.objects.filter(period="week", starts_on=this_week).exists()
    assert all(week < this_week for week in Release.objects.values_list("week", flat=True))
    assert changed() == {}
