"""Scopes: each lets a client do something, and each is told to whoever calls the API."""

from pathlib import Path

import pytest

from referrals.kit.actor import Actor
from referrals.kit.permissions import ROLE_PERMISSIONS, SCOPE_PERMISSIONS, ActorKind, Permission, Role, Scope
from referrals.kit.registries import fhir

CONTRACT = Path(__file__).resolve().parents[3] / "docs" / "contract.md"


def test_each_scope_has_permissions_that_some_role_has() -> None:
    assert set(SCOPE_PERMISSIONS) == set(Scope)
    somebody = frozenset().union(*ROLE_PERMISSIONS.values())
    for scope, permissions in SCOPE_PERMISSIONS.items():
        assert permissions, scope
        assert permissions <= somebody, scope


def test_each_scope_is_in_the_contract() -> None:
    contract = CONTRACT.read_text()
    assert [scope for scope in Scope if f"`{scope}`" not in contract] == []


def test_each_fhir_resource_can_be_read_by_some_client() -> None:
    within_reach = frozenset().union(*SCOPE_PERMISSIONS.values())
    assert [one.name for one in fhir.types() if not one.permissions <= within_reach] == []


@pytest.mark.parametrize("role", Role)
def test_a_client_may_do_what_both_its_role_and_a_scope_include(role: Role) -> None:
    for scope in Scope:
        by = Actor(kind=ActorKind.CLIENT, role=role, scopes=frozenset({scope}))
        may = {permission for permission in Permission if by.may(permission)}
        assert may == ROLE_PERMISSIONS[role] & SCOPE_PERMISSIONS[scope]
    nothing = Actor(kind=ActorKind.CLIENT, role=role)
    assert not any(nothing.may(permission) for permission in Permission)
