"""Every address for everybody, with own and with other organisations' records, as the table of `routes` says.

Whoever an address is not for is told so; a record of the other side gives the very answer of one that never existed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from referrals.kit.permissions import Role
from referrals.models import SignIn
from tests.architecture.routes import REFUSED, RULES, Rule, ids, routes
from tests.support import demo_site
from tests.support.tokens import Api, issue
from tests.support.world import build

METHODS = ("GET", "POST")
NOT_ALLOWED, NOT_FOUND, FORBIDDEN, UNAUTHORIZED = 405, 404, 403, 401
NEVER_EXISTED = "00000000-0000-4000-8000-000000000000"
# New in every answer, whatever it says.
CHANGING = re.compile(
    rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
)


@pytest.fixture(scope="module", autouse=True)
def _as_in_the_demo() -> Iterator[None]:
    """The demo has addresses of its own beside all of production's."""
    with override_settings(ROOT_URLCONF=demo_site.__name__):
        yield


@dataclass(frozen=True, slots=True)
class Matrix:
    """Both sides' records, and everybody's browser and API token."""

    ours: dict[str, str]
    theirs: dict[str, str]
    sessions: dict[Role, str]
    systems: dict[Role, Client]
    # Making a client is quick; loading the middleware for each anew is not.
    handler: Any

    def client(self, rule: Rule, role: Role) -> Client:
        """A browser as new, since signing out empties one; or the role's system."""
        if rule.api:
            return self.systems[role]
        browser = Client(raise_request_exception=False)
        browser.handler = self.handler
        browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return browser


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Matrix]:
    """One world for all: building it for every address would take minutes."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        members = world.ours.members
        systems = {role: Api(issue(member)).client for role, member in members.items()}
        cookies = {role: world.ours.client(role).cookies for role in members}
        sessions = {role: jar[settings.SESSION_COOKIE_NAME].value for role, jar in cookies.items()}
        yield Matrix(ids(world.ours, world.now), ids(world.theirs, world.now), sessions, systems, Client().handler)
        transaction.set_rollback(True)


@pytest.fixture
def matrix(built: Matrix, django_db_blocker: DjangoDbBlocker) -> Iterator[Matrix]:
    with django_db_blocker.unblock(), transaction.atomic():
        # What is rolled back notes no click: on a slow machine nobody may be signed out, nor asked for their code anew.
        now = timezone.now()
        SignIn.objects.update(began_at=now, seen_at=now, second_factor_at=now)
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def refusals() -> dict[Any, bytes]:
    """What each role was told at the first address that is not for it."""
    return {}


def address(name: str, rule: Rule, objects: dict[str, str], shared: dict[str, str]) -> str:
    chosen = {part: objects[kind] for part, kind in rule.objects.items()}
    chosen |= {part: shared[kind] for part, kind in rule.shared.items()}
    return reverse(name.partition(" ")[0], kwargs={**chosen, **rule.fixed})


def answers(client: Client, url: str) -> list[Any]:
    """The answers to each method that the address knows; each in a savepoint, so that a POST leaves nothing behind."""
    found = []
    for method in METHODS:
        with transaction.atomic():
            found.append(client.generic(method, url))
            transaction.set_rollback(True)
    return [answer for answer in found if answer.status_code != NOT_ALLOWED]


def asks_to_sign_in(answer: Any) -> bool:
    """By a password, or on a person's page by a mailed link."""
    doors = (reverse(settings.LOGIN_URL), reverse("person:sign_in"))
    return answer.status_code == 302 and str(answer.headers["Location"]).startswith(doors)


def is_right(answer: Any, rule: Rule) -> bool:
    """Whether this is what somebody gets whom the address is for."""
    if rule.answers:
        return answer.status_code in rule.answers
    return answer.status_code < 500 and answer.status_code not in REFUSED and not asks_to_sign_in(answer)


def words(answer: Any) -> bytes:
    return CHANGING.sub(b"", answer.content)


def test_each_address_has_a_rule_and_each_rule_its_address() -> None:
    names = [name for name, _view in routes()]
    assert sorted(set(names)) == sorted(RULES)
    assert len(names) == len(set(names))


def test_views_say_the_same_as_the_table() -> None:
    said = {name: getattr(view, "roles", "nothing") for name, view in routes()}
    wanted = {name: None if rule.public else rule.roles for name, rule in RULES.items() if not rule.api}
    assert {name: said[name] for name in wanted if said[name] != wanted[name]} == {}


@pytest.mark.parametrize("name", sorted(RULES))
def test_strangers(name: str, matrix: Matrix) -> None:
    rule = RULES[name]
    found = answers(Client(), address(name, rule, matrix.ours, matrix.ours))
    assert found
    for answer in found:
        if rule.public:
            assert is_right(answer, rule)
        elif rule.api:
            assert answer.status_code == UNAUTHORIZED
        else:
            assert asks_to_sign_in(answer)


@pytest.mark.parametrize("name", sorted(RULES))
def test_own_records(name: str, matrix: Matrix) -> None:
    rule = RULES[name]
    for role in Role:
        found = answers(matrix.client(rule, role), address(name, rule, matrix.ours, matrix.ours))
        assert found
        for answer in found:
            if role not in rule.roles:
                assert answer.status_code == FORBIDDEN, role
            else:
                assert is_right(answer, rule), (role, answer)


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.objects))
def test_records_of_the_other_organisation(name: str, matrix: Matrix) -> None:
    rule = RULES[name]
    for role in rule.roles:
        client = matrix.client(rule, role)
        for objects in foreign(rule, matrix):
            missing = {kind: NEVER_EXISTED if key == matrix.theirs[kind] else key for kind, key in objects.items()}
            theirs = answers(client, address(name, rule, objects, matrix.ours))
            never = answers(client, address(name, rule, missing, matrix.ours))
            assert theirs
            assert [answer.status_code for answer in theirs] == [NOT_FOUND] * len(theirs), (role, objects)
            assert [words(answer) for answer in theirs] == [words(answer) for answer in never], role


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.objects))
def test_a_refusal_says_the_same_whatever_there_is(name: str, matrix: Matrix, refusals: dict[Any, bytes]) -> None:
    rule = RULES[name]
    for role in {*Role} - {*rule.roles}:
        client = matrix.client(rule, role)
        for objects in foreign(rule, matrix):
            theirs = answers(client, address(name, rule, objects, matrix.ours))
            assert theirs
            for answer in theirs:
                assert answer.status_code == FORBIDDEN, (role, objects)
                # A page, a problem and an OperationOutcome say it in different shapes.
                key = (role, answer.headers["Content-Type"])
                assert words(answer) == refusals.setdefault(key, words(answer))


def foreign(rule: Rule, matrix: Matrix) -> Iterator[dict[str, str]]:
    """All the records of an address theirs, and then each one of theirs inside what is ours."""
    yield matrix.theirs
    if len(rule.objects) > 1:
        yield from ({**matrix.ours, kind: matrix.theirs[kind]} for kind in rule.objects.values())


def test_addresses_carry_public_ids_only(matrix: Matrix) -> None:
    assert all(UUID(value) for value in [*matrix.ours.values(), *matrix.theirs.values()])
