"""The state tables: total, kept by the database, and drawn as they are."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.management.commands import diagrams
from referrals.models import OnwardReferral, Referral, Task, status_words
from referrals.states import ONWARD, REFERRAL, SEEN_BY_PROVIDER, TAKES_A_PLACE, Machine, OnwardStatus, Turn
from tests.support.world import World

MACHINES = pytest.mark.parametrize("machine", [REFERRAL, ONWARD], ids=lambda machine: machine.name)


@MACHINES
def test_an_event_in_a_status_leads_to_one_place(machine: Machine) -> None:
    keys = [(move.event, move.from_) for move in machine.moves]
    assert len(keys) == len(set(keys))


@MACHINES
def test_every_status_can_be_reached_and_every_open_one_has_a_way_out(machine: Machine) -> None:
    reached: set[str | None] = {None}
    while further := {move.to for move in machine.moves if move.from_ in reached} - reached:
        reached |= further
    assert reached - {None} == machine.statuses()
    assert all(machine.events_from(status) for status in machine.open)


@MACHINES
def test_an_open_status_has_a_turn_a_next_action_and_a_due_day_wherever_one_comes_from(machine: Machine) -> None:
    for move in machine.moves:
        is_open = move.to in machine.open
        assert is_open == (move.turn is not Turn.NOBODY) == bool(move.next_action) == (move.due is not None)
    for status in machine.statuses():
        assert len({(move.turn, move.next_action) for move in machine.moves if move.to == status}) == 1


# An offer is held by its provider, and a task is its own next action.
@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        *((Referral.objects.open, missing) for missing in ({"holder": None}, {"next_action": ""}, {"due_on": None})),
        *((OnwardReferral.objects.open, missing) for missing in ({"next_action": ""}, {"due_on": None})),
        *((Task.objects.open, missing) for missing in ({"holder": None, "holding_team": None}, {"due_on": None})),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_the_database_keeps_no_open_row_that_nobody_holds_or_that_is_never_due(
    world: World, rows: Callable[[], QuerySet[Any]], missing: dict[str, object]
) -> None:
    assert rows().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows().update(**missing)


@MACHINES
def test_whoever_turn_it_is_may_act(machine: Machine) -> None:
    acts = {Turn.TEAM: Role.LINK_WORKER, Turn.LINK_WORKER: Role.LINK_WORKER, Turn.PROVIDER: Role.PROVIDER}
    for move in machine.moves:
        if move.turn is not Turn.NOBODY:
            later = [row for row in machine.moves if row.from_ == move.to]
            assert any(acts[move.turn] in row.by for row in later), move


@MACHINES
@given(events=st.lists(st.integers(0, 30), max_size=40))
def test_no_walk_leaves_the_table(machine: Machine, events: list[int]) -> None:
    status: str | None = None
    for index in events:
        event = machine.moves[index % len(machine.moves)].event
        with suppress(Refusal):
            status = machine.move(event, status).to
    assert status is None or status in machine.statuses()


@MACHINES
def test_an_event_that_the_table_lacks_is_refused(machine: Machine) -> None:
    for status in machine.statuses():
        with pytest.raises(Refusal) as caught:
            machine.move("no such event", status)
        assert caught.value.code == "not-in-this-state"


def test_every_status_and_next_action_has_words() -> None:
    assert {value for value, _ in status_words.REFERRAL_STATUSES} == {str(status) for status in REFERRAL.statuses()}
    assert {value for value, _ in status_words.ONWARD_STATUSES} == {str(status) for status in ONWARD.statuses()}
    actions = {move.next_action for machine in (REFERRAL, ONWARD) for move in machine.moves if move.next_action}
    assert actions == {value for value, _ in status_words.NEXT_ACTIONS}


def test_statuses_are_said_in_seven_words_or_fewer() -> None:
    for _, words in [*status_words.REFERRAL_STATUSES, *status_words.ONWARD_STATUSES]:
        assert len(str(words).split()) <= 7


def test_a_place_is_taken_only_by_someone_whom_the_provider_sees() -> None:
    assert TAKES_A_PLACE <= SEEN_BY_PROVIDER
    assert OnwardStatus.ON_HOLD not in TAKES_A_PLACE
    assert OnwardStatus.REJECTED not in SEEN_BY_PROVIDER


def test_the_diagrams_in_the_documentation_are_the_tables() -> None:
    assert diagrams.PAGE.read_text() == diagrams.page()
