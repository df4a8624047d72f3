"""Guessing passwords and secrets: slowed down, and nobody shuts out anybody else."""

import base64
import sys
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter

import pytest
from allauth.account.adapter import get_adapter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from referrals import tasks
from referrals.actions.access import tries
from referrals.actions.organisation import clients
from referrals.kit import rate_limit
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role, Scope
from referrals.limits import Limit, Quota
from referrals.models import TryCount, User
from tests.referrals.api.test_referrals import body
from tests.support.account_forms import PASSWORD
from tests.support.fhir import refused_by, send, service_request
from tests.support.forms_typed import new_patient
from tests.support.tokens import Api, issue
from tests.support.world import World

FREE = Quota(most=10_000, within=timedelta(hours=1))
TOO_FAST = "Too many wrong passwords"
HERE, THERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """What is counted here are tries, and the real hash takes a while on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture
def user(world: World) -> User:
    """A colleague with a password."""
    found = User.objects.get(pk=world.ours.members[Role.GP].user.pk)
    found.set_password(PASSWORD)
    found.save()
    return found


def sign_in(user: User, password: str, *, address: str = HERE, browser: Client | None = None) -> str:
    """`in`, `wrong`, or `too fast`."""
    answer = (browser or Client()).post(
        "/accounts/login/", {"login": user.email, "password": password}, REMOTE_ADDR=address
    )
    if answer.status_code == 302:
        return "in"
    assert answer.status_code == 422
    return "too fast" if TOO_FAST in answer.content.decode() else "wrong"


def guess(user: User, times: int, *, address: str = HERE) -> list[str]:
    return [sign_in(user, f"guess-{number}", address=address) for number in range(times)]


def test_ten_wrong_ones_from_one_client_hinder_nobody_else(user: User, world: World) -> None:
    other = User.objects.get(pk=world.ours.members[Role.LINK_WORKER].user.pk)
    other.set_password(PASSWORD)
    other.save()
    guess(user, 10)
    assert sign_in(other, PASSWORD) == "in"
    assert sign_in(other, PASSWORD, address=THERE) == "in"


@pytest.mark.django_db
def test_behind_a_proxy_a_client_is_who_the_proxy_saw_and_a_forged_header_is_nobody(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    free = rate_limit.WRONG_FROM_ONE_CLIENT.free

    def is_too_fast(number: int, header: str) -> bool:
        typed = {"login": f"nobody-{number}@example.org", "password": "x"}
        page = Client(headers={"x-forwarded-for": header}).post("/accounts/login/", typed)
        return TOO_FAST in page.content.decode()

    with travel(timezone.now(), tick=False):
        assert not any(is_too_fast(number, f"203.0.113.{number}, {HERE}") for number in range(free))
        assert is_too_fast(free, f"203.0.113.99, {HERE}")
        assert not is_too_fast(free, THERE)


def test_after_five_wrong_ones_even_the_right_one_is_not_looked_at_until_the_pause_is_over(user: User) -> None:
    now = timezone.now()
    with travel(now, tick=False):
        assert guess(user, 7) == ["wrong"] * 5 + ["too fast"] * 2
        assert sign_in(user, PASSWORD) == "too fast"
    with travel(now + timedelta(seconds=2), tick=False):
        assert sign_in(user, PASSWORD) == "in"
        assert guess(user, 5) == ["wrong"] * 5


def test_what_is_refused_does_not_make_the_pause_longer(user: User) -> None:
    now = timezone.now()
    with travel(now, tick=False):
        guess(user, 50)
    with travel(now + timedelta(seconds=1), tick=False):
        assert sign_in(user, PASSWORD) == "in"


def attack(user: User, start: datetime) -> datetime:
    """Guesses from a thousand addresses until the pause is the longest; when the last was made."""
    now = start
    for number in range(16):
        with travel(now, tick=False):
            sign_in(user, "guess", address=f"203.0.113.{number}")
            wait = tries.count({tries.key_of("other"): rate_limit.PUBLIC_FORM}, now=now)
            assert not wait
            now += rate_limit.WRONG_SECRET.pause(number + 1)
    return now - rate_limit.WRONG_SECRET.longest


def test_the_owner_comes_in_where_they_were_before_whatever_strangers_do(user: User) -> None:
    mine = Client()
    assert sign_in(user, PASSWORD, browser=mine) == "in"
    mine.post("/accounts/logout/")
    last = attack(user, timezone.now())
    with travel(last, tick=False):
        assert sign_in(user, PASSWORD) == "too fast"
        assert sign_in(user, PASSWORD, browser=mine) == "in"
    with travel(last + rate_limit.WRONG_SECRET.longest, tick=False):
        assert sign_in(user, PASSWORD, address=THERE) == "in"


def test_a_known_browser_is_slowed_down_too_and_is_known_for_its_own_accounts_alone(user: User, world: World) -> None:
    mine = Client()
    sign_in(user, PASSWORD, browser=mine)
    mine.post("/accounts/logout/")
    with travel(timezone.now(), tick=False):
        answers = [sign_in(user, "wrong", browser=mine) for _time in range(7)]
        assert answers == ["wrong"] * 5 + ["too fast"] * 2
        other = world.ours.members[Role.LINK_WORKER].user
        guess(other, 5)
        assert sign_in(other, "guess", browser=mine) == "too fast"


def test_a_new_password_by_mail_ends_the_pause(user: User) -> None:
    last = attack(user, timezone.now())
    with travel(last, tick=False):
        get_adapter().set_password(user, "another-invented-one")
        assert sign_in(user, "another-invented-one", address=THERE) == "in"


def test_a_cookie_that_somebody_made_up_is_no_known_browser(user: User) -> None:
    forged = Client()
    forged.cookies["known-browser"] = "made-up:1abc:xyz"
    with travel(timezone.now(), tick=False):
        guess(user, 5)
        assert sign_in(user, PASSWORD, browser=forged) == "too fast"


def test_counts_name_nobody_and_are_dropped_after_a_day(user: User) -> None:
    guess(user, 1)
    assert TryCount.objects.exists()
    assert user.email not in "".join(TryCount.objects.values_list("key", flat=True))
    with travel(timezone.now() + tries.KEPT_FOR + timedelta(minutes=1)):
        tasks.forget_answers()
    assert not TryCount.objects.exists()


@pytest.mark.django_db
def test_a_count_is_few_statements(capsys: pytest.CaptureFixture[str]) -> None:
    limits: dict[str, Limit] = {
        tries.key_of("measured", "account"): rate_limit.WRONG_SECRET,
        tries.key_of("measured", "client"): FREE,
    }
    with CaptureQueriesContext(connection) as statements:
        tries.count(limits, now=timezone.now())
    rows = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"]]
    assert len(rows) == 3
    took = [_timed(limits) for _time in range(100)]
    with capsys.disabled():
        sys.stdout.write(f"\none count of two limits: median {median(took) * 1000:.2f} ms\n")


def _timed(limits: dict[str, Limit]) -> float:
    start = perf_counter()
    tries.count(limits, now=timezone.now())
    return perf_counter() - start


def test_dates_of_birth_are_not_tried_for_an_nhs_number(world: World) -> None:
    """Ten refusals in a day, by page, REST and FHIR each; then not even the right date is looked at."""
    known = world.theirs.person
    assert known.nhs_number
    gp, api = world.ours.client(Role.GP), Api(issue(world.ours.members[Role.GP]))
    right = {"nhs_number": known.nhs_number, "born_on": known.born_on.isoformat()}
    for number in range(10):
        wrong = right | {"born_on": date(1931, 1, 1 + number).isoformat()}
        assert api.post("referrals/", body(person=wrong)).json()["code"] == "details-differ"
    answer = api.post("referrals/", body(person=right), key="once")
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many")
    TryCount.objects.all().delete()
    for number in range(10):
        sent = service_request(nhs_number=known.nhs_number, born_on=date(1931, 1, 1 + number).isoformat())
        assert refused_by(send(api.client, sent)) == "details-differ"
    assert send(api.client, service_request(nhs_number=known.nhs_number)).status_code == 429
    typed = new_patient(nhs_number=known.nhs_number)
    pages = [gp.post("/gp/refer/", typed).content.decode() for _time in range(11)]
    assert ["Too many NHS numbers" in page for page in pages] == [False] * 10 + [True]


def ask_for_token(client_id: str, secret: str, *, address: str = HERE, **form: str) -> int:
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    answer = Client(headers={"authorization": f"Basic {basic}"}).post(
        "/oauth/token/", {"grant_type": "client_credentials", **form}, REMOTE_ADDR=address
    )
    if answer.status_code == 429:
        assert int(answer["Retry-After"]) >= 1
    return answer.status_code


@pytest.mark.django_db
def test_wrong_secrets_of_a_client_are_slowed_down_where_they_come_from() -> None:
    made = clients.register(name="Test", scopes=[Scope.REFERRALS], by=SCHEDULE)
    name = made.client.oauth_client_id
    with travel(timezone.now(), tick=False):
        assert [ask_for_token(name, "wrong") for _time in range(7)] == [401] * 5 + [429] * 2
        assert ask_for_token(name, made.secret) == 429
        assert ask_for_token(name, made.secret, address=THERE) == 200


@pytest.mark.django_db
def test_a_right_secret_or_a_request_about_something_else_is_no_wrong_one() -> None:
    made = clients.register(name="Test", scopes=[Scope.REFERRALS], by=SCHEDULE)
    name = made.client.oauth_client_id
    for _time in range(7):
        assert ask_for_token(name, made.secret) == 200
        assert ask_for_token(name, made.secret, grant_type="none") == 400


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Basic", "Basic %%%", "Basic /w==", "Bearer x", "Basic " + "A" * 5000])
def test_a_header_that_cannot_be_read_is_a_wrong_secret_and_no_error(header: str) -> None:
    answer = Client(headers={"authorization": header}, raise_request_exception=False).post(
        "/oauth/token/", {"grant_type": "client_credentials"}
    )
    assert answer.status_code in {400, 401}
