"""The client's address: what our proxies saw, and never what the client says of itself."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from referrals.kit.client_address import client_address, client_network
from tests.architecture.source import modules

READS = re.compile(r"REMOTE_ADDR|FORWARDED_FOR|x-forwarded-for|X_REAL_IP|x-real-ip|get_client_ip", re.IGNORECASE)
# The adapter gives allauth our address in place of its own.
READERS = {"referrals.kit.client_address", "referrals.views.access.accounts"}


@pytest.mark.parametrize(
    ("proxies", "direct", "header", "address"),
    [
        (0, "192.0.2.1", None, "192.0.2.1"),
        (0, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (1, "10.0.0.2", "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.2", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "10.0.0.2", "203.0.113.9, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        # Past the proxies, or by one that adds nothing: the next hop is all that is known.
        (1, "10.0.0.2", None, "10.0.0.2"),
        (2, "10.0.0.2", "198.51.100.7", "10.0.0.2"),
        (1, "10.0.0.2", "unknown", "10.0.0.2"),
        (1, "10.0.0.2", "'; DROP TABLE", "10.0.0.2"),
        (1, "", "", ""),
        (0, "2001:DB8::0001", None, "2001:db8::1"),
        (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (0, "fe80::1%eth0", None, "fe80::1"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_of_our_proxies_saw(
    settings: Settings, proxies: int, direct: str, header: str | None, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if header is None else {"x-forwarded-for": header}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=direct)) == address


def test_whoever_has_a_network_of_ipv6_addresses_is_one_client() -> None:
    first, second, other = (
        client_network(RequestFactory().get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert first == second != other


def test_nothing_else_reads_the_address() -> None:
    found = {module.name for module in modules() if any(READS.search(word) for word in _words(module.tree))}
    assert found == READERS


def _words(tree: ast.Module) -> Iterator[str]:
    """Every name and every text of a module; no comment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        yield str(getattr(node, "attr", getattr(node, "id", getattr(node, "name", ""))))
