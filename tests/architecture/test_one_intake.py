"""Every way in reaches `receive`, and nothing else registers a person or makes a referral."""

import ast

import pytest

from referrals import ways_in
from tests.architecture.source import Module, modules, references

RECEIVE = "referrals.actions.intake.receive.receive"
# What only `receive` may do, once it has judged a referral.
JUDGED = {
    "referrals.actions.intake.referrals.refer",
    "referrals.actions.intake.carrying_over.carry_over",
    "referrals.actions.people.people.register",
    "referrals.actions.people.people.find_or_register",
    "referrals.actions.people.people.add_news",
}
# Who registers people whom nobody refers, each with the reason.
REGISTERS = {
    "devices.actions.replay": "invents the wearers of a replayed export: real steps need somebody who lent",
    "socialrx.tools.example.stories": "a patient of the example whom the practice knows and has not referred yet",
}


def makers() -> set[str]:
    """The modules that do what only `receive` may; a module may call what stands in itself."""
    return {
        module.name
        for module in modules()
        if any(name in JUDGED and name.rpartition(".")[0] != module.name for name in references(module, module.tree))
    }


def test_only_the_intake_registers_people_and_makes_referrals() -> None:
    assert makers() - {"referrals.actions.intake.receive"} == REGISTERS.keys()


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_what_only_the_intake_may_do_is_there(name: str) -> None:
    module, _dot, function = name.rpartition(".")
    assert [one.name for one in modules() if one.name == module and function in {part.name for part in one.functions}]


def test_a_call_that_passes_the_intake_by_is_seen() -> None:
    tree = ast.parse("from referrals.actions.people import people\npeople.register(draft=draft, by=by, now=now)")
    imports = {"people": "referrals.actions.people.people"}
    module = Module("referrals.views.x", modules()[0].path, tree, imports)
    assert references(module, tree) & JUDGED == {"referrals.actions.people.people.register"}


def rows_of_the_table() -> dict[str, str]:
    """Full name of each way in -> its code."""
    return {
        f"{ways_in.__name__}.{name}": way.code for name, way in vars(ways_in).items() if isinstance(way, ways_in.WayIn)
    }


def test_every_way_in_is_listed_under_a_code_of_its_own() -> None:
    codes = [way.code for way in ways_in.EVERY_WAY_IN]
    assert len(set(codes)) == len(codes)
    assert sorted(codes) == sorted(rows_of_the_table().values())


def test_every_way_in_is_used_by_a_module_that_reaches_receive() -> None:
    by_name = {module.name: references(module, module.tree) for module in modules()}
    direct = {name for name, found in by_name.items() if RECEIVE in found}
    reaching = direct | {
        name for name, found in by_name.items() if any(one.rpartition(".")[0] in direct for one in found)
    }
    used = {way for name in reaching if name not in REGISTERS for way in by_name[name] & rows_of_the_table().keys()}
    assert used == rows_of_the_table().keys()
