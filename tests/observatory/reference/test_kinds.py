"""Every kind of reference data has its command, and every such command its kind."""

from django.core.management import get_commands, load_command_class

from referrals.kit.reference.command import LoadCommand
from referrals.kit.registries import reference_kinds


def test_every_kind_has_its_command_and_every_command_its_kind() -> None:
    commands = {
        name: load_command_class(app, name)
        for name, app in get_commands().items()
        if name.startswith("load_") and app in {"referrals", "observatory", "socialrx"}
    }
    kinds = {command.kind for command in commands.values() if isinstance(command, LoadCommand)}
    assert {kind.name for kind in reference_kinds.kinds()} == kinds
    assert {kind.command for kind in reference_kinds.kinds()} == set(commands)


def test_no_two_kinds_have_one_place_in_the_order() -> None:
    orders = [kind.order for kind in reference_kinds.kinds()]
    assert len(set(orders)) == len(orders)
