"""Every page on a phone, empty, full and with everything wrong: axe finds nothing, and nothing scrolls sideways.

The pages are those of the access matrix, so that a new one is looked at without being named here.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Page

from referrals.kit.paging import PAGE_SIZE
from referrals.kit.permissions import Role
from tests.architecture.routes import RULES, Rule, ids
from tests.pages.drawing import Answers, Drawing, answers, page_of
from tests.pages.numbers import add_people
from tests.support import demo_site
from tests.support.bad_input import undone
from tests.support.form_registry import CASES
from tests.support.world import World

WHO: list[Role | None] = [None, *Role]


@pytest.fixture(scope="module")
def served() -> Iterator[Answers]:
    with answers() as server:
        yield server


@pytest.fixture
def drawing(page: Page, served: Answers) -> Drawing:
    return Drawing(page, served)


@pytest.fixture(autouse=True)
def _as_in_the_demo() -> Iterator[None]:
    cache.clear()
    with override_settings(ROOT_URLCONF=demo_site.__name__):
        yield


def pages_for(role: Role | None) -> dict[str, Rule]:
    """The addresses that somebody of the role opens, but what is for everybody as a stranger only.

    What is for every role is looked at as a commissioner, who has little else.
    """
    return {name: rule for name, rule in RULES.items() if not rule.api and _looks_at(role, rule)}


def _looks_at(role: Role | None, rule: Rule) -> bool:
    if rule.public or role is None:
        return rule.public and role is None
    return role in rule.roles and (role is Role.COMMISSIONER or set(rule.roles) != set(Role))


def faults(drawing: Drawing, client: Client, role: Role | None, objects: dict[str, str] | None) -> dict[str, list[str]]:
    """Address to what is wrong there; without objects only the pages that are about none."""
    found = {}
    for name, rule in pages_for(role).items():
        parts = {**rule.objects, **rule.shared}
        if objects is None and parts:
            continue
        keys = {part: (objects or {})[kind] for part, kind in parts.items()}
        answer = page_of(client, reverse(name, kwargs={**keys, **rule.fixed}))
        if answer is not None:
            found[name] = drawing.faults(answer)
    assert found
    return {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("role", WHO, ids=str)
def test_full(world: World, drawing: Drawing, role: Role | None) -> None:
    ours = world.ours
    objects = ids(ours, world.now)
    add_people(world, PAGE_SIZE + 1)
    client = ours.client(role) if role else Client()
    assert faults(drawing, client, role, objects) == {}


@pytest.mark.parametrize("role", WHO, ids=str)
def test_empty(world: World, drawing: Drawing, role: Role | None) -> None:
    client = world.theirs.client(role) if role else Client()
    assert faults(drawing, client, role, None) == {}


@pytest.mark.parametrize("role", WHO, ids=str)
def test_everything_wrong(world: World, drawing: Drawing, role: Role | None) -> None:
    found = {}
    for case in CASES:
        if case.role == role and not case.is_query:
            with undone():
                client, url = case.client(world), case.url(world)
                answer = client.post(url, {"csrfmiddlewaretoken": "x", **(case.wrong or {})})
                assert answer.status_code == 422, (case, answer.status_code)
                found[str(case)] = drawing.faults(answer)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
