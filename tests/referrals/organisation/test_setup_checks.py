"""The checklist: what is missing says what it costs and what mends it, and goes once it is there."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import reverse
from pytest_django import Settings

from devices import heartbeat
from devices.actions import broker, devices
from devices.kinds import DeviceKind
from referrals.actions.organisation import organisations
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.registries import reference_kinds, setup_checks
from referrals.kit.registries.setup_checks import Check, State
from referrals.models import Membership, Organisation, ReferenceLoad, Service
from referrals.selectors.organisation import reference_data
from tests.referrals.organisation.test_manager_pages import page
from tests.support.world import World


def every_check() -> list[Check]:
    return [*setup_checks.checks(), *reference_data.checks()]


def state(world: World, name: str) -> tuple[State, str]:
    [check] = [check for check in every_check() if check.name == name]
    found = check.find(world.ours.actor(Role.ADMINISTRATOR), world.today)
    return found.state, str(found.words)


def test_the_page_says_what_is_missing_what_that_costs_and_what_mends_it(world: World) -> None:
    html = page(world.ours.client(Role.ADMINISTRATOR), "/admin/setup/")
    assert "No rates by deprivation or local authority." in html
    assert "manage.py load_populations" in html
    # What is there costs nothing.
    assert "Nobody takes up a referral." not in html


def test_every_check_says_how_it_is_mended() -> None:
    for check in every_check():
        assert str(check.title)
        assert str(check.costs)
        assert not check.page or reverse(check.page)
        assert not check.command or check.command in get_commands()
    with pytest.raises(ValueError, match="two checks"):
        setup_checks.declare([setup_checks.checks()[0]])


def test_organisations_and_people(world: World) -> None:
    assert state(world, "teams") == (State.DONE, "1 team")
    assert state(world, "practices") == (State.DONE, "1 practice")
    assert state(world, "surgeries")[0] is State.DONE
    assert state(world, "managers")[0] is State.DONE
    assert state(world, "addresses") == (State.DONE, "Each has one")
    assert state(world, "administrators") == (State.MISSING, "1 administrator")
    assert state(world, "commissioners") == (State.DONE, "1 commissioner")
    Organisation.objects.filter(pk=world.ours.practice.pk).update(refers_to=None, email="")
    assert state(world, "practices") == (State.MISSING, "1 refers to no team")
    assert state(world, "addresses") == (State.MISSING, "1 has no address")
    Membership.objects.exclude(role=Role.ADMINISTRATOR).update(ends_on=world.today)
    assert state(world, "teams") == (State.MISSING, "1 team has no link worker")
    assert state(world, "managers") == (State.MISSING, "1 team has no manager")
    assert state(world, "surgeries") == (State.MISSING, "Nobody signs in at 1 practice")
    assert state(world, "commissioners")[0] is State.MISSING


def test_an_area_without_a_practice_has_none(world: World) -> None:
    organisations.end(organisation=world.ours.practice, by=SCHEDULE, now=world.now)
    assert state(world, "practices") == (State.MISSING, "0 practices")


def test_services_that_nobody_confirmed_are_out_of_date(world: World) -> None:
    assert state(world, "services") == (State.DONE, "2 services")
    Service.objects.filter(pk=world.ours.service.pk).update(assured_on=world.today - timedelta(days=180))
    assert state(world, "services") == (State.OLD, "1 was not confirmed for 180 days")
    Service.objects.update(status="closed", closed_on=world.today, closed_because="not_offered")
    assert state(world, "services")[0] is State.MISSING


def test_reference_data_is_missing_there_or_out_of_date(world: World) -> None:
    assert {check.name for check in reference_data.checks()} == {kind.command for kind in reference_kinds.kinds()}
    assert state(world, "load_postcodes") == (State.DONE, "")
    assert state(world, "load_populations")[0] is State.MISSING
    ReferenceLoad.objects.create(
        kind="postcodes",
        edition="2025-08",
        source="ONS",
        as_of=world.today - timedelta(days=10),
        actor_kind=SCHEDULE.kind,
        **dict.fromkeys(["new", "changed", "same", "ended", "refused", "left_out"], 1),
    )
    assert state(world, "load_postcodes") == (State.DONE, "Edition 2025-08")
    ReferenceLoad.objects.update(as_of=world.today - timedelta(days=190))
    assert state(world, "load_postcodes") == (State.OLD, "Edition 2025-08")


def test_the_ways_messages_go(world: World, settings: Settings) -> None:
    assert (state(world, "mail")[0], state(world, "texts")[0]) == (State.MISSING, State.MISSING)
    settings.EMAIL_HOST = "mail.example.org"
    assert state(world, "mail") == (State.DONE, "By a mail server")
    settings.NOTIFY_API_KEY = "key"
    assert state(world, "mail") == state(world, "texts") == (State.DONE, "By GOV.UK Notify")


def test_accounts_on_the_broker_and_the_consumer(world: World, settings: Settings, tmp_path: Path) -> None:
    settings.MQTT_PASSWORD_FILE = ""
    assert state(world, "broker_accounts")[0] is State.DONE
    settings.MQTT_PASSWORD_FILE = str(tmp_path / "passwords")
    assert state(world, "broker_accounts")[0] is State.MISSING
    broker.write_accounts()
    assert state(world, "broker_accounts") == (State.DONE, "0 devices")
    devices.register(
        organisation=world.ours.team, kind=DeviceKind.WEARABLE, label="Band", by=world.ours.actor(Role.MANAGER)
    )
    assert state(world, "broker_accounts") == (State.MISSING, "1 device has none")
    assert state(world, "consumer")[0] is State.MISSING
    heartbeat.give()
    assert state(world, "consumer") == (State.DONE, "Listening")
