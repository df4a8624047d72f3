"""Where a message to an organisation goes."""

import pytest

from referrals.kit.permissions import Role
from referrals.models import Membership, Organisation, OutboundMessage
from referrals.selectors.messages import messages as selectors
from tests.support.world import World


def test_a_provider_without_an_address_of_its_own_is_told_through_who_answers_for_it(world: World) -> None:
    provider, member = world.ours.provider, world.ours.members[Role.PROVIDER]
    message = OutboundMessage(kind="referral_received", to_organisation=provider)
    assert selectors.address(message) == provider.email
    provider.email = ""
    assert selectors.address(message) == member.user.email
    Membership.objects.filter(pk=member.pk).update(ends_on=world.today)
    assert selectors.address(message) == ""


@pytest.mark.parametrize("side", ["practice", "team"])
def test_another_organisations_mail_goes_to_nobodys_own_address(world: World, side: str) -> None:
    organisation: Organisation = getattr(world.ours, side)
    organisation.email = ""
    assert selectors.address(OutboundMessage(kind="referral_received", to_organisation=organisation)) == ""
