"""An offer that nobody answered goes on at the very moment in which something else happens to it."""

from datetime import timedelta

import pytest

from referrals.actions.onward import onward_referrals
from referrals.actions.work import sweeps
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import OnwardReferral
from tests.races.crowd import crowd
from tests.races.races import unless_refused
from tests.referrals.onward.test_reoffers import asked_for_food
from tests.support.world import World


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answers", [True, False], ids=["a provider answers", "two sweeps"])
def test_an_unanswered_offer_goes_on_once_or_is_answered(world: World, answers: bool) -> None:
    first, second = asked_for_food(world)
    late = world.now + timedelta(days=30)

    def sweep() -> None:
        sweeps.overdue_offers(by=SCHEDULE, now=late)

    def accept() -> None:
        onward_referrals.accept(onward_referral=first, by=world.ours.actor(Role.PROVIDER), now=late)

    with crowd(2) as both:
        said = both.act([unless_refused(sweep), unless_refused(accept if answers else sweep)])
    assert set(said) <= {None, "changed-meanwhile"}
    status = OnwardReferral.objects.get(pk=first.pk).status
    following = OnwardReferral.objects.filter(follows=first)
    assert (status, following.count()) in {("cancelled", 1), ("accepted", 0)}
    assert answers or status == "cancelled"
    assert all(offer.service == second for offer in following)
