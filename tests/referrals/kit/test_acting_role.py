"""A session acts for one membership at a time."""

from django.test import Client

from referrals.actions.organisation import accounts
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from tests.support.world import BEGAN, World


def test_someone_with_two_roles_changes_between_them(world: World) -> None:
    user = world.ours.members[Role.GP].user
    second = accounts.add_member(
        user=user, role=Role.LINK_WORKER, organisation=world.theirs.team, by=SCHEDULE, starts_on=BEGAN
    )
    client = world.ours.client(Role.GP)
    assert "Change role" in client.get("/gp/").content.decode()
    html = client.get("/accounts/membership/").content.decode()
    assert "GP practice, Trafford Surgery" in html
    assert "Link worker, Stoke Link Workers" in html
    assert client.post("/accounts/membership/", {"membership": str(second.public_id)}).status_code == 302
    assert client.get("/gp/").status_code == 403


def test_nobody_takes_on_a_role_of_someone_else(world: World) -> None:
    client = world.ours.client(Role.GP)
    theirs = str(world.theirs.members[Role.LINK_WORKER].public_id)
    assert client.post("/accounts/membership/", {"membership": theirs}).status_code == 422
    assert "Change role" not in client.get("/gp/").content.decode()


def test_whoever_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    assert "/accounts/login/" in client.get("/accounts/membership/")["Location"]


def test_home_is_where_the_work_begins(client: Client, world: World) -> None:
    assert client.get("/").status_code == 200
    assert world.ours.client(Role.GP).get("/")["Location"] == "/gp/"
