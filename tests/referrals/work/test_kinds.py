"""Every kind of task and message that the code names is declared and has its words; the database knows no other."""

import ast
import threading
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from referrals.actions.work import tasks
from referrals.kit.registries import message_kinds, task_kinds
from referrals.models import KnownMessageKind, KnownTaskKind, Task
from referrals.states import REFERRAL
from tests.architecture.source import modules
from tests.support.world import World, build

# Functions that get the name of a kind.
PUTTING = {"put", "plan", "finish", "finish_due"}
TELLING = {"tell_practice", "tell_team", "tell_managers", "tell_organisation", "tell_provider", "tell_person", "way_to"}


def texts(node: ast.AST) -> set[str]:
    """The names that stand in a node, where it says nothing but names."""
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def named(functions: set[str]) -> Iterator[str]:
    """What the calls of these functions say for `kind` and `kinds`."""
    for module in modules():
        for call in ast.walk(module.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in functions:
                for keyword in call.keywords:
                    if keyword.arg in {"kind", "kinds"} and isinstance(keyword.value, ast.Constant | ast.Set):
                        yield from texts(keyword.value)


def in_actions() -> set[str]:
    """Every text in the actions: a kind may be chosen in one line and put in another."""
    return {text for module in modules() if ".actions." in module.name for text in texts(module.tree)}


def test_each_kind_that_is_named_is_declared() -> None:
    task_names, message_names = set(named(PUTTING)), set(named(TELLING))
    assert len(task_names) > 10
    assert len(message_names) > 10
    assert task_names - {kind.name for kind in task_kinds.kinds()} == set()
    assert message_names - {kind.name for kind in message_kinds.kinds()} == set()


def test_each_declared_kind_is_put_or_told_by_some_action() -> None:
    declared = {kind.name for kind in task_kinds.kinds()} | {kind.name for kind in message_kinds.kinds()}
    # An ending of a referral is told by its status.
    by_status = {f"referral_{status}" for status in REFERRAL.statuses()}
    assert declared - in_actions() - by_status == set()


def test_each_kind_of_task_has_words_of_its_own() -> None:
    words = [str(kind.words) for kind in task_kinds.kinds()]
    assert all(words)
    assert len(set(words)) == len(words)


@pytest.mark.django_db
def test_the_database_knows_the_kinds_that_are_declared_and_refuses_others(world: World) -> None:
    assert set(KnownTaskKind.objects.values_list("name", flat=True)) == {kind.name for kind in task_kinds.kinds()}
    messages = {kind.name for kind in message_kinds.kinds()}
    assert set(KnownMessageKind.objects.values_list("name", flat=True)) == messages
    with pytest.raises(IntegrityError, match="task_kind"):
        Task.objects.update(kind="unheard_of")


@pytest.mark.django_db(transaction=True)
def test_who_puts_the_same_task_at_the_same_moment_puts_one() -> None:
    """As two do who find out in the same moment that a message about one referral did not arrive."""
    world = build()
    episode, referral = world.ours.referral.episode, world.ours.referral
    together, errors = threading.Barrier(4), list[Exception]()

    def put() -> None:
        try:
            with transaction.atomic():
                together.wait(timeout=60)
                tasks.put(kind="message_failed", episode=episode, about=referral, due_on=world.today)
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    for _round in range(5):
        Task.objects.filter(kind="message_failed").delete()
        workers = [threading.Thread(target=put) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert errors == []
        assert Task.objects.filter(kind="message_failed", done_at=None).count() == 1
