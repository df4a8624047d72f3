"""Searching services: by place and distance, day, language, cost; and each result says why it was found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from referrals import postcodes
from referrals.actions.services import services
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import Postcode, Service
from tests.conformance.browsing import read, refused, send, words
from tests.support.world import World

# A mile is about this many degrees of latitude.
MILE = 1 / 69.05


@pytest.fixture(autouse=True)
def _on_the_map(world: World) -> None:
    """Our person lives at 53.42° north, 2.32° west; theirs somewhere that no map knows."""
    Postcode.objects.filter(postcode="M33 2AB").update(latitude=53.42, longitude=-2.32)


def add(world: World, name: str, miles: float | None = None, **changes: Any) -> Service:
    """A service so many miles north of our person, where its directory says that it is."""
    draft = ServiceDraft(**{"name": name, "needs": ("debt", "loneliness"), **changes})
    service = services.add(organisation=world.ours.provider, draft=draft, by=SCHEDULE, confirmed_on=world.today)
    if miles is not None:
        Service.objects.filter(pk=service.pk).update(latitude=53.42 + miles * MILE, longitude=-2.32)
    return service


@pytest.mark.parametrize(
    ("typed", "around"),
    [
        ("M33 2AB", "M33 2"),
        ("m332ab", "M33 2"),
        ("M33 2", "M33 2"),
        ("M33", "M33"),
        ("m332", "M33 2"),
        ("SW1A 1AA", "SW1A 1"),
        ("SW1A", "SW1A"),
        ("Sale", None),
        ("M33 2A", None),
        ("", None),
    ],
)
def test_of_a_postcode_the_sector_is_enough(typed: str, around: str | None) -> None:
    assert postcodes.around(typed) == around


def test_the_nearest_come_first_and_no_whole_postcode_stands_in_the_address(world: World, client: Client) -> None:
    add(world, "Far club", 12)
    add(world, "Near club", 1.2)
    add(world, "Club at the postcode", postcode="M33 2AB")
    add(world, "Club that is nowhere")
    found = send(client, "/services/", {"near": "m33 2ab"})
    assert found == "/services/?near=M33+2"
    page = read(client, found)
    names = ("Club at the postcode", "Near club", "Far club", "Club that is nowhere")
    assert sorted(names, key=page.index) == list(names)
    assert "1.2 miles from M33 2 · no limit of places" in page
    assert "12 miles from M33 2" in page
    assert page.count("miles from") == 3


def test_a_postcode_that_we_do_not_know_says_so_and_nothing_typed_is_lost(client: Client, world: World) -> None:
    page = client.post("/services/", {"near": "ZE1 0AA", "day": "tue"}).content.decode()
    assert "We do not know where ZE1 0 is" in page
    assert 'value="ZE1 0AA"' in page
    assert "like M33 2AB or M33" in refused(client, "/services/", {"near": "Sale"})


def test_a_result_says_why_it_was_found(world: World, client: Client) -> None:
    told: dict[str, Any] = {
        "days": ("tue", "thu"),
        "language": "English, Urdu",
        "is_step_free": True,
        "is_free": True,
        "places": 3,
    }
    add(world, "The right club", 2, **told)
    others: dict[str, dict[str, Any]] = {
        "Wrong day": {"days": ("mon",)},
        "Wrong language": {"language": "English"},
        "Steps": {"is_step_free": False},
        "Not said whether free": {"is_free": None},
        "Taken": {"places": 0},
        "Other help": {"needs": ("food",)},
    }
    for name, changes in others.items():
        add(world, name, 1, **{**told, **changes})
    typed = {"need": "loneliness", "day": "tue", "language": "urdu", "near": "M33"}
    ticked = dict.fromkeys(("step_free", "is_free", "has_place"), "on")
    page = read(client, send(client, "/services/", typed | ticked))
    assert "1 service The right club" in page
    why = (
        "Helps with loneliness or isolation · 2.0 miles from M33 · Tuesday · English, Urdu · step-free · "
        "free of charge · 3 places left"
    )
    assert why in page


def test_a_link_worker_sees_how_far_it_is_from_home_and_can_narrow_it_down(world: World) -> None:
    add(world, "Near club", 1.2, days=("tue",))
    add(world, "Nearer club", 0.4, days=("wed",))
    add(world, "For the young", 0.1, oldest=25)
    add(world, "Forgotten club", 0.2)
    Service.objects.filter(name="Forgotten club").update(assured_on=world.today - timedelta(days=181))
    link_worker = world.ours.client(Role.LINK_WORKER)
    url = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/refer-on/"
    page = read(link_worker, url)
    names = ("Nearer club", "Near club", "For the young")
    assert sorted(names, key=page.index) == list(names)
    assert "Helps with loneliness or isolation · 1.2 miles from home" in page
    assert "Does not meet: age 25 and under" in page
    assert "Forgotten club" not in page
    assert "M33" not in page.partition("Refer on")[2]
    page = read(link_worker, f"{url}?day=tue")
    assert "Near club" in page
    assert "Nearer club" not in page


@pytest.mark.parametrize("where", ["public", "refer_on"])
def test_a_search_costs_the_same_queries_for_10_and_20_rows(
    where: str, world: World, client: Client, django_assert_max_num_queries: Callable[..., DjangoAssertNumQueries]
) -> None:
    url = "/services/?near=M33+2&has_place=on"
    if where == "refer_on":
        client = world.ours.client(Role.LINK_WORKER)
        url = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/refer-on/?has_place=on"
    counts = []
    for round_number in range(2):
        for index in range(10):
            add(world, f"Club {round_number}{index}", index, youngest=18)
        with django_assert_max_num_queries(40) as queries:  # type: ignore[attr-defined]
            assert "Club 00" in words(client.get(url).content.decode())
        counts.append(len(queries))
    assert counts[0] == counts[1]
