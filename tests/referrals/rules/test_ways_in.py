"""The table of ways in and the lengths of drafts say what models, pages and systems say."""

from itertools import chain
from typing import Any

import pytest
from django.db.models import Model

from referrals import drafts, ways_in
from referrals.api.serializers import PersonIn, ReferralIn
from referrals.forms.intake import referral, self_referral, taken_down
from referrals.models import Agreement, ContactPoint, Person, PersonAddress, Referral
from referrals.models.choices import Risk, Route
from referrals.ways_in import EVERY_WAY_IN, WayIn

COLUMNS: dict[str, tuple[type[Model], str]] = {
    "address": (PersonAddress, "lines"),
    "postcode": (PersonAddress, "postcode"),
    "value": (ContactPoint, "value"),
    "consent_version": (Agreement, "wording_version"),
    "consent_given_by": (Agreement, "given_by"),
}
FORMS: tuple[Any, ...] = (
    referral.NewPatientForm,
    taken_down.TakenDownNewForm,
    self_referral.SelfReferralForm,
    PersonIn,
    ReferralIn,
)


def most_in(name: str) -> Any:
    """How many characters the column of a draft's field holds."""
    model, field = COLUMNS.get(name, (Person if hasattr(Person, name) else Referral, name))
    return getattr(model._meta.get_field(field), "max_length", None)


@pytest.mark.parametrize("name", drafts.LONGEST)
def test_a_draft_holds_as_many_characters_as_its_column(name: str) -> None:
    assert most_in(name) == drafts.LONGEST[name]


def test_no_page_and_no_system_may_say_more_than_a_draft_holds() -> None:
    fields = chain.from_iterable(
        (form.base_fields if hasattr(form, "base_fields") else form().fields).items() for form in FORMS
    )
    # A postcode and a telephone are cleaned before they are drafted.
    said = {name: field.max_length for name, field in fields if name in drafts.LONGEST and hasattr(field, "max_length")}
    longer = {name for name, most in said.items() if most and most > drafts.LONGEST[name]}
    assert longer - {"postcode", "referrer_phone"} == set()
    assert len(said) > 8


@pytest.mark.parametrize("way", EVERY_WAY_IN, ids=lambda way: way.code)
def test_the_routes_of_a_way_in_are_routes(way: WayIn) -> None:
    assert set(chain.from_iterable(way.routes.values())) <= set(Route.values)
    assert all(way.routes.values())


def test_all_routes_are_all_routes_and_urgent_is_no_risk_that_is_stored() -> None:
    assert set(ways_in.ALL_ROUTES) == set(Route.values)
    assert drafts.URGENT not in Risk.values
