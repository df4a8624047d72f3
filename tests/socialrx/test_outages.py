"""Redis away: everything that a person does goes on. The database away: 503, and what was typed is not lost."""

import html
import io
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg2
import pytest
from django.core import mail
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client
from pytest_django import Settings

from referrals.kit.permissions import Role
from referrals.models import Referral, User
from socialrx.errors import is_away
from socialrx.tools.servers.processes import free_port
from tests.support.account_forms import PASSWORD
from tests.support.forms_typed import self_referral
from tests.support.tokens import Answered
from tests.support.world import World

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.fixture
def _without_redis(settings: Settings) -> None:
    url = f"redis://:none@127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": url}}
    settings.REDIS_URL = settings.CELERY_BROKER_URL = url


@contextmanager
def database_away() -> Iterator[None]:
    """Nothing answers where the database was, to whoever connects anew; afterwards it is back."""
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = str(free_port())
    try:
        yield
    finally:
        connection.settings_dict["PORT"] = port


def ask(browser: Client, path: str, typed: dict[str, str] | None = None) -> Answered:
    """What a thread of the web process answers, which has a connection of its own to make."""
    browser.raise_request_exception = False
    with database_away(), ThreadPoolExecutor(max_workers=1) as web:
        return web.submit(browser.get if typed is None else browser.post, path, typed).result()


@pytest.fixture
def user(world: World) -> User:
    found = User.objects.get(pk=world.ours.members[Role.GP].user.pk)
    found.set_password(PASSWORD)
    found.save()
    return found


@pytest.mark.usefixtures("_without_redis")
def test_without_redis_signing_in_and_a_new_password_and_public_forms_work(user: User, world: World) -> None:
    browser = Client()
    assert browser.post("/accounts/login/", {"login": user.email, "password": "wrong"}).status_code == 422
    assert browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    assert Client().post("/accounts/password/reset/", {"email": user.email}).status_code == 302
    assert Client().post("/me/sign-in/", {"email": "ada@example.org"}).status_code == 200
    assert Client().post("/refer/", self_referral(world.ours.practice)).status_code == 302


@pytest.mark.usefixtures("_without_redis")
def test_without_redis_the_limits_hold(world: World) -> None:
    answers = [Client().post("/me/sign-in/", {"email": "ada@example.org"}).status_code for _time in range(21)]
    assert answers == [200] * 20 + [422]
    assert not mail.outbox


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/refer/", "/services/", "/accounts/login/"])
def test_without_the_database_a_page_says_so_and_when_to_come_again(path: str) -> None:
    browser = Client()
    browser.cookies["sessionid"] = "of-somebody-who-is-signed-in"
    page = ask(browser, path)
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "30", "no-store")
    assert "We cannot reach our records" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/referrals/", "application/problem+json"),
        ("/fhir/R4/ServiceRequest/5b0cf5de-2d3c-4a86-9a4e-8f3d7f7e3a11", "application/fhir+json"),
        ("/oauth/token/", "application/problem+json"),
    ],
)
def test_without_the_database_a_system_gets_a_problem_that_it_may_try_again(path: str, kind: str) -> None:
    typed = {"grant_type": "client_credentials", "client_id": "x"} if path == "/oauth/token/" else None
    answer = ask(Client(headers={"authorization": "Bearer token"}), path, typed)
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "30", kind)
    assert answer.json().get("code", "unavailable") == "unavailable"


def test_what_was_typed_is_sent_again_when_the_database_is_back(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/refer/")
    typed = {**self_referral(world.ours.practice), "note": '"Quotes" & <marks>'}
    token = browser.cookies["csrftoken"].value
    page = ask(browser, "/refer/", {**typed, "csrfmiddlewaretoken": token}).content.decode()
    assert "Nothing was sent" in page
    assert not Referral.objects.filter(route="self").exists()
    kept = {html.unescape(name): html.unescape(value) for name, value in HIDDEN.findall(page)}
    assert browser.post("/refer/", kept).status_code == 302
    assert Referral.objects.get(route="self").note == typed["note"]


@pytest.mark.django_db
def test_the_page_shows_no_password_and_nothing_that_another_site_sent() -> None:
    secret = ask(Client(), "/accounts/login/", {"login": "ada@example.org", "password": "very-secret"}).content.decode()
    assert "Nothing was sent. Go back" in secret
    # Of somebody who is signed in, so that the database is asked before anything else.
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.cookies["sessionid"] = "of-somebody"
    foreign = ask(elsewhere, "/refer/", {"given_name": "Planted"}).content.decode()
    assert "Nothing was sent. Go back" in foreign
    assert "very-secret" not in secret
    assert "Planted" not in foreign


@pytest.mark.django_db
def test_an_outage_is_one_line_for_each_request_and_names_it() -> None:
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    assert isinstance(handler, logging.StreamHandler)
    log = io.StringIO()
    before = handler.setStream(log)
    try:
        page = ask(Client(), "/refer/", {"given_name": "Nobody"})
    finally:
        handler.setStream(before)
    (line,) = log.getvalue().splitlines()
    assert page["X-Request-ID"] in line
    assert "Service Unavailable: /refer/" in line
    assert "Nobody" not in line


def caused(error: Exception, state: str | None) -> Exception:
    """As Django raises what the driver raised."""

    class DriverError(psycopg2.Error):  # type: ignore[misc]  # the driver ships no types
        """One with a state, which the driver alone can set."""

        pgcode = state

    error.__cause__ = DriverError()
    return error


@pytest.mark.parametrize(
    ("error", "state", "away"),
    [
        (OperationalError(), None, True),
        (InterfaceError(), None, True),
        (OperationalError(), "57P01", True),
        (OperationalError(), "08006", True),
        (OperationalError(), "53300", True),
        # A deadlock, a statement that was cancelled, and a number that is too large are defects.
        (OperationalError(), "40P01", False),
        (OperationalError(), "57014", False),
        (DataError(), "22003", False),
        (ValueError(), None, False),
    ],
)
def test_only_a_database_that_could_not_be_asked_is_away(error: Exception, state: str | None, *, away: bool) -> None:
    assert is_away(caused(error, state)) is away
