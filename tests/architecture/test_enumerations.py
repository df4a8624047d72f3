"""Tables that are kept by a list of words agree with it: a new status, role or route is forgotten nowhere."""

from collections.abc import Iterable
from typing import NamedTuple

import pytest

from referrals.fhir import service_request, task
from referrals.forms.intake import caseload_line
from referrals.kit.permissions import KIND_PERMISSIONS, ROLE_PERMISSIONS, ROLES_AT, ActorKind, Permission, Role
from referrals.models import status_words
from referrals.models.choices import OrganisationKind
from referrals.states import (
    ONWARD,
    REFERRAL,
    REOPENED_WITHIN,
    SEEN_BY_PROVIDER,
    TAKES_A_PLACE,
    WAITS_FOR_A_PLACE,
    WAITS_FOR_AN_ANSWER,
    WHEN_THE_SERVICE_CLOSES,
    OnwardStatus,
    ReferralStatus,
)
from referrals.templatetags.nhsuk import TONES
from socialrx.context import NAVIGATION


class Table(NamedTuple):
    """`keys` are what the table knows, `words` what it has to know."""

    name: str
    keys: frozenset[str]
    words: frozenset[str]


def table(name: str, keys: Iterable[object], words: Iterable[object]) -> Table:
    return Table(name, frozenset(map(str, keys)), frozenset(map(str, words)))


def values(choices: Iterable[tuple[str, object]]) -> list[str]:
    return [value for value, _label in choices]


NEXT = {move.next_action for machine in (REFERRAL, ONWARD) for move in machine.moves if move.next_action}
TABLES = (
    table("moves of a referral", REFERRAL.statuses(), ReferralStatus),
    table("moves of an onward referral", ONWARD.statuses(), OnwardStatus),
    table("words of a referral's status", values(status_words.REFERRAL_STATUSES), ReferralStatus),
    table("words of an onward referral's status", values(status_words.ONWARD_STATUSES), OnwardStatus),
    table("words of what is next", values(status_words.NEXT_ACTIONS), NEXT),
    table("words of roles", values(status_words.ROLES), Role),
    table("colours of statuses", TONES, [*ReferralStatus, *OnwardStatus]),
    table("statuses of a referral's Task in FHIR", task.STATUSES, ReferralStatus),
    table("statuses of a referral in FHIR", service_request.STATUSES, ReferralStatus),
    table("statuses of an onward referral in FHIR", service_request.ONWARD_STATUSES, OnwardStatus),
    table("stages of an imported case", values(caseload_line.STAGES), REFERRAL.open),
    table(
        "where an open onward referral stands",
        [*WAITS_FOR_AN_ANSWER, *TAKES_A_PLACE, *WAITS_FOR_A_PLACE],
        ONWARD.open,
    ),
    table("what ends an onward referral when its service closes", WHEN_THE_SERVICE_CLOSES, ONWARD.open),
    table("permissions of roles", ROLE_PERMISSIONS, Role),
    table("roles at organisations", set().union(*ROLES_AT.values()), set(Role) - {Role.PERSON}),
    table("organisations that have members", ROLES_AT, OrganisationKind.values),
    table("the header's links", [role for role in NAVIGATION if role], Role),
    table(
        "permissions that somebody has",
        set().union(*ROLE_PERMISSIONS.values(), KIND_PERMISSIONS[ActorKind.SCHEDULE]),
        Permission,
    ),
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_knows_every_word_of_its_list(table: Table) -> None:
    assert table.keys == table.words


def test_an_open_onward_referral_stands_in_one_place() -> None:
    places = [*WAITS_FOR_AN_ANSWER, *TAKES_A_PLACE, *WAITS_FOR_A_PLACE]
    assert len(places) == len(set(places))


def test_what_ends_an_onward_referral_is_a_move_of_its_table() -> None:
    for status, event in WHEN_THE_SERVICE_CLOSES.items():
        assert ONWARD.move(event, status).to not in ONWARD.open


def test_a_provider_sees_every_onward_referral_that_is_open() -> None:
    assert set(map(str, SEEN_BY_PROVIDER)) >= ONWARD.open


def test_support_is_taken_up_again_within_26_weeks() -> None:
    assert REOPENED_WITHIN.days == 26 * 7
