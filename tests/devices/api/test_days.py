"""REST: days of steps of a person and of a device."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from devices.actions import days
from referrals.actions.people import merges
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, LikelyDuplicate
from tests.devices.kit import Kit
from tests.support import tokens
from tests.support.tokens import Api
from tests.support.world import refer, register


def api(kit: Kit, role: Role = Role.LINK_WORKER) -> Api:
    return Api(tokens.issue(kit.world.ours.members[role]))


@pytest.fixture
def stored(kit: Kit) -> Kit:
    """Three days ago 1,234 steps, two days ago a real zero, yesterday not worn; nothing since."""
    kit.store(
        kit.steps(),
        kit.steps(id="m2", start=kit.hour(2, 9), end=kit.hour(2, 10), steps=0, worn=80),
        kit.steps(id="m3", start=kit.hour(1, 9), end=kit.hour(1, 10), steps=0, worn=0),
    )
    days.rebuild()
    return kit


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.PERSON])
def test_a_persons_days_are_read_by_their_link_worker_and_themselves(stored: Kit, role: Role) -> None:
    today = local_day(stored.now)
    query = {"from": today - timedelta(days=3), "to": today}
    found = api(stored, role).get(f"people/{stored.world.ours.person.public_id}/days/", **query).json()
    device = str(stored.wearable.public_id)
    first = today - timedelta(days=3)
    assert found == [
        {"date": str(first), "state": "counted", "steps": 1234, "worn": None, "device": device}
        | {"covered": 60.0, "valid": False, "doubtful": False},
        {"date": str(first + timedelta(days=1)), "state": "zero", "steps": 0, "worn": 80.0, "device": device}
        | {"covered": 48.0, "valid": False, "doubtful": False},
        {"date": str(first + timedelta(days=2)), "state": "not-worn", "steps": 0, "worn": 0.0, "device": device}
        | {"covered": 0.0, "valid": False, "doubtful": False},
        {"date": str(today), "state": "no-data", "steps": None, "worn": None, "device": None}
        | {"covered": 0.0, "valid": False, "doubtful": False},
    ]


def test_a_day_says_whether_it_is_valid_and_whether_it_is_doubtful(stored: Kit) -> None:
    start = stored.hour(4, 7)
    stored.store(
        stored.steps(id="half", start=start, end=start + timedelta(hours=6), steps=6000),
        stored.steps(id="whole", start=start, end=start + timedelta(hours=12), steps=1200, worn=90),
    )
    days.rebuild()
    day = local_day(start)
    for path in (f"people/{stored.world.ours.person.public_id}/days/", f"devices/{stored.wearable.public_id}/days/"):
        (found,) = api(stored).get(path, **{"from": day, "to": day}).json()
        assert (found["steps"], found["covered"], found["valid"], found["doubtful"]) == (1200, 648.0, True, True)


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.MANAGER])
def test_a_devices_days_are_read_where_it_belongs(stored: Kit, role: Role) -> None:
    found = api(stored, role).get(f"devices/{stored.wearable.public_id}/days/").json()
    assert len(found) == 28
    assert sum(day["steps"] or 0 for day in found) == 1234
    assert AuditEvent.objects.filter(did="days.opened", person_id=stored.world.ours.person.pk).count() == 1


def test_opening_a_persons_days_is_audited(stored: Kit) -> None:
    api(stored).get(f"people/{stored.world.ours.person.public_id}/days/")
    assert AuditEvent.objects.filter(did="days.opened", person_id=stored.world.ours.person.pk).count() == 1


def test_people_and_devices_of_others_do_not_exist(stored: Kit) -> None:
    theirs = Api(tokens.issue(stored.world.theirs.members[Role.LINK_WORKER]))
    assert theirs.get(f"people/{stored.world.ours.person.public_id}/days/").status_code == 404
    assert theirs.get(f"devices/{stored.wearable.public_id}/days/").status_code == 404
    assert api(stored).get(f"people/{uuid4()}/days/").status_code == 404


@pytest.mark.parametrize("role", [Role.GP, Role.PROVIDER, Role.COMMISSIONER, Role.MANAGER])
def test_nobody_else_reads_a_persons_days(stored: Kit, role: Role) -> None:
    assert api(stored, role).get(f"people/{stored.world.ours.person.public_id}/days/").status_code == 403


def test_the_usual_range_is_four_weeks(stored: Kit) -> None:
    path = f"people/{stored.world.ours.person.public_id}/days/"
    until = local_day(stored.now) - timedelta(days=5)
    assert [day["date"] for day in api(stored).get(path).json()][-1] == str(local_day(stored.now))
    found = api(stored).get(path, to=until).json()
    assert (found[0]["date"], found[-1]["date"]) == (str(until - timedelta(days=27)), str(until))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"from": "2019-02-30"}, "from"),
        ({"to": "2019-13-01"}, "to"),
        ({"from": "2019-03-02", "to": "2019-03-01"}, "from"),
        ({"from": "2019-01-01", "to": "2020-01-02"}, "from"),
        ({"to": "0001-01-01"}, "to"),
        ({"to": "9999-12-31"}, "to"),
    ],
)
def test_a_bad_range_is_named(stored: Kit, query: dict[str, str], field: str) -> None:
    for path in (f"people/{stored.world.ours.person.public_id}/days/", f"devices/{stored.wearable.public_id}/days/"):
        response = api(stored).get(path, **query)
        assert response.status_code == 400
        assert list(response.json()["errors"]) == [field]


def test_a_leap_year_is_the_longest_range(stored: Kit) -> None:
    path = f"people/{stored.world.ours.person.public_id}/days/"
    assert len(api(stored).get(path, **{"from": "2020-01-01", "to": "2020-12-31"}).json()) == 366


def test_the_address_of_whoever_was_merged_leads_to_the_days_of_the_one_who_stands(stored: Kit) -> None:
    ours = stored.world.ours
    kept = ours.person
    gone = register(ours, family_name=kept.family_name, born_on=kept.born_on)
    pair = LikelyDuplicate.objects.get(first=kept, second=gone)
    refer(ours, gone)
    merges.merge(duplicate=pair, kept=kept, by=ours.actor(Role.LINK_WORKER), now=timezone.now())
    days_of = [api(stored).get(f"people/{person.public_id}/days/").json() for person in (kept, gone)]
    assert days_of[0] == days_of[1]
    assert sum(day["steps"] or 0 for day in days_of[1]) == 1234
    theirs = Api(tokens.issue(stored.world.theirs.members[Role.LINK_WORKER]))
    assert theirs.get(f"people/{gone.public_id}/days/").status_code == 404
