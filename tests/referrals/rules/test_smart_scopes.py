"""SMART's system scopes: what each gives."""

import pytest

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Permission, Role, Scope
from referrals.kit.smart_scopes import Interaction, interactions

RESOURCES = {"ServiceRequest": [Scope.REFERRALS], "Device": [Scope.DAYS]}


@pytest.mark.parametrize(
    ("scope", "given"),
    [
        ("system/ServiceRequest.r", {"ServiceRequest r"}),
        ("system/ServiceRequest.rs", {"ServiceRequest r", "ServiceRequest s"}),
        ("system/ServiceRequest.read", {"ServiceRequest r", "ServiceRequest s"}),
        ("system/Device.write", {"Device c", "Device u", "Device d"}),
        ("system/*.r", {"ServiceRequest r", "Device r"}),
        ("system/Device.*", {f"Device {letter}" for letter in "cruds"}),
        ("system/Device.cruds", {f"Device {letter}" for letter in "cruds"}),
        ("system/Device.sr", set()),
        ("system/Device.", set()),
        ("system/Patient.r", set()),
        ("system/device.r", set()),
        ("system/*.r?status=active", set()),
        ("user/Device.r", set()),
        ("patient/Device.r", set()),
        ("referrals", set()),
        ("system/Device.r\n", set()),
    ],
)
def test_a_scope_gives_what_it_names_and_nothing_else(scope: str, given: set[str]) -> None:
    assert {f"{one.resource} {one.letter}" for one in interactions(scope, RESOURCES)} == given


def test_a_client_may_do_it_within_that_interaction_alone() -> None:
    let = Interaction("ServiceRequest", "r", Scope.REFERRALS)
    by = Actor(kind=ActorKind.CLIENT, role=Role.GP, interactions=frozenset({let}))
    assert not by.may(Permission.READ_REFERRALS)
    assert by.within("ServiceRequest", "r").may(Permission.READ_REFERRALS)
    for resource, letter in (("ServiceRequest", "s"), ("Device", "r")):
        assert not by.within(resource, letter).may(Permission.READ_REFERRALS)
