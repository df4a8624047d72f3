"""Someone is away: a colleague finds the tasks too, and nobody changes hands."""

from datetime import date, timedelta
from typing import Any

import pytest

from referrals.actions.organisation import accounts, covers
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import day_starts
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Cover, Membership, Referral
from referrals.selectors.organisation.accounts import actor_of
from referrals.selectors.work import worklists
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.world import BEGAN, World


def third(world: World) -> Membership:
    user = accounts.add_user(email="third@example.org", name="Third Worker", password=None, by=SCHEDULE)
    link: dict[str, Any] = {"role": Role.LINK_WORKER, "organisation": world.ours.team}
    return accounts.add_member(user=user, by=SCHEDULE, starts_on=BEGAN, **link)


def arrange(world: World, covering: Membership, **changes: Any) -> Cover:
    """Our link worker is away from tomorrow for a week."""
    days = {"first_day": world.today + timedelta(days=1), "last_day": world.today + timedelta(days=7)}
    given: dict[str, Any] = {
        "away": world.ours.members[Role.LINK_WORKER],
        "by": world.ours.actor(Role.MANAGER),
        "now": world.now,
        **days,
    }
    return covers.arrange(covering=covering, **given | changes)


def found(member: Membership, today: date) -> int:
    """How many tasks of somebody else stand on a member's own list."""
    tasks, _cursor = worklists.tasks(actor_of(member), today, whole_team=False, until=today + timedelta(days=90))
    return sum(listed.task.holder_id not in {None, member.pk} for listed in tasks)


def test_the_tasks_stand_on_the_covers_list_on_the_days_away_and_nobody_changes_hands(world: World) -> None:
    covering, away = colleague(world), world.ours.members[Role.LINK_WORKER]
    cover = arrange(world, covering)
    on_days = [found(covering, world.today + timedelta(days=number)) for number in (0, 1, 7, 8)]
    assert on_days[0] == on_days[3] == 0
    assert on_days[1] == on_days[2] > 0
    assert Referral.objects.get(pk=world.ours.referral.pk).holder == away
    covers.call_off(cover=cover, by=actor_of(away), now=world.now)
    assert found(covering, cover.first_day) == 0
    assert AuditEvent.objects.filter(did__startswith="cover.", object_id=cover.pk).count() == 2
    with pytest.raises(Refusal, match="called-off"):
        covers.call_off(cover=cover, by=actor_of(away), now=world.now)


def test_the_cover_is_a_colleague_who_is_there(world: World) -> None:
    away, covering, other = world.ours.members[Role.LINK_WORKER], colleague(world), third(world)
    for stranger in (world.theirs.members[Role.LINK_WORKER], world.ours.members[Role.MANAGER], away):
        with pytest.raises(Refusal, match="not-a-colleague"):
            arrange(world, stranger)
    arrange(world, covering)
    with pytest.raises(Refusal, match="away-already"):
        arrange(world, other)
    with pytest.raises(Refusal, match="cover-is-away"):
        arrange(world, away, away=other)
    with pytest.raises(Refusal, match="covers-someone"):
        arrange(world, other, away=covering)
    yesterday = world.today - timedelta(days=1)
    with pytest.raises(Refusal, match="wrong-days"):
        arrange(world, other, first_day=yesterday, last_day=yesterday)


def test_everyone_for_themselves_and_a_manager_for_their_own_organisation(world: World) -> None:
    covering = colleague(world)
    with pytest.raises(Refusal, match="not-permitted"):
        arrange(world, covering, by=actor_of(covering))
    with pytest.raises(Refusal, match="not-yours"):
        arrange(world, covering, by=world.theirs.actor(Role.MANAGER))
    arrange(world, covering, by=world.ours.actor(Role.LINK_WORKER))


def test_whoever_leaves_leaves_no_absence_and_no_colleague_without_cover(world: World) -> None:
    away, covering, other = world.ours.members[Role.LINK_WORKER], colleague(world), third(world)
    cover = arrange(world, covering)
    leaves: dict[str, Any] = {"by": world.ours.actor(Role.MANAGER), "now": world.now}
    with pytest.raises(Refusal, match="covers-someone"):
        accounts.end_membership(membership=covering, heir=away, **leaves)
    accounts.end_membership(membership=covering, heir=other, **leaves)
    cover.refresh_from_db()
    assert cover.covering == other
    accounts.end_membership(membership=away, heir=other, **leaves)
    cover.refresh_from_db()
    assert cover.called_off_at is not None


@pytest.mark.time_machine("2030-07-01T11:00:00Z", tick=False)
def test_a_day_away_is_a_london_day(world: World) -> None:
    covering = colleague(world)
    # 00:30 in London in summer is still the day before in UTC.
    cover = arrange(world, covering, first_day=date(2030, 7, 2), last_day=date(2030, 7, 2))
    assert day_starts(cover.first_day).utcoffset() == timedelta(hours=1)
    assert (found(covering, date(2030, 7, 1)), found(covering, date(2030, 7, 2)) > 0) == (0, True)
