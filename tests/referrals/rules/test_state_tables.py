"""The state tables written out a second time: event, from, to, who, whose turn then, next action, days, reason."""

import pytest

from referrals import states
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.states import ONWARD, REFERRAL, Machine, Move, OnwardStatus, Turn

REFERRAL_ROWS = """
receive | - | received | gp link_worker person | team | claim | 2 |
join | - | claimed | gp link_worker person | link_worker | first_contact | 5 |
claim | received | claimed | link_worker | link_worker | first_contact | 5 |
release | claimed | received | link_worker | team | claim | 2 |
begin_support | claimed | supported | link_worker | link_worker | review | 20 |
review | supported | supported | link_worker | link_worker | review | 20 |
reopen | closed | claimed | link_worker | link_worker | first_contact | 5 |
ask_again | closed | claimed | person | link_worker | first_contact | 5 |
ask_team_again | closed | received | person | team | claim | 2 |
join | received | claimed | administrator link_worker manager | link_worker | first_contact | 5 |
hand_over | claimed | claimed | administrator link_worker manager | link_worker | first_contact | 5 |
hand_over | supported | supported | administrator link_worker manager | link_worker | review | 20 |
pass_on | received | received | administrator link_worker manager | team | claim | 2 |
pass_on | claimed | received | administrator link_worker manager | team | claim | 2 |
pass_on | supported | received | administrator link_worker manager | team | claim | 2 |
withdraw | received | returned | gp | nobody | | - | reason
withdraw | claimed | returned | gp | nobody | | - | reason
return | received | returned | link_worker | nobody | | - | reason
return | claimed | returned | link_worker | nobody | | - | reason
decline | received | declined | link_worker | nobody | | - | reason
decline | claimed | declined | link_worker | nobody | | - | reason
decline | supported | declined | link_worker | nobody | | - | reason
close | claimed | closed | link_worker | nobody | | - | reason
close | supported | closed | link_worker | nobody | | - | reason
"""
ONWARD_ROWS = """
offer | - | requested | link_worker | provider | answer | 10 |
accept | requested | accepted | provider | provider | start | 20 |
reject | requested | rejected | provider | nobody | | - | reason
start | accepted | in-progress | provider | provider | report | 60 |
hold | accepted | on-hold | provider | provider | offer_place | 20 | reason
hold | in-progress | on-hold | provider | provider | offer_place | 20 | reason
resume | on-hold | in-progress | provider | provider | report | 60 |
complete | accepted | completed | provider | nobody | | - |
complete | in-progress | completed | provider | nobody | | - |
complete | on-hold | completed | provider | nobody | | - |
fail | accepted | failed | administrator provider | nobody | | - | reason
fail | in-progress | failed | administrator provider | nobody | | - | reason
fail | on-hold | failed | administrator provider | nobody | | - | reason
cancel | requested | cancelled | administrator link_worker provider | nobody | | - | reason
cancel | accepted | cancelled | administrator link_worker provider | nobody | | - | reason
cancel | in-progress | cancelled | administrator link_worker provider | nobody | | - | reason
cancel | on-hold | cancelled | administrator link_worker provider | nobody | | - | reason
enter_in_error | requested | entered-in-error | link_worker | nobody | | - | reason
enter_in_error | accepted | entered-in-error | link_worker | nobody | | - | reason
enter_in_error | in-progress | entered-in-error | link_worker | nobody | | - | reason
enter_in_error | on-hold | entered-in-error | link_worker | nobody | | - | reason
enter_in_error | rejected | entered-in-error | link_worker | nobody | | - | reason
enter_in_error | cancelled | entered-in-error | link_worker | nobody | | - | reason
enter_in_error | failed | entered-in-error | link_worker | nobody | | - | reason
enter_in_error | completed | entered-in-error | link_worker | nobody | | - | reason
"""


def written(move: Move) -> list[str]:
    """A move as a row of the tables above."""
    due = "-" if move.due is None else str(move.due)
    reason = {True: "reason", False: ""}[move.needs_reason]
    by = " ".join(sorted(move.by))
    return [
        move.event,
        "-" if move.from_ is None else move.from_,
        move.to,
        by,
        move.turn,
        move.next_action,
        due,
        reason,
    ]


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def test_a_referral_moves_as_the_table_says() -> None:
    assert [written(move) for move in states._referral_moves()] == rows(REFERRAL_ROWS)
    assert states._referral_moves() == REFERRAL.moves


def test_an_onward_referral_moves_as_the_table_says() -> None:
    assert [written(move) for move in states._onward_moves()] == rows(ONWARD_ROWS)
    assert states._onward_moves() == ONWARD.moves


def test_a_move_is_found_by_its_event_and_where_it_begins() -> None:
    assert REFERRAL.move("join", None).by == states.REFERRERS
    assert REFERRAL.move("join", "received").by == states.TEAM_OR_MANAGER
    assert ONWARD.move("hold", "in-progress").from_ == "in-progress"


@pytest.mark.parametrize(("event", "status"), [("join", "claimed"), ("receive", "received"), ("claim", None)])
def test_what_is_not_in_the_table_is_refused_in_words(event: str, status: str | None) -> None:
    with pytest.raises(Refusal) as caught:
        REFERRAL.move(event, status)
    assert caught.value.code == "not-in-this-state"
    assert caught.value.message == "This cannot be done now: someone else may have acted first."


def test_what_can_happen_next_is_what_the_rows_of_a_status_say() -> None:
    assert REFERRAL.events_from("received") == {"claim", "join", "pass_on", "withdraw", "return", "decline"}
    assert REFERRAL.events_from("declined") == frozenset()
    assert ONWARD.events_from("requested") == {"accept", "reject", "cancel", "enter_in_error"}


def test_statuses_are_those_that_the_rows_lead_to_and_open_ones_are_somebodys_turn() -> None:
    nobody = frozenset[Role]()
    machine = Machine("two", (Move("a", None, "x", nobody, Turn.TEAM), Move("b", "x", "y", nobody, Turn.NOBODY)))
    assert machine.statuses() == {"x", "y"}
    assert machine.open == {"x"}
    assert REFERRAL.open == {"received", "claimed", "supported"}
    assert ONWARD.open == {"requested", "accepted", "in-progress", "on-hold"}


def test_an_open_onward_referral_waits_or_takes_a_place_and_ends_with_its_service() -> None:
    stands = [states.WAITS_FOR_AN_ANSWER, states.TAKES_A_PLACE, states.WAITS_FOR_A_PLACE]
    assert [sorted(some) for some in stands] == [["requested"], ["accepted", "in-progress"], ["on-hold"]]
    assert states.WHEN_THE_SERVICE_CLOSES == {
        OnwardStatus.REQUESTED: "cancel",
        OnwardStatus.ACCEPTED: "cancel",
        OnwardStatus.ON_HOLD: "cancel",
        OnwardStatus.IN_PROGRESS: "fail",
    }
    assert {*states.SEEN_BY_PROVIDER} == ONWARD.open | {"completed"}
    assert states.REOPENED_WITHIN.days == 182
