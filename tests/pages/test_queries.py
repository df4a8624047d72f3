"""A list costs the same queries however long it is: 10 rows, 20, or a thousand."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from referrals.kit.permissions import Role
from referrals.models import LikelyDuplicate
from tests.pages.numbers import add_people
from tests.support.tokens import Api, issue
from tests.support.world import World

LISTS: list[tuple[Role, Callable[[World], str]]] = [
    (Role.GP, lambda world: "/gp/"),
    (Role.GP, lambda world: "/gp/?show=all"),
    (Role.GP, lambda world: f"/gp/referrals/{world.ours.referral.public_id}/"),
    (Role.LINK_WORKER, lambda world: "/link-worker/"),
    (Role.LINK_WORKER, lambda world: "/link-worker/?show=team"),
    (Role.LINK_WORKER, lambda world: f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"),
    (Role.LINK_WORKER, lambda world: "/link-worker/people/"),
    (Role.LINK_WORKER, lambda world: "/link-worker/people/?show=team&view=overdue&need=loneliness"),
    (Role.LINK_WORKER, lambda world: f"/link-worker/episodes/{world.ours.referral.episode.public_id}/story/"),
    (Role.LINK_WORKER, lambda world: "/link-worker/letters/"),
    (Role.LINK_WORKER, lambda world: "/link-worker/duplicates/"),
    (Role.LINK_WORKER, lambda world: "/link-worker/report/"),
    (Role.LINK_WORKER, lambda world: f"/link-worker/workers/{world.ours.members[Role.LINK_WORKER].public_id}/"),
    (Role.LINK_WORKER, lambda world: f"/link-worker/episodes/{world.ours.referral.episode.public_id}/refer-on/"),
    (Role.PROVIDER, lambda world: "/provider/"),
    (Role.PROVIDER, lambda world: "/provider/ledger/"),
    (Role.PERSON, lambda world: "/services/"),
    (Role.PROVIDER, lambda world: f"/provider/services/{world.ours.service.public_id}/"),
    (Role.PROVIDER, lambda world: f"/provider/sessions/{world.ours.session.public_id}/"),
    (Role.MANAGER, lambda world: "/manager/"),
    (Role.MANAGER, lambda world: "/manager/tags/"),
    (Role.MANAGER, lambda world: f"/provider/services/{world.ours.service.public_id}/tags/"),
    (Role.PROVIDER, lambda world: "/provider/scans/"),
    (Role.ADMINISTRATOR, lambda world: "/admin/"),
    (Role.ADMINISTRATOR, lambda world: "/admin/staff/"),
    (Role.ADMINISTRATOR, lambda world: "/admin/setup/"),
    (Role.PERSON, lambda world: "/me/"),
    (Role.COMMISSIONER, lambda world: "/observatory/"),
]


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert client.get(url).status_code == 200
    return len(made)


# What is noted once in so many minutes, like a click or the use of a token, is noted before anything is counted.
@pytest.mark.time_machine(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
def test_a_list_of_a_thousand_costs_what_ten_cost(world: World) -> None:
    clients = {role: world.ours.client(role) for role, _url in LISTS}
    api = Api(issue(world.ours.members[Role.GP])).client
    visits = {f"{role} {url(world)}": (clients[role], url(world)) for role, url in LISTS}
    visits["api"] = (api, "/api/v1/referrals/?limit=200")
    # The world's own pair, with someone of another team, would go to the second page as others come.
    LikelyDuplicate.objects.all().delete()
    # Once before, for what is only read the first time.
    for client, url in visits.values():
        client.get(url)
    costs = []
    for more in (10, 10, 980):
        add_people(world, more)
        costs.append({name: queries(*visit) for name, visit in visits.items()})
    ten, twenty, thousand = costs
    assert twenty == ten
    assert thousand == ten
