"""Bad input to every form: an error summary, nothing lost, nothing written."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import devices.forms
import observatory.forms
import referrals.forms
from referrals.forms.base import NHSForm
from tests.referrals import bad_input
from tests.referrals.bad_input import FormCase
from tests.referrals.form_registry import CASES, FILTERS, PARTS
from tests.world import World


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bad_input_is_named_kept_and_not_written(case: FormCase, world: World) -> None:
    assert bad_input.is_taken(case, world)
    faults = bad_input.faults(case, world)
    assert not faults, "\n".join(faults)


def test_every_form_has_a_case() -> None:
    for package in (referrals.forms, devices.forms, observatory.forms):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    tried = {case.form for case in CASES}
    assert {form.__name__ for form in _forms(NHSForm)} == {form.__name__ for form in tried | FILTERS | PARTS}


def _forms(parent: type[NHSForm]) -> Iterator[type[NHSForm]]:
    for form in parent.__subclasses__():
        # Tests have forms of their own.
        if not form.__module__.startswith("tests."):
            yield form
        yield from _forms(form)
