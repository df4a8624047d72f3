"""The public directory: fresh listings first, full ones said so, nothing about a person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from referrals.actions.services import services
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.models import Service
from tests.support.world import World


def add(world: World, name: str, *, confirmed: int = 0, **changes: Any) -> Service:
    """A service confirmed so many days ago."""
    today: date = local_day(timezone.now())
    return services.add(
        organisation=world.ours.provider,
        draft=ServiceDraft(**{"name": name, "needs": ("debt",), **changes}),
        by=SCHEDULE,
        confirmed_on=today - timedelta(days=confirmed),
    )


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/services/{query}")
    assert response.status_code == 200
    return response.content.decode().split("<main")[1]


def test_a_listing_nobody_confirmed_for_90_days_comes_last_and_says_so(client: Client, world: World) -> None:
    add(world, "Aardvark club", confirmed=91)
    add(world, "Zebra club", confirmed=90)
    html = shown(client)
    assert html.index("Zebra club") < html.index("Aardvark club")
    assert html.count("Not confirmed since") == 1


@pytest.mark.parametrize(("days", "is_offered"), [(180, True), (181, False)])
def test_after_180_days_it_is_not_offered(client: Client, world: World, days: int, is_offered: bool) -> None:
    old = add(world, "Old club", confirmed=days)
    assert ("Old club" in shown(client)) is is_offered
    assert client.get(f"/services/{old.public_id}/").status_code == (200 if is_offered else 404)


def test_a_closed_service_is_not_offered(client: Client, world: World) -> None:
    add(world, "Closed club", status="closed")
    assert "Closed club" not in shown(client)


def test_places_left_counts_whoever_has_a_place(client: Client, world: World) -> None:
    assert "11 places left" in shown(client)
    Service.objects.filter(pk=world.ours.service.pk).update(places=1)
    html = client.get(f"/services/{world.ours.service.public_id}/").content.decode()
    assert "Full" in html


def test_it_is_narrowed_down_by_need_access_and_places(client: Client, world: World) -> None:
    add(world, "Step-free debt advice", is_step_free=True)
    add(world, "Crowded debt advice", places=0)
    add(world, "Debt advice queue", status="waiting_list")
    assert "park walk" not in shown(client, "?need=debt")
    assert "Crowded" not in shown(client, "?need=debt&has_place=on")
    assert "queue" not in shown(client, "?need=debt&has_place=on")
    html = shown(client, "?step_free=on")
    assert "Step-free debt advice" in html
    assert "Crowded" not in html


def test_no_match_and_a_need_that_is_none_are_no_dead_end(client: Client, world: World) -> None:
    assert "No service matches" in shown(client, "?need=digital")
    assert "park walk" in shown(client, "?need=nonsense")


def test_where_nothing_matches_what_is_near_to_it_is_offered_and_a_link_worker(client: Client, world: World) -> None:
    add(world, "Monday debt advice", days=("mon",))
    html = shown(client, "?need=debt&day=fri")
    assert "Near to it, but on another day" in html
    assert "Monday debt advice" in html
    assert "Ask to be called" in html
    assert "whatever it helps with" in shown(client, "?need=digital")


def test_a_sensitive_need_stands_in_no_address_and_can_be_left_quickly(client: Client, world: World) -> None:
    add(world, "Safe talk", needs=("abuse",))
    answer = client.post("/services/", {"need": "abuse"})
    html = answer.content.decode()
    assert (answer.status_code, answer.headers.get("Location")) == (200, None)
    assert "Safe talk" in html
    assert "Leave this page quickly" in html
    other = client.post("/services/", {"need": "debt"})
    assert other.headers["Location"] == "/services/?need=debt"


def test_a_service_tells_what_it_helps_with_and_nobody_who_goes_there(client: Client, world: World) -> None:
    html = client.get(f"/services/{world.ours.service.public_id}/").content.decode()
    assert "Being more active" in html
    assert "Ada" not in html


def test_the_directory_is_paged_and_costs_the_same_queries_for_10_and_20_rows(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for round_number in range(2):
        for index in range(10):
            add(world, f"Club {round_number}{index}")
        with django_assert_max_num_queries(20) as queries:
            html = shown(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "?page=2" in html
    assert "Trafford park walk" in shown(client, "?page=2")
    assert 'rel="prev"' in shown(client, "?page=2")
