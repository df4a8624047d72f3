"""Example data is for an empty demo of a sensible size."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from referrals.kit.refusal import Refusal
from referrals.models import Person
from socialrx.tools.example.load import FEWEST

pytestmark = pytest.mark.django_db


def test_it_never_loads_outside_the_demo() -> None:
    before = Person.objects.count()
    with pytest.raises(CommandError, match="demo only"):
        call_command("load_example", people=FEWEST)
    assert Person.objects.count() == before


def test_it_needs_enough_people_to_show_everything(settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match=str(FEWEST)) as refused:
        call_command("load_example", people=FEWEST - 1)
    assert isinstance(refused.value.__cause__, Refusal)
    assert refused.value.__cause__.code == "too-few"
