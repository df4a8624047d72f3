"""A service closes while somebody is referred to it: nobody is left there."""

import pytest
from django.utils import timezone

from referrals.actions.intake import referrals
from referrals.actions.onward import closings, onward_referrals
from referrals.kit.permissions import Role
from referrals.models import OnwardReferral, Task
from tests.races.crowd import crowd
from tests.races.races import unless_refused
from tests.support.world import World, refer, register


@pytest.mark.django_db(transaction=True)
def test_nobody_is_left_with_a_service_that_closes(world: World) -> None:
    ours, now = world.ours, timezone.now()
    referral = refer(ours, register(ours, family_name="Racer"))
    referrals.claim(referral=referral, by=ours.actor(Role.LINK_WORKER), now=now)

    def offer() -> None:
        onward_referrals.offer(
            episode=referral.episode,
            service=ours.service,
            need="inactivity",
            note="",
            by=ours.actor(Role.LINK_WORKER),
            now=now,
        )

    def close() -> None:
        closings.close(service=ours.service, reason="paused", on=world.today, by=ours.actor(Role.PROVIDER), now=now)

    with crowd(2) as both:
        offered, closed = both.act([unless_refused(offer), unless_refused(close)])
    assert closed is None
    assert offered in (None, "service-closed")
    assert not OnwardReferral.objects.open().filter(service=ours.service).exists()
    # Our person was going; whoever was offered before it closed is back, too.
    back = OnwardReferral.objects.filter(service=ours.service)
    assert Task.objects.open().filter(kind="service_closed").count() == back.count()
