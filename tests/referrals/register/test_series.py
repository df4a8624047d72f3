"""Sessions every week: the dates are seen first, the clock is London's, and bank holidays are left out."""

import pytest
from django.test import Client

from referrals.kit.calendar import LONDON
from referrals.kit.permissions import Role
from referrals.models import Session
from tests.support.world import World

# Four Mondays: the clocks go forward on 28 March 2027, and 29 March is Easter Monday.
TYPED = {"on_day": "15", "on_month": "3", "on_year": "2027", "starts": "10:30", "minutes": "60", "weeks": "4"}
pytestmark = pytest.mark.time_machine("2027-03-01T12:00:00Z", tick=False)


@pytest.fixture
def provider(world: World) -> Client:
    return world.ours.client(Role.PROVIDER)


def url(world: World) -> str:
    return f"/provider/services/{world.ours.service.public_id}/series/"


def test_the_dates_are_shown_before_anything_is_added(provider: Client, world: World) -> None:
    before = Session.objects.count()
    html = " ".join(provider.post(url(world), TYPED | {"code": "MON"}).content.decode().split())
    for words in ("Monday 15 March 2027 at 10:30am", "5 April 2027 at 10:30am", "29 March 2027 is a bank holiday"):
        assert words in html
    assert Session.objects.count() == before


def test_the_time_is_the_same_by_the_clock_and_no_bank_holiday_is_used(provider: Client, world: World) -> None:
    typed = TYPED | {"code": "MON", "sure": "yes"}
    html = provider.post(url(world), typed, follow=True).content.decode()
    assert "3 sessions have been added." in html
    added = Session.objects.filter(code__startswith="MON-").order_by("starts_at")
    assert [one.code for one in added] == ["MON-270315", "MON-270322", "MON-270405"]
    assert {f"{one.starts_at.astimezone(LONDON):%a %H:%M}" for one in added} == {"Mon 10:30"}
    assert len({f"{one.starts_at:%H:%M}" for one in added}) == 2
    again = provider.post(url(world), typed)
    assert (again.status_code, Session.objects.filter(code__startswith="MON-").count()) == (422, 3)


def test_another_providers_service_gets_no_series(provider: Client, world: World) -> None:
    path = f"/provider/services/{world.theirs.service.public_id}/series/"
    assert provider.post(path, TYPED | {"code": "MON", "sure": "yes"}).status_code == 404
