"""Bad input to every form: an error summary, nothing lost, nothing written."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

import devices.forms
import observatory.forms
import referrals.forms
from referrals.kit import audit
from referrals.kit.forms.base import NHSForm
from referrals.kit.permissions import Role
from referrals.models import Person
from socialrx import accounts_urls
from tests.support import bad_input
from tests.support.bad_input import FormCase
from tests.support.form_registry import CASES, FILTERS, PARTS
from tests.support.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for every form: each attempt is taken back."""
    with django_db_blocker.unblock(), bad_input.undone():
        yield build()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_input_is_named_kept_and_not_written(case: FormCase, world: World) -> None:
    faults = bad_input.faults(case, world)
    assert not faults, "\n".join(faults)


def test_what_a_form_wrote_is_noticed_but_not_a_look(world: World) -> None:
    by, person = world.ours.actor(Role.LINK_WORKER), world.ours.person
    with bad_input.undone():
        before = bad_input.written()
        audit.record(by=by, did="episode.opened", person_id=person.pk)
        assert bad_input.written() == before
        audit.record(by=by, did="person.moved", person_id=person.pk)
        after = bad_input.written()
        assert after != before
        Person.objects.filter(pk=person.pk).update(family_name="Typed")
        assert bad_input.written() != after


def test_every_form_has_a_case() -> None:
    for package in (referrals.forms, devices.forms, observatory.forms):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    pages = (getattr(pattern.callback, "view_class", None) for pattern in accounts_urls.urlpatterns)
    of_accounts = {page.form_class for page in pages if page and hasattr(page, "form_class")}
    tried = {case.form for case in CASES}
    assert {*_forms(NHSForm), *of_accounts} == tried | FILTERS | PARTS


def _forms(parent: type[NHSForm]) -> Iterator[type[NHSForm]]:
    for form in parent.__subclasses__():
        # Tests have forms of their own.
        if not form.__module__.startswith("tests."):
            yield form
        yield from _forms(form)
