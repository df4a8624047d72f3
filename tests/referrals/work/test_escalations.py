"""What a team lets lie comes to its managers: once each, after working days that count bank holidays."""

from datetime import date, timedelta

import pytest

from referrals.actions.work import escalations
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import add_working_days, day_starts
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, OutboundMessage, Referral, Task
from referrals.selectors.work import attention
from tests.support.world import World, refer, register


def told_on(day: date) -> list[str]:
    """What managers are told anew when the schedule runs on a day."""
    before = set(OutboundMessage.objects.values_list("pk", flat=True))
    count = escalations.tell_managers(by=SCHEDULE, now=day_starts(day))
    new = OutboundMessage.objects.exclude(pk__in=before)
    assert new.count() == count
    return sorted(new.values_list("kind", flat=True))


def calm(world: World) -> None:
    """Nothing is due for long."""
    Referral.objects.open().update(due_on=world.today + timedelta(days=900))
    Task.objects.update(due_on=world.today + timedelta(days=900))


# Maundy Thursday 2027: Good Friday and Easter Monday are no working days.
@pytest.mark.time_machine("2027-03-25T10:00:00Z", tick=False)
def test_what_nobody_claims_comes_to_the_managers_once_and_bank_holidays_do_not_count(world: World) -> None:
    calm(world)
    referral = refer(world.ours, register(world.ours))
    assert referral.due_on == date(2027, 3, 31)
    assert told_on(date(2027, 3, 31)) == []
    assert told_on(date(2027, 4, 1)) == ["referral_unclaimed"]
    assert told_on(date(2027, 4, 2)) == []
    message = OutboundMessage.objects.get(kind="referral_unclaimed")
    assert message.to_organisation == world.ours.team
    assert AuditEvent.objects.filter(did="referral.escalated", object_id=referral.pk).count() == 1


def test_a_referral_that_stands_still_and_tasks_that_nobody_does_come_to_them_after_five_working_days(
    world: World,
) -> None:
    calm(world)
    due = world.today - timedelta(days=30)
    Referral.objects.filter(pk=world.ours.referral.pk).update(due_on=due)
    Task.objects.open().filter(episode=world.ours.referral.episode).update(due_on=due)
    last = add_working_days(due, 5)
    assert told_on(last) == []
    assert told_on(last + timedelta(days=1)) == ["referral_untouched", "tasks_overdue"]
    assert told_on(last + timedelta(days=2)) == []
    # Put off and let lie again: that is news.
    Referral.objects.filter(pk=world.ours.referral.pk).update(due_on=last + timedelta(days=10))
    assert told_on(last + timedelta(days=40)) == ["referral_untouched"]


def test_a_manager_sees_counts_by_link_worker_and_age_of_the_own_team(world: World) -> None:
    calm(world)
    refer(world.ours, register(world.ours), at=world.now - timedelta(days=60))
    due = world.today - timedelta(days=20)
    Referral.objects.filter(pk=world.ours.referral.pk).update(due_on=due)
    Task.objects.open().filter(episode=world.ours.referral.episode).update(due_on=due)
    rows = attention.by_holder(world.ours.actor(Role.MANAGER), world.today)
    assert [(row.name, row.counts) for row in rows] == [("", [0, 0, 1]), ("link_worker of Trafford", [0, 1, 0])]
    assert attention.by_holder(world.theirs.actor(Role.MANAGER), world.today) == []
