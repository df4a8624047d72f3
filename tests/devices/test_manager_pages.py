"""A manager's devices: taken into use, lent, shut out; their secret is shown once and kept nowhere."""

import logging

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from devices import credentials
from devices.models import Device, Loan
from referrals.kit.permissions import Role
from referrals.models import Agreement, AuditEvent
from tests.devices.kit import Kit

WEARABLE = {"kind": "wearable", "label": "W-014", "serial": "SN-1"}


@pytest.fixture
def manager(kit: Kit) -> Client:
    return kit.world.ours.client(Role.MANAGER)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def secret_in(html: str) -> str:
    return html.partition('id="device-secret">')[2].partition("<")[0]


def test_the_list_says_who_has_what_and_when_it_was_last_heard_of(manager: Client, kit: Kit) -> None:
    kit.store(kit.steps(), kit.scan())
    html = page(manager, "/manager/devices/")
    for words in (kit.wearable.label, "Ada Trafford", "Park gate", "Trafford Walking Group"):
        assert words in html
    assert "Never" not in html


def test_a_manager_without_devices_is_told_how_to_begin(kit: Kit) -> None:
    assert "No device is registered" in page(kit.world.theirs.client(Role.MANAGER), "/manager/devices/")


def test_a_secret_is_shown_once(manager: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        response = manager.post("/manager/devices/register/", WEARABLE)
    html = response.content.decode()
    device = Device.objects.get(label="W-014")
    secret = secret_in(html)
    assert credentials.verify(secret, device.secret_hash)
    assert f"socialrx/v1/devices/{device.public_id}/steps" in html
    assert response.headers["Cache-Control"] == "no-store"
    assert secret not in caplog.text
    assert all(secret not in str(browser.get_decoded()) for browser in BrowserSession.objects.all())
    assert secret not in page(manager, f"/manager/devices/{device.public_id}/")


def test_a_reader_needs_the_place_where_it_stands(manager: Client, kit: Kit) -> None:
    reader = {"kind": "reader", "label": "Door"}
    response = manager.post("/manager/devices/register/", reader)
    assert response.status_code == 422
    assert "Select the provider where it stands" in response.content.decode()
    manager.post("/manager/devices/register/", reader | {"site": str(kit.world.ours.provider.public_id)})
    assert Device.objects.get(label="Door").site == kit.world.ours.provider


def test_a_serial_number_is_registered_once(manager: Client) -> None:
    manager.post("/manager/devices/register/", WEARABLE)
    response = manager.post("/manager/devices/register/", WEARABLE)
    assert response.status_code == 422
    assert "already registered" in response.content.decode()


def test_a_new_secret_replaces_the_old_one(manager: Client, kit: Kit) -> None:
    url = f"/manager/devices/{kit.wearable.public_id}/secret/"
    assert "stops within seconds" in page(manager, url)
    before = Device.objects.get(pk=kit.wearable.pk).secret_hash
    secret = secret_in(manager.post(url).content.decode())
    after = Device.objects.get(pk=kit.wearable.pk).secret_hash
    assert credentials.verify(secret, after)
    assert not credentials.verify(secret, before)


def test_a_device_is_shut_out_and_let_in_again(manager: Client, kit: Kit) -> None:
    url = f"/manager/devices/{kit.wearable.public_id}/"
    assert "Shut out" in manager.post(f"{url}disable/", follow=True).content.decode()
    refused = manager.post(f"{url}secret/", follow=True)
    assert "This device is disabled." in refused.content.decode()
    manager.post(f"{url}enable/")
    assert Device.objects.get(pk=kit.wearable.pk).disabled_at is None


def test_a_wearable_comes_back_and_is_lent_again(manager: Client, kit: Kit) -> None:
    url = f"/manager/devices/{kit.wearable.public_id}/"
    assert "Ada Trafford" in page(manager, url)
    manager.post(f"{url}return/")
    assert Loan.objects.get(pk=kit.loan.pk).ends_at is not None
    assert manager.post(f"{url}lend/", {}).status_code == 422
    manager.post(f"{url}lend/", {"person": str(kit.world.ours.person.public_id)})
    assert Loan.objects.get(device=kit.wearable, ends_at=None).person == kit.world.ours.person
    assert AuditEvent.objects.filter(did="device.lent", person_id=kit.world.ours.person.pk).count() == 2


def test_what_the_action_refuses_is_said(manager: Client, kit: Kit) -> None:
    response = manager.post(
        f"/manager/devices/{kit.wearable.public_id}/lend/", {"person": str(kit.world.ours.person.public_id)}
    )
    assert response.status_code == 422
    assert "Somebody else had this wearable" in response.content.decode()


def test_only_people_who_agreed_can_be_chosen(manager: Client, kit: Kit) -> None:
    url = f"/manager/devices/{kit.wearable.public_id}/lend/"
    assert "Ada Trafford" in page(manager, url)
    Agreement.objects.filter(purpose="wear_device").update(withdrawn_at=kit.now)
    html = page(manager, url)
    assert "Ada Trafford" not in html
    assert "Nobody can be lent a wearable yet" in html


def test_rejected_messages_are_counted_by_reason_and_their_words_are_not_shown(manager: Client, kit: Kit) -> None:
    assert "No message was rejected" in page(manager, "/manager/devices/rejected/")
    kit.store(kit.steps(steps=-1, id="secret-words"), kit.steps(steps=99_999))
    html = page(manager, "/manager/devices/rejected/")
    assert "implausible" in html
    assert "schema" in html
    assert kit.wearable.label in html
    assert "secret-words" not in html
    assert "No message was rejected" in page(kit.world.theirs.client(Role.MANAGER), "/manager/devices/rejected/")


def test_devices_of_others_do_not_exist(kit: Kit) -> None:
    theirs = kit.world.theirs.client(Role.MANAGER)
    url = f"/manager/devices/{kit.wearable.public_id}/"
    for path in ("", "secret/", "lend/"):
        assert theirs.get(url + path).status_code == 404
    for path in ("secret/", "lend/", "disable/", "enable/", "return/"):
        assert theirs.post(url + path).status_code == 404


def test_more_devices_cost_no_more_queries(manager: Client, kit: Kit) -> None:
    counts = []
    for number in range(2):
        for device in range(5):
            manager.post("/manager/devices/register/", {"kind": "wearable", "label": f"W-{number}-{device}"})
        with CaptureQueriesContext(connection) as captured:
            page(manager, "/manager/devices/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
