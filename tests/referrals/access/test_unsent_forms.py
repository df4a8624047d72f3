"""What somebody typed comes back after their sign-in was over: to them alone, unsent, for a week."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.forms import Field, PasswordInput
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from referrals import tasks
from referrals.actions.access import sign_ins, unsent_forms
from referrals.forms.access import invitation
from referrals.kit.forms.base import NHSForm
from referrals.kit.permissions import Role
from referrals.models import Contact, CorrectionRequest, SignIn, UnsentForm
from referrals.selectors.access import unsent_forms as selectors
from tests.support.world import World, show_second_factor, signed_in

NOTE = 'Łucja said: "5 < 6 & so on"\r\n  - twice, and 100%.'
ON = {"on_day": "3", "on_month": "nov", "on_year": "20x6", "at": ""}
TYPED = {"mode": "phone", "outcome": "reached", "when": "earlier", "note": NOTE, "agreed": "", **ON}


@pytest.fixture
def page(world: World) -> str:
    return f"/link-worker/episodes/{world.ours.referral.episode.public_id}/contacts/add/"


def idle() -> None:
    """Nobody clicked for an hour."""
    long_ago = timezone.now() - timedelta(hours=1)
    SignIn.objects.filter(ended_at=None).update(began_at=long_ago, seen_at=long_ago)


@pytest.fixture
def late(world: World, page: str) -> Client:
    """A link worker's browser in which the contact was sent too late."""
    cache.clear()
    browser = world.ours.client(Role.LINK_WORKER)
    assert browser.get(page).status_code == 200
    idle()
    answer = browser.post(page, TYPED)
    assert answer["Location"] == f"/accounts/login/?next={page}"
    return browser


def again(world: World, browser: Client, role: Role = Role.LINK_WORKER) -> None:
    browser.force_login(world.ours.members[role].user, backend="django.contrib.auth.backends.ModelBackend")
    show_second_factor(world.ours.members[role])


def form_on(browser: Client, page: str) -> dict[str, object]:
    """What stands in the fields of the page's form."""
    form = browser.get(page).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_every_character_comes_back_and_nothing_was_sent(world: World, late: Client, page: str) -> None:
    before = Contact.objects.count()
    assert "What you typed is kept" in late.get("/accounts/login/").content.decode()
    again(world, late)
    html = late.get(page).content.decode()
    assert "It has not been sent." in html
    typed = form_on(late, page)
    assert (typed["note"], typed["mode"], typed["outcome"]) == (NOTE, "phone", "reached")
    assert typed["on"] == ["3", "nov", "20x6"]
    assert Contact.objects.count() == before


def test_it_comes_back_until_it_is_sent(world: World, late: Client, page: str) -> None:
    again(world, late)
    assert form_on(late, page)["note"] == NOTE
    # Another form, or one with a mistake, is not that form sent.
    assert late.post(page, TYPED).status_code == 422
    assert form_on(late, page)["note"] == NOTE
    assert late.post(page, {**TYPED, "when": "now", "version": "1"}).status_code == 302
    assert not form_on(late, page)["note"]
    assert not UnsentForm.objects.exists()


def test_it_is_thrown_away_by_who_typed_it(world: World, late: Client, page: str) -> None:
    again(world, late)
    assert (
        late.post("/accounts/unsent/throw-away/", headers={"referer": f"http://testserver{page}"})["Location"] == page
    )
    assert not form_on(late, page)["note"]


def test_nobody_else_gets_it(world: World, late: Client, page: str) -> None:
    colleague = world.ours.members[Role.MANAGER]
    again(world, late, Role.MANAGER)
    assert "It has not been sent." not in late.get("/manager/").content.decode()
    row = UnsentForm.objects.get()
    for word in ("twice", "phone", page):
        assert word not in row.sealed
    # Not even where the row is given to somebody else.
    UnsentForm.objects.update(user=colleague.user)
    assert selectors.on(colleague.user_id, page, timezone.now()) is None


def test_what_a_stranger_sends_is_kept_for_nobody(page: str, world: World) -> None:
    assert Client().post(page, TYPED).status_code == 302
    signed_out, ended = world.ours.client(Role.LINK_WORKER), world.ours.client(Role.LINK_WORKER)
    signed_out.post("/accounts/logout/")
    # Of whom somebody has signed out, another may have the browser.
    sign_ins.end_of_user(user_id=world.ours.members[Role.LINK_WORKER].user_id, now=timezone.now())
    for browser in (signed_out, ended):
        assert browser.post(page, TYPED).status_code == 302
    assert not UnsentForm.objects.exists()


def test_a_forged_sending_is_kept_for_nobody(page: str, world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    again(world, browser)
    idle()
    assert browser.post(page, TYPED).status_code == 403
    assert not UnsentForm.objects.exists()


@pytest.mark.parametrize(("site", "is_kept"), [("same-origin", True), ("cross-site", False), ("same-site", False)])
def test_a_page_that_stood_open_while_its_reader_signed_in_again(
    page: str, world: World, site: str, *, is_kept: bool
) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": site})
    again(world, browser)
    assert browser.post(page, TYPED).status_code == 403
    assert (form_on(browser, page)["note"] == NOTE) is is_kept


def test_a_page_looked_at_meanwhile_loses_nothing(page: str, world: World) -> None:
    browser = world.ours.client(Role.LINK_WORKER)
    idle()
    assert browser.get("/link-worker/").status_code == 302
    browser.post(page, TYPED)
    again(world, browser)
    assert form_on(browser, page)["note"] == NOTE


def test_it_is_gone_after_a_week(world: World, late: Client, page: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        again(world, late)
        assert not form_on(late, page)["note"]
        tasks.forget_answers()
    assert not UnsentForm.objects.exists()


def test_passwords_and_taps_of_a_telephone_are_never_kept(world: World) -> None:
    register = f"/provider/sessions/{world.ours.session.public_id}/"
    for url, typed, headers in (
        (
            "/accounts/password/change/",
            {"oldpassword": "a", "password1": "b", "password2": "c"},
            {"accept": "text/html"},
        ),
        (register, {"walk_ins": "2"}, {"idempotency-key": "k"}),
    ):
        browser = world.ours.client(Role.PROVIDER)
        idle()
        assert browser.post(url, typed, headers=headers).status_code == 302
    assert not UnsentForm.objects.exists()


def test_every_password_of_a_form_says_so_in_its_name() -> None:
    # The one that chooses a password is read with its module.
    assert invitation.JoinForm in set(every_form())
    secrets = {name for form in every_form() for name, field in form.base_fields.items() if is_secret(field)}
    assert secrets
    assert all(unsent_forms.NEVER[0] in name for name in secrets)


def every_form(form: type[NHSForm] = NHSForm) -> Iterator[type[NHSForm]]:
    for one in form.__subclasses__():
        yield one
        yield from every_form(one)


def is_secret(field: Field) -> bool:
    return isinstance(field.widget, PasswordInput)


def test_a_person_goes_back_to_what_they_typed(world: World) -> None:
    member, url = world.ours.members[Role.PERSON], "/me/corrections/"
    browser = signed_in(member)
    idle()
    typed = {"about": "plan", "text": "I never said that."}
    assert browser.post(url, typed)["Location"].startswith("/me/sign-in/")
    again(world, browser, Role.PERSON)
    assert form_on(browser, url)["text"] == typed["text"]
    assert not CorrectionRequest.objects.filter(text=typed["text"]).exists()


def test_only_the_newest_of_many_are_kept(world: World) -> None:
    user = world.ours.members[Role.GP].user
    for number in range(unsent_forms.MOST + 3):
        kept_at = timezone.now() + timedelta(seconds=number)
        fields = QueryDict(f"note={number}")
        assert unsent_forms.keep(user_id=user.pk, page=f"/gp/{number}/", fields=fields, now=kept_at)
    assert UnsentForm.objects.count() == unsent_forms.MOST
    long = QueryDict(f"note={'x' * unsent_forms.LONGEST}")
    assert not unsent_forms.keep(user_id=user.pk, page="/gp/", fields=long, now=timezone.now())
