"""A link worker's pages: what needs doing first, and everything about one person on one page."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from referrals.actions import onward_referrals, people, referrals
from referrals.drafts import ContactDraft
from referrals.models import AuditEvent, CarePlan, Contact, ContactPoint, Goal, OutcomeScore, Person, Referral, Task
from referrals.permissions import Role
from tests.world import World, refer, register


@pytest.fixture
def client(world: World) -> Client:
    """Our link worker's browser."""
    return world.ours.client(Role.LINK_WORKER)


def page(client: Client, name: str, *keys: Any) -> str:
    response = client.get(reverse(f"link_worker:{name}", args=keys))
    assert response.status_code == 200
    return response.content.decode()


def test_the_caseload_shows_the_person_with_what_is_next(world: World, client: Client) -> None:
    html = page(client, "caseload")
    assert "Ada Trafford" in html
    assert "Ada Stoke" not in html
    assert "The link worker reviews the plan" in html


def test_an_episode_shows_everything(world: World, client: Client) -> None:
    html = page(client, "episode", world.ours.referral.episode.public_id)
    for text in ("Misses her husband.", "Likes parks.", "Company", "Walk in the park", "Trafford park walk", "4000"):
        assert text in html
