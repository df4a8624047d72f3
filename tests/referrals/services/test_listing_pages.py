"""A provider changes its listings: what is typed is kept, and places that are taken stay taken."""

import pytest
from django.test import Client

from referrals.actions.onward import onward_referrals
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, Service
from tests.conformance.browsing import refused, send
from tests.referrals.onward.test_provider_pages import offered
from tests.support.listing_forms import listing_typed
from tests.support.world import World


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


def edit(world: World, provider: Client, **changes: str) -> str:
    """Save the listing of our service; where that leads to."""
    version = str(Service.objects.get(pk=world.ours.service.pk).version)
    url = f"/provider/services/{world.ours.service.public_id}/edit/"
    return send(provider, url, listing_typed(version=version, **changes))


def test_fewer_places_than_are_taken_is_said_and_nobody_new_gets_one(world: World, provider: Client) -> None:
    by = world.ours.actor(Role.PROVIDER)
    first, second = offered(world, "First"), offered(world, "Second")
    onward_referrals.accept(onward_referral=first, by=by, now=world.now)
    page = provider.get(edit(world, provider, places="1")).content.decode()
    assert "2 people have a place, more than you now offer" in page
    with pytest.raises(Refusal, match="no-place"):
        onward_referrals.accept(onward_referral=second, by=by, now=world.now)
    first.refresh_from_db()
    assert first.status == "accepted"
    assert "more than you now offer" not in provider.get(edit(world, provider, places="2")).content.decode()


def test_each_answer_is_kept_and_shown_again(world: World, provider: Client) -> None:
    page = provider.get(edit(world, provider) + "edit/").content.decode()
    for typed in ("Bench to bench", "Toilet by the gate", "English, Urdu", "bench@example.org", "01614960123"):
        assert typed in page
    service = Service.objects.get(pk=world.ours.service.pk)
    assert (service.days, service.area_codes, service.is_free) == (["tue", "thu"], ["E08000009"], False)
    assert (service.youngest, service.oldest, service.takes_self_referrals) == (50, 90, False)
    assert service.assured_on == world.today
    assert AuditEvent.objects.filter(did="service.edited", object_id=service.pk).count() == 1


def test_ages_that_exclude_everybody_are_refused(world: World, provider: Client) -> None:
    url = f"/provider/services/{world.ours.service.public_id}/edit/"
    typed = listing_typed(version="1", youngest="60", oldest="50")
    assert "upper age must not be below" in refused(provider, url, typed)


def test_another_postcode_forgets_where_the_directory_said_it_was(world: World, provider: Client) -> None:
    found = Service.objects.filter(pk=world.ours.service.pk)
    found.update(latitude=53.4, longitude=-2.3, postcode="M33 2AB")
    edit(world, provider, postcode="M33 2AB")
    assert found.get().latitude == 53.4
    edit(world, provider, postcode="ST1 3AA")
    assert (found.get().latitude, found.get().longitude) == (None, None)
