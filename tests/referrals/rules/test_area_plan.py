"""The plan of an area: what a file may say, and every fault of one that says something else."""

from typing import Any

import pytest

from referrals.area_plan import AreaPlan, Coded, PlanError, Practice, Someone, Team, parse

PLAN: dict[str, Any] = {
    "board": {"name": "NHS Example", "ods_code": "qxx"},
    "networks": [{"name": "Central", "ods_code": " u12345 "}],
    "practices": [{"name": "Park Road", "ods_code": "P91001", "network": "u12345", "email": "park@example.org"}],
    "team": {"name": "Link Workers"},
    "manager": {"name": "Sam Rowe", "email": "sam@example.org"},
    "administrator": {"name": "Kit Lowe", "email": "kit@example.org"},
}


def faults(**changes: Any) -> list[str]:
    with pytest.raises(PlanError) as caught:
        parse(PLAN | changes)
    return caught.value.faults


def test_a_plan_is_read_with_its_codes_in_capitals() -> None:
    assert parse(PLAN) == AreaPlan(
        board=Coded(name="NHS Example", ods_code="QXX"),
        networks=(Coded(name="Central", ods_code="U12345"),),
        practices=(Practice(name="Park Road", ods_code="P91001", network="U12345", email="park@example.org"),),
        team=Team(name="Link Workers"),
        manager=Someone(name="Sam Rowe", email="sam@example.org"),
        administrator=Someone(name="Kit Lowe", email="kit@example.org"),
    )


def test_networks_and_practices_may_come_later() -> None:
    plan = parse({key: part for key, part in PLAN.items() if key not in {"networks", "practices"}})
    assert (plan.networks, plan.practices) == ((), ())


def test_every_fault_is_named_with_its_place() -> None:
    assert faults(board={"name": "NHS Example"}, team={"name": " "}) == [
        "board: ods_code is missing",
        "team: name is missing",
    ]
    assert faults(manager={"name": "Sam", "email": "sam at example"}) == ["manager: email is no e-mail address"]
    assert faults(practices=[{"name": "A" * 151, "ods_code": "P91001", "postcode": "M1 1AE"}]) == [
        "practices 1: name is too long",
        "practices 1: postcode is not known here",
    ]
    assert faults(team={"name": "Team", "phone": 161}) == ["team: phone has to be a text in quotes"]
    assert faults(networks={"name": "Central"}) == ["networks: write it as [[networks]], one for each"]
    assert faults(team="Link Workers") == ["team: write it as a table of its own"]
    assert faults(services=[]) == ["services: nobody knows this part"]
    everything = {"board", "team", "manager", "administrator"}
    with pytest.raises(PlanError) as caught:
        parse({})
    assert {fault.partition(":")[0] for fault in caught.value.faults} == everything


def test_a_code_is_one_organisations_and_a_network_is_in_the_plan() -> None:
    twice = [{"name": "Park Road", "ods_code": "QXX"}]
    assert faults(practices=twice) == ["QXX: two organisations have this code"]
    elsewhere = [{"name": "Park Road", "ods_code": "P91001", "network": "U9"}]
    assert faults(practices=elsewhere) == ["practices 1: there is no network U9 in this plan"]
