"""Who may do what, written out a second time, and what an actor makes of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from referrals.kit.actor import PUBLIC, SCHEDULE, Actor, check
from referrals.kit.permissions import (
    KIND_PERMISSIONS,
    ROLE_PERMISSIONS,
    ROLES_AT,
    SCOPE_PERMISSIONS,
    ActorKind,
    Permission,
    Role,
    Scope,
)
from referrals.kit.refusal import Refusal

ROLES = {
    "gp": "keep_contact read_observatory read_person read_referrals refer",
    "link_worker": (
        "comment confirm_needs edit_person give_feedback invite_providers keep_contact keep_templates lend_devices"
        " merge read_days read_observatory read_person read_referrals refer refer_on support triage"
    ),
    "provider": "answer_offer issue_tags keep_listings keep_services mark_register read_observatory",
    "commissioner": "read_observatory",
    "person": "give_feedback read_days read_observatory read_own_record",
    "manager": "comment erase issue_tags keep_devices keep_organisation keep_templates lend_devices read_observatory",
    "administrator": "keep_area keep_clients read_observatory",
}
KINDS = {"device": "mark_register", "public": "read_observatory refer"}
SCOPES = {
    "referrals": "read_referrals refer",
    "support": "answer_offer read_own_record refer_on support triage",
    "days": "lend_devices read_days",
    "observatory": "read_observatory",
}


def written(table: Mapping[Any, frozenset[Permission]]) -> dict[str, str]:
    return {str(key): " ".join(sorted(permissions)) for key, permissions in table.items()}


def test_each_role_may_do_what_is_written_here() -> None:
    assert written(ROLE_PERMISSIONS) == ROLES


def test_a_device_the_public_and_the_schedule_may_do_what_is_written_here() -> None:
    everything = " ".join(sorted(permission.name.lower() for permission in Permission))
    assert written(KIND_PERMISSIONS) == KINDS | {"schedule": everything}


def test_a_client_may_do_what_is_written_here() -> None:
    assert written(SCOPE_PERMISSIONS) == SCOPES


def test_an_organisation_has_the_roles_that_are_written_here() -> None:
    assert {kind: " ".join(sorted(roles)) for kind, roles in ROLES_AT.items()} == {
        "gp_practice": "gp manager",
        "team": "link_worker manager",
        "provider": "manager provider",
        "pcn": "commissioner manager",
        "icb": "administrator commissioner manager",
    }


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_member_may_do_what_the_role_includes(role: Role, permission: Permission) -> None:
    member = Actor(kind=ActorKind.MEMBER, role=role, membership_id=3)
    assert member.may(permission) is (permission in ROLE_PERMISSIONS[role])


@pytest.mark.parametrize("permission", Permission)
def test_without_a_role_the_kind_decides(permission: Permission) -> None:
    assert Actor(kind=ActorKind.DEVICE, device_id=UUID(int=1)).may(permission) is (permission == "mark_register")
    assert PUBLIC.may(permission) is (permission in {"refer", "read_observatory"})
    assert SCHEDULE.may(permission) is True
    assert Actor(kind=ActorKind.MEMBER).may(permission) is False


def test_a_link_is_for_one_thing_whatever_the_role() -> None:
    link = Actor(kind=ActorKind.LINK, role=Role.PROVIDER, link_for=Permission.ANSWER_OFFER)
    assert [permission for permission in Permission if link.may(permission)] == [Permission.ANSWER_OFFER]
    assert not any(Actor(kind=ActorKind.LINK, role=Role.PROVIDER).may(permission) for permission in Permission)


def test_a_client_needs_the_role_and_one_of_its_scopes() -> None:
    def client(role: Role, *scopes: Scope) -> set[Permission]:
        actor = Actor(kind=ActorKind.CLIENT, role=role, client_id=1, scopes=frozenset(scopes))
        return {permission for permission in Permission if actor.may(permission)}

    assert client(Role.GP) == set()
    assert client(Role.GP, Scope.REFERRALS) == {Permission.REFER, Permission.READ_REFERRALS}
    assert client(Role.GP, Scope.DAYS) == set()
    assert client(Role.COMMISSIONER, Scope.DAYS, Scope.OBSERVATORY) == {Permission.READ_OBSERVATORY}
    assert client(Role.MANAGER, Scope.DAYS) == {Permission.LEND_DEVICES}


def test_only_a_member_has_a_membership() -> None:
    assert Actor(kind=ActorKind.MEMBER, membership_id=0).member() == 0
    assert Actor(kind=ActorKind.MEMBER, membership_id=7).member() == 7
    with pytest.raises(Refusal) as caught:
        Actor(kind=ActorKind.CLIENT, client_id=7).member()
    assert caught.value.code == "not-permitted"
    assert caught.value.message == "Only a member of an organisation can do this."


def test_what_is_not_permitted_is_refused_in_words() -> None:
    check(PUBLIC, Permission.REFER)
    with pytest.raises(Refusal) as caught:
        check(PUBLIC, Permission.ERASE)
    assert caught.value.code == "not-permitted"
    assert caught.value.message == "Your role does not include this."
