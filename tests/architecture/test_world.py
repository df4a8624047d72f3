"""The tests' own world is what it says."""

from referrals.kit.permissions import Role
from referrals.models import OnwardReferral, Person, Referral
from tests.support.world import World


def test_the_two_sides_do_not_see_each_other(world: World) -> None:
    for role in (Role.GP, Role.LINK_WORKER, Role.PROVIDER, Role.PERSON):
        assert list(Person.objects.visible_to(world.ours.actor(role))) == [world.ours.person]
    assert list(Referral.objects.visible_to(world.theirs.actor(Role.GP))) == [world.theirs.referral]


def test_each_person_has_walked_the_pathway(world: World) -> None:
    for side in (world.ours, world.theirs):
        assert Referral.objects.get(person=side.person).status == "supported"
        assert OnwardReferral.objects.get(episode__person=side.person).status == "in-progress"
