"""The people as one table: each view counts and shows the same people, filters narrow it down, a page holds fifty."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from referrals.actions.support import flags
from referrals.kit.permissions import Role
from referrals.models import Contact, Episode, OnwardReferral, Referral
from referrals.selectors.work import workbench
from referrals.selectors.work.workbench import Wanted
from tests.pages.numbers import add_people
from tests.support.world import World

URL = "/link-worker/people/"


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def shown(world: World, **wanted: Any) -> list[Episode]:
    found = workbench.bench(world.ours.actor(Role.LINK_WORKER), Wanted(**wanted), world.now)
    assert found.counts[wanted.get("view", "all")] == len(found.rows)
    return [row.episode for row in found.rows]


def test_each_view_counts_whom_it_shows(world: World) -> None:
    ours = world.ours.referral.episode
    Referral.objects.filter(pk=world.ours.referral.pk).update(due_on=world.today)
    assert shown(world) == [ours]
    assert shown(world, view="today") == [ours]
    assert [shown(world, view=view) for view in ("overdue", "waiting", "new", "quiet")] == [[], [], [], []]
    Referral.objects.filter(pk=world.ours.referral.pk).update(due_on=world.today - timedelta(days=1))
    OnwardReferral.objects.filter(episode=ours).update(status="requested", next_action="answer", due_on=world.today)
    Contact.objects.filter(episode=ours).update(occurred_at=world.now - timedelta(days=30))
    assert [shown(world, view=view) for view in ("overdue", "waiting", "quiet")] == [[ours]] * 3
    Contact.objects.filter(episode=ours).delete()
    assert shown(world, view="new") == [ours]


def test_filters_narrow_it_down(world: World) -> None:
    ours, by = world.ours.referral.episode, world.ours.actor(Role.LINK_WORKER)
    service = str(world.ours.service.public_id)
    flags.raise_flag(episode=ours, kind="lone_worker", note="Two together.", by=by, now=world.now)
    for wanted in ({"need": "loneliness"}, {"status": "supported"}, {"service": service}, {"place": "M33"}):
        assert shown(world, **wanted) == [ours], wanted
    for wanted in ({"need": "debt"}, {"status": "claimed"}, {"place": "M3"}, {"service": str(ours.public_id)}):
        assert shown(world, **wanted) == [], wanted
    kinds = {flag.kind for flag in ours.flags.all()}
    assert [shown(world, flag=kind) for kind in kinds] == [[ours]]


def test_the_page_has_its_views_filters_and_links(world: World, client: Client) -> None:
    html = client.get(URL).content.decode()
    ours = world.ours.referral.episode.public_id
    assert f'href="/link-worker/episodes/{ours}/"' in html
    assert f'href="/link-worker/episodes/{ours}/contacts/add/"' in html
    for words in ("Overdue", "Waiting for others", "No contact in 4 weeks", "Trafford park walk", "M33"):
        assert words in html, words
    nonsense = {"view": "x", "need": "x", "order": "x", "service": "x", "place": "x", "page": "x", "show": "x"}
    assert client.get(URL, nonsense).status_code == 200
    assert f"{ours}" not in client.get(URL, {"need": "debt"}).content.decode()
    assert f"{ours}" not in world.theirs.client(Role.LINK_WORKER).get(URL, {"show": "team"}).content.decode()


def test_long_tables_go_on_page_by_page_in_every_order(world: World, client: Client) -> None:
    add_people(world, 2 * workbench.ROWS + 6)
    for order in workbench.ORDERS:
        seen: list[str] = []
        for page in ("1", "2"):
            answer = client.get(URL, {"order": order, "page": page})
            seen += [str(row.episode.public_id) for row in answer.context["rows"]]
        assert len(seen) == len(set(seen)) == workbench.ROWS + 4
