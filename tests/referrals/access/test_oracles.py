"""Doors that must not tell who is known do the same work, whoever asks. Times are printed, and fail nothing."""

import re
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from referrals import tasks
from referrals.actions.access import asked
from referrals.actions.people import proofs
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import AskedLink, AuditEvent, ContactPoint, Membership, OutboundMessage, User
from tests.support.account_forms import PASSWORD
from tests.support.world import World

ADDRESS, NOBODY = "ada@example.org", "nobody@example.org"
ROUNDS = 200
# What differs between two requests that do the same: literals, and the names of savepoints.
LITERAL = re.compile(r"""'(?:[^']|'')*'(?:::\w+)?|\b\d+\b|"s\d+_x\d+\"""")


class CountingHasher(MD5PasswordHasher):
    """A quick hash that counts how often it was made."""

    algorithm = "counting"
    made: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.made += 1
        return super().encode(password, salt)


@pytest.fixture
def staff(world: World, settings: Settings) -> str:
    """The address of a colleague who has a password; our person has an address of their own and no account."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher", *settings.PASSWORD_HASHERS]
    Membership.objects.filter(person=world.ours.person).delete()
    point = ContactPoint.objects.create(person=world.ours.person, kind="email", value=ADDRESS)
    proofs.confirm(contact_point=point, by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    OutboundMessage.objects.all().delete()
    user = User.objects.get(pk=world.ours.members[Role.GP].user.pk)
    user.set_password(PASSWORD)
    user.save()
    return user.email


def ask_to_sign_in(address: str) -> Any:
    return Client().post("/me/sign-in/", {"email": address})


def ask_for_password(address: str) -> Any:
    return Client().post("/accounts/password/reset/", {"email": address})


def sign_in(address: str) -> Any:
    return Client().post("/accounts/login/", {"login": address, "password": "a wrong one"})


def work(ask: Callable[[str], Any], address: str) -> tuple[Any, ...]:
    """What a request did: its statements in their order, hashes, rows and mails; and what it answered."""
    hashes, rows, mails = CountingHasher.made, AskedLink.objects.count(), len(mail.outbox)
    with CaptureQueriesContext(connection) as statements:
        answer = ask(address)
    said = re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.content.decode())
    return (
        answer.status_code,
        said.replace(address, ""),
        [LITERAL.sub("?", one["sql"]) for one in statements],
        CountingHasher.made - hashes,
        AskedLink.objects.count() - rows,
        len(mail.outbox) - mails,
    )


@pytest.mark.parametrize("ask", [ask_to_sign_in, ask_for_password], ids=lambda ask: str(ask.__name__))
def test_asking_for_a_link_is_the_same_work_whoever_asks(ask: Callable[[str], Any], staff: str) -> None:
    works = [work(ask, address) for address in (ADDRESS, staff, NOBODY, "x" * 60 + "@example.org")]
    assert works[0][4:] == (1, 0)
    assert all(one == works[0] for one in works)


def test_a_wrong_password_is_as_many_hashes_whoever_has_one(staff: str) -> None:
    assert work(sign_in, staff)[3] == work(sign_in, NOBODY)[3] > 0
    assert work(sign_in, staff)[:2] == work(sign_in, NOBODY)[:2]


@pytest.mark.usefixtures("staff")
def test_times_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    number = 0
    lines = []
    for path in ("/me/sign-in/", "/accounts/password/reset/"):
        took: dict[str, list[float]] = {ADDRESS: [], NOBODY: []}
        browser = Client()
        for _round in range(ROUNDS):
            for address, times in took.items():
                number += 1
                start = perf_counter()
                browser.post(path, {"email": address}, REMOTE_ADDR=f"10.0.{number % 250}.{number // 250}")
                times.append(perf_counter() - start)
        known, unknown = (median(times) * 1000 for times in took.values())
        lines.append(f"{path}: median of {ROUNDS}: known {known:.2f} ms, unknown {unknown:.2f} ms\n")
    with capsys.disabled():
        sys.stdout.write("\n" + "".join(lines))


def test_a_referral_of_another_practice_is_the_work_of_one_that_never_existed(world: World) -> None:
    gp = world.ours.client(Role.GP)
    works = []
    for public_id in (world.theirs.referral.public_id, "00000000-0000-4000-8000-000000000000"):
        with CaptureQueriesContext(connection) as statements:
            answer = gp.get(f"/gp/referrals/{public_id}/")
        words = re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.content.decode())
        works.append((answer.status_code, words, [LITERAL.sub("?", one["sql"]) for one in statements]))
    assert works[0][0] == 404
    assert works[0] == works[1]


def test_the_link_for_a_new_password_comes_by_mail_and_works_once(staff: str) -> None:
    ask_for_password(staff.upper())
    tasks.send_waiting()
    (message,) = mail.outbox
    assert message.to == [staff]
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", str(message.body))
    browser = Client()
    page = browser.get(path, follow=True)
    chosen = {"password1": "another-invented-one", "password2": "another-invented-one"}
    assert browser.post(page.request["PATH_INFO"], chosen).status_code == 302
    assert User.objects.get(email=staff).check_password("another-invented-one")
    assert "another-invented-one" not in str(Client().get(path, follow=True).content)
    assert AuditEvent.objects.filter(did="user.password_link_sent").count() == 1
    assert not AskedLink.objects.exists()


def test_nobody_is_flooded_with_mails_and_nobody_else_gets_one(staff: str) -> None:
    for _time in range(6):
        ask_for_password(staff)
    ask_for_password(NOBODY)
    asked.send_asked(limit=100, by=SCHEDULE, now=timezone.now())
    assert [message.to for message in mail.outbox] == [[staff]] * 3


def test_where_no_mail_can_be_sent_whoever_asked_waits_for_half_an_hour(
    staff: str, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    now = timezone.now()
    asked.ask_for_password(address=staff, now=now)
    asked.ask_to_sign_in(address=ADDRESS, now=now)
    assert asked.send_asked(limit=100, by=SCHEDULE, now=now) == 1
    assert OutboundMessage.objects.filter(kind="sign_in").count() == 1
    assert AskedLink.objects.get().purpose == AskedLink.PASSWORD
    assert staff not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert asked.send_asked(limit=100, by=SCHEDULE, now=now) == 1
    assert len(mail.outbox) == 1
    asked.ask_for_password(address=staff, now=now)
    assert asked.send_asked(limit=100, by=SCHEDULE, now=now + asked.KEPT_FOR * 2) == 0
