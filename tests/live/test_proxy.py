"""The proxy that is shipped, TLS, and the web process of production behind it."""

import http.client
import shutil
from collections.abc import Iterator

import pytest

from referrals.kit.permissions import Role
from referrals.models import User
from socialrx.tools.servers.processes import wait_for
from socialrx.tools.servers.temporary import new_folder
from tests.live.proxied import Site, start
from tests.support.account_forms import PASSWORD
from tests.support.proxy import HOST
from tests.support.world import build

pytestmark = pytest.mark.usefixtures("needs_nginx")
MINE, STRANGER, COLLEAGUE = "127.0.0.2", "127.0.0.3", "127.0.0.4"
TOO_FAST = "Too many wrong passwords"


@pytest.fixture
def emails(transactional_db: None) -> tuple[str, str]:
    """Two people who work here and have a password."""
    ours = build().ours
    found = [User.objects.get(pk=ours.members[role].user_id) for role in (Role.GP, Role.LINK_WORKER)]
    for user in found:
        user.set_password(PASSWORD)
        user.save()
    return found[0].email, found[1].email


@pytest.fixture
def site(emails: tuple[str, str]) -> Iterator[Site]:
    folder = new_folder()
    site = start(folder)
    yield site
    site.stop()
    shutil.rmtree(folder)


def test_through_the_proxy_clients_are_told_apart_and_cookies_and_addresses_are_safe(
    site: Site, emails: tuple[str, str]
) -> None:
    mine, other = emails
    # Whoever is sent from http lands on the same address of the site with https.
    plain = http.client.HTTPConnection("127.0.0.1", site.http_port, timeout=30)
    plain.request("GET", "/me/?from=here", headers={"Host": HOST})
    moved = plain.getresponse()
    assert (moved.status, moved.headers["Location"]) == (308, f"https://{HOST}/me/?from=here")
    plain.close()

    # One client guesses ten passwords, and says each time that it is somebody else.
    stranger = site.visitor(STRANGER)
    said = [
        TOO_FAST
        in stranger.send(
            "/accounts/login/",
            {"login": mine, "password": f"guess-{number}"},
            X_Forwarded_For=f"203.0.113.{number}",
            Forwarded=f"for=203.0.113.{number}",
            X_Real_IP=f"203.0.113.{number}",
        ).body
        for number in range(10)
    ]
    assert said[:5] == [False] * 5
    assert any(said[5:])
    # Nobody else waits for that; who signs in gets cookies that never go over plain http.
    colleague = site.visitor(COLLEAGUE)
    answer = colleague.send("/accounts/login/", {"login": other, "password": PASSWORD})
    assert (answer.status, answer.headers["Location"]) == (302, "/")
    cookies = answer.headers.get_all("Set-Cookie", [])
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"__Host-sessionid", "__Host-known-browser"}
    for cookie in cookies:
        assert "secure" in cookie.lower().replace(" ", "").split(";")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]

    # The product knows its scheme and host, whatever a client says of them; another host is refused.
    forged = {"X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example", "X_Forwarded_Port": "1"}
    statement = colleague.ask("/fhir/R4/metadata", **forged)
    assert statement.status == 200
    assert f'"https://{HOST}/fhir/R4"' in statement.body
    assert colleague.ask("/", Host="evil.example").status == 400

    # One id in both logs, and no address of a page in the proxy's.
    opened = colleague.ask("/me/sign-in/a-token-of-somebody/", X_Request_ID="0000000000000000aaaa")
    identity = opened.headers["X-Request-ID"]
    assert identity != "0000000000000000aaaa"
    # The proxy writes its line once the answer has gone.
    assert wait_for(lambda: all(identity in process.log.read_text() for process in site.processes), 10)
    web, proxy = (process.log.read_text() for process in site.processes)
    assert "a-token-of-somebody" not in web + proxy
