"""What the header offers to whom."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest

from referrals.kit.permissions import Role
from socialrx.context import NAVIGATION, page


def request(**attributes: object) -> HttpRequest:
    made = HttpRequest()
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def test_every_role_has_its_navigation_and_so_has_nobody() -> None:
    assert set(NAVIGATION) == {None, *Role}


@pytest.mark.parametrize("role", NAVIGATION)
def test_no_page_is_offered_twice(role: str | None) -> None:
    names = [name for _label, name in NAVIGATION[role]]
    assert len(names) == len(set(names))


def test_the_open_page_is_marked() -> None:
    here = SimpleNamespace(view_name="gp:refer")
    product = page(request(actor=SimpleNamespace(role=Role.GP), membership=None, resolver_match=here))["product"]
    assert [item.url_name for item in product["navigation"] if item.current] == ["gp:refer"]


def test_a_request_that_failed_before_the_middleware_gets_the_public_header() -> None:
    product = page(request())["product"]
    assert [item.url_name for item in product["navigation"]] == [name for _label, name in NAVIGATION[None]]
    assert product["organisation_name"] == ""
