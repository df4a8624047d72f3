"""The second factor: nothing opens before it, by whichever door somebody came; asked again, lost, and reset."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referrals import one_time_codes, sign_ins
from referrals.actions.messages import outbox
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import AuditEvent, Membership, OutboundMessage, RecoveryCode, SecondFactor, SignIn
from referrals.selectors.access import second_factors
from tests.architecture.routes import RULES, ids
from tests.architecture.test_access_matrix import address
from tests.support.world import BACKEND, World, show_second_factor

PASSWORD = "a-long-invented-one"
ASKS, SETS_UP = "/accounts/second-factor/", "/accounts/second-factor/set-up/"
HOME = {
    Role.GP: "/gp/",
    Role.LINK_WORKER: "/link-worker/",
    Role.PROVIDER: "/provider/",
    Role.MANAGER: "/manager/",
    Role.ADMINISTRATOR: "/admin/",
}


def with_password(member: Membership) -> Client:
    """A browser in which somebody has signed in by their password, and has shown nothing yet."""
    member.user.set_password(PASSWORD)
    member.user.save()
    browser = Client()
    assert browser.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD}).status_code == 302
    return browser


def by_session(member: Membership) -> Client:
    browser = Client()
    browser.force_login(member.user, backend=BACKEND)
    return browser


def secret_on(browser: Client) -> str:
    """The secret as its page shows it, for whoever cannot scan."""
    page = browser.get(SETS_UP).content.decode()
    shown = page.partition('app-second-factor__key"><strong>')[2].partition("<")[0]
    return "".join(shown.split())


def code_of(secret: str, ahead: int = 0) -> str:
    return one_time_codes.code_of(secret, one_time_codes.step_at(timezone.now()) + ahead)


def set_up(browser: Client) -> tuple[str, list[str]]:
    """An app is set up; its secret and the codes for the paper."""
    secret = secret_on(browser)
    page = browser.post(SETS_UP, {"code": code_of(secret)}).content.decode()
    return secret, ["".join(one.partition("<")[0].split()) for one in page.split('app-codes__code">')[1:]]


def opened_or_sent(browser: Client, url: str) -> Any:
    """The page, or what comes of sending its button where there is no page."""
    answer = browser.get(url)
    return browser.post(url) if answer.status_code == 405 else answer


def did(name: str) -> int:
    return AuditEvent.objects.filter(did=name).count()


@pytest.mark.parametrize("role", HOME)
@pytest.mark.parametrize("door", [with_password, by_session])
def test_a_password_alone_opens_no_record(world: World, role: Role, door: object) -> None:
    member = world.ours.members[role]
    browser = door(member)  # type: ignore[operator]  # each door is a function of the member
    answer = browser.get(HOME[role])
    assert answer["Location"].startswith(f"{ASKS}?next=")
    assert browser.get(answer["Location"])["Location"].startswith(SETS_UP)
    assert browser.get("/")["Location"] == ASKS
    _secret, codes = set_up(browser)
    assert (len(codes), {len(code) for code in codes}) == (10, {12})
    assert browser.get(HOME[role]).status_code == 200


def test_without_it_every_page_of_a_role_asks_for_it(world: World) -> None:
    """Each address that is for somebody who works here, as each role, of its own records: none opens."""
    objects, opened = ids(world.ours, world.now), []
    browsers = {role: by_session(world.ours.members[role]) for role in HOME}
    for name, rule in RULES.items():
        if rule.public or rule.api:
            continue
        url = address(name, rule, objects, objects)
        for role in rule.roles & HOME.keys():
            answer = opened_or_sent(browsers[role], url)
            if answer.status_code != 302 or not answer["Location"].startswith(ASKS):
                opened.append((name, role, answer.status_code))
    assert opened == []


def test_a_session_opens_no_interface(world: World) -> None:
    browser = by_session(world.ours.members[Role.GP])
    show_second_factor(world.ours.members[Role.GP])
    assert browser.get("/api/v1/referrals/").status_code == 401


def test_a_person_who_sees_their_own_record_is_not_asked(world: World) -> None:
    browser = by_session(world.ours.members[Role.PERSON])
    assert browser.get("/me/").status_code == 200
    assert browser.get(ASKS)["Location"] == "/"


@pytest.mark.parametrize(
    ("at_work", "as_person", "by_link", "asked"),
    [(True, False, True, True), (True, True, False, True), (True, True, True, False), (False, True, True, False)],
)
def test_who_is_asked(at_work: bool, as_person: bool, by_link: bool, asked: bool) -> None:  # columns of a table
    assert sign_ins.needs_second_factor(at_work=at_work, as_person=as_person, by_link=by_link) is asked


def test_a_code_opens_once_and_a_wrong_one_is_slowed_down(world: World) -> None:
    member = world.ours.members[Role.LINK_WORKER]
    secret, _codes = set_up(by_session(member))
    browser = by_session(member)
    # The code that set it up is used.
    assert browser.post(ASKS, {"code": code_of(secret)}).status_code == 422
    assert browser.post(ASKS, {"code": code_of(secret, 1), "next": "/help/"})["Location"] == "/help/"
    again = by_session(member)
    for _try in range(5):
        assert again.post(ASKS, {"code": "000000"}).status_code == 422
    page = again.post(ASKS, {"code": code_of(secret, 1)}).content.decode()
    assert "Too many wrong codes" in page
    assert (did("second_factor.set_up"), did("second_factor.shown"), did("second_factor.wrong")) == (1, 1, 6)


def test_what_is_typed_wrong_is_said_and_leads_nowhere_else(world: World) -> None:
    browser = by_session(world.ours.members[Role.GP])
    assert "A security code is 6 digits" in browser.post(SETS_UP, {"code": "12"}).content.decode()
    assert "does not belong to the picture" in browser.post(SETS_UP, {"code": "000000"}).content.decode()
    secret, _codes = set_up(browser)
    away = browser.post(ASKS, {"code": code_of(secret, 1), "next": "//elsewhere.example/"})
    assert away["Location"] == "/"


def test_each_recovery_code_stands_in_once(world: World) -> None:
    member = world.ours.members[Role.LINK_WORKER]
    first = by_session(member)
    _secret, codes = set_up(first)
    assert [by_session(member).post(ASKS, {"code": codes[0]}).status_code for _try in range(2)] == [302, 422]
    assert "9 recovery codes are left" in first.get("/accounts/sign-ins/").content.decode()
    renewed = first.post("/accounts/second-factor/codes/").content.decode()
    assert renewed.count("app-codes__code") == 10
    assert by_session(member).post(ASKS, {"code": codes[1]}).status_code == 422
    assert RecoveryCode.objects.filter(user=member.user).count() == 10


def test_neither_secret_nor_code_stands_in_the_database(world: World) -> None:
    member = world.ours.members[Role.GP]
    secret, codes = set_up(by_session(member))
    (factor,) = SecondFactor.objects.filter(user=member.user)
    assert secret not in factor.sealed
    assert second_factors.secret_of(factor) == secret
    assert second_factors.unseal(member.user_id + 1, factor.sealed) is None
    assert not {*codes} & {*RecoveryCode.objects.values_list("digest", flat=True)}


def take_another_key(settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-everybody-here"


def test_a_new_key_opens_what_the_old_one_sealed(world: World, settings: object) -> None:
    member = world.ours.members[Role.GP]
    secret, codes = set_up(by_session(member))
    take_another_key(settings)
    assert by_session(member).post(ASKS, {"code": code_of(secret, 1)}).status_code == 302
    assert by_session(member).post(ASKS, {"code": codes[0]}).status_code == 302


@pytest.mark.parametrize("with_app", [True, False])
def test_who_has_shown_it_needs_the_old_key_no_more(world: World, settings: Any, *, with_app: bool) -> None:
    member, colleague = world.ours.members[Role.GP], world.ours.members[Role.LINK_WORKER]
    secret, codes = set_up(by_session(member))
    set_up(by_session(colleague))
    take_another_key(settings)
    assert by_session(member).post(ASKS, {"code": "000000"}).status_code == 422
    sealed = SecondFactor.objects.get(user=member.user).sealed
    assert by_session(member).post(ASKS, {"code": code_of(secret, 1) if with_app else codes[0]}).status_code == 302
    assert SecondFactor.objects.get(user=member.user).sealed != sealed
    settings.SECRET_KEY_FALLBACKS = []
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert by_session(member).post(ASKS, {"code": code_of(secret)}).status_code == 302
    assert second_factors.secret_of(SecondFactor.objects.get(user=colleague.user)) is None


def test_who_has_an_app_shows_it_before_there_is_another(world: World) -> None:
    member = world.ours.members[Role.GP]
    set_up(by_session(member))
    thief = by_session(member)
    assert thief.get(SETS_UP)["Location"] == f"{ASKS}?next=%2Faccounts%2Fsecond-factor%2Fset-up%2F"
    assert thief.post(SETS_UP, {"code": "000000"})["Location"].startswith(ASKS)


ASKED_AGAIN = {
    *("account_change_password", "account_set_password", "recovery_codes"),
    *("link_worker:duplicate", "link_worker:undo_merge", "link_worker:print", "link_worker:report_csv"),
    *("provider:ledger_csv", "manager:add", "manager:end", "manager:role", "manager:second_factor"),
    *("administrator:end", "administrator:invite", "administrator:merge", "administrator:client"),
    *("administrator:client_add", "administrator:client_scopes"),
    *("administrator:client_secret", "administrator:client_keys"),
}


def test_what_carries_much_away_or_cannot_be_taken_back_asks_again(world: World) -> None:
    objects = ids(world.ours, world.now)
    roles_of = {name: next(iter(RULES[name].roles & HOME.keys())) for name in ASKED_AGAIN}
    browsers = {role: by_session(world.ours.members[role]) for role in set(roles_of.values())}
    shown = timezone.now()
    SignIn.objects.update(second_factor_at=shown)
    with time_machine.travel(shown + sign_ins.RECENT + timedelta(seconds=1), tick=False):
        for name, role in roles_of.items():
            answer = opened_or_sent(browsers[role], address(name, RULES[name], objects, objects))
            assert answer["Location"].startswith(ASKS), name
        # What only shows one record does not.
        assert browsers[Role.LINK_WORKER].get("/link-worker/").status_code == 200


def test_what_was_typed_waits_until_the_code_is_shown(world: World) -> None:
    member = world.ours.members[Role.MANAGER]
    browser = by_session(member)
    secret, _codes = set_up(browser)
    with time_machine.travel(timezone.now() + sign_ins.RECENT + timedelta(seconds=1), tick=False):
        asked = browser.post(
            "/manager/members/add/",
            {"name": "Nia Typed"},
            headers={"referer": "http://testserver/manager/members/add/"},
        )
        onwards = browser.post(ASKS, {"code": code_of(secret), "next": "/manager/members/add/"})
        assert (asked.status_code, onwards["Location"]) == (302, "/manager/members/add/")
        assert "Nia Typed" in browser.get("/manager/members/add/").content.decode()


def test_a_manager_resets_it_for_who_lost_everything(world: World) -> None:
    OutboundMessage.objects.all().delete()
    member = world.ours.members[Role.LINK_WORKER]
    browser = by_session(member)
    _secret, codes = set_up(browser)
    manager = world.ours.client(Role.MANAGER)
    url = reverse("manager:second_factor", args=[member.public_id])
    assert member.user.name in manager.get(url).content.decode()
    assert manager.post(url)["Location"] == "/manager/"
    assert browser.get("/link-worker/")["Location"].startswith("/accounts/login/")
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now() + timedelta(seconds=1))
    assert [letter.to for letter in mail.outbox] == [[member.user.email]]
    newcomer = by_session(member)
    assert newcomer.get(ASKS)["Location"].startswith(SETS_UP)
    assert newcomer.post(ASKS, {"code": codes[0]}).status_code == 302
    assert newcomer.get("/link-worker/")["Location"].startswith(ASKS)
    assert did("second_factor.reset") == 1


def test_nobody_resets_their_own_nor_another_organisations(world: World) -> None:
    manager = world.ours.client(Role.MANAGER)
    own = reverse("manager:second_factor", args=[world.ours.members[Role.MANAGER].public_id])
    page = manager.post(own, follow=True).content.decode()
    assert "Ask another manager" in page
    other = reverse("manager:second_factor", args=[world.theirs.members[Role.LINK_WORKER].public_id])
    assert manager.post(other).status_code == 404
    assert did("second_factor.reset") == 0


def test_the_operator_resets_it_for_a_lone_administrator(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    OutboundMessage.objects.all().delete()
    member = world.ours.members[Role.ADMINISTRATOR]
    browser = by_session(member)
    set_up(browser)
    call_command("reset_second_factor", member.user.email.upper())
    assert "Area administrator" in capsys.readouterr().out
    assert browser.get("/admin/")["Location"].startswith("/accounts/login/")
    assert by_session(member).get(ASKS)["Location"].startswith(SETS_UP)
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now() + timedelta(seconds=1))
    assert [letter.to for letter in mail.outbox] == [[member.user.email]]
    assert AuditEvent.objects.get(did="second_factor.reset").actor_kind == SCHEDULE.kind


def test_there_is_none_to_reset_of_who_does_not_work_here(world: World) -> None:
    for email in ("nobody@example.org", world.ours.members[Role.PERSON].user.email):
        with pytest.raises(CommandError, match="Nobody works here"):
            call_command("reset_second_factor", email)
    assert did("second_factor.reset") == 0
