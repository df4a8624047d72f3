"""`setup_area`: from an empty database to links for the first two people, by a file and by answers, twice."""

import io
import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from referrals.actions.messages import outbox
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.models import AuditEvent, Invitation, Membership, Organisation, OutboundMessage, User
from referrals.selectors.organisation import areas
from referrals.selectors.organisation.accounts import actor_of
from tests.support import second_step

FILE = """
[board]
name = "NHS Example Integrated Care Board"
ods_code = "QXX"

[[networks]]
name = "Example Central PCN"
ods_code = "U12345"

[[practices]]
name = "Park Road Surgery"
ods_code = "P91001"
network = "U12345"
email = "park.road@example.org"
local_authority = "E08000009"

[[practices]]
name = "High Street Surgery"
ods_code = "P91002"

[team]
name = "Example Link Workers"
email = "team@example.org"

[manager]
name = "Sam Rowe"
email = "Sam.Rowe@example.org"

[administrator]
name = "Kit Lowe"
email = "kit.lowe@example.org"
"""
ANSWERS = [
    *("QXX", "NHS Example Integrated Care Board"),
    *("U12345", "Example Central PCN", ""),
    *("Example Link Workers", "team@example.org", ""),
    *("P91001", "Park Road Surgery", "U12345", "park.road@example.org"),
    *("P91002", "High Street Surgery", "", "", ""),
    *("Sam Rowe", "Sam.Rowe@example.org"),
    *("Kit Lowe", "kit.lowe@example.org"),
]
PASSWORD = "a-long-invented-one"
TABLES = (Organisation, Invitation, OutboundMessage, User, Membership, AuditEvent)

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "area.toml"
    path.write_text(FILE)
    return str(path)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("setup_area", *arguments, stdout=out)
    return out.getvalue()


def links_in(text: str) -> list[str]:
    return re.findall(r"https?://\S+(/accounts/invitation/\S+/)", text)


def rows() -> list[int]:
    return [table._default_manager.count() for table in TABLES]


def area() -> list[tuple[str, str, str, str]]:
    found = Organisation.objects.order_by("pk").select_related("parent", "refers_to")
    return [(one.kind, one.name, str(one.parent or ""), str(one.refers_to or "")) for one in found]


AREA = [
    ("icb", "NHS Example Integrated Care Board", "", ""),
    ("pcn", "Example Central PCN", "NHS Example Integrated Care Board", ""),
    ("team", "Example Link Workers", "Example Central PCN", ""),
    ("gp_practice", "Park Road Surgery", "Example Central PCN", "Example Link Workers"),
    ("gp_practice", "High Street Surgery", "NHS Example Integrated Care Board", "Example Link Workers"),
]


def test_a_file_makes_the_area_once_however_often_it_is_run(file: str) -> None:
    dry = run(file, "--dry-run")
    assert "would be invited: manager Sam Rowe" in dry
    assert rows() == [0] * len(TABLES)
    assert links_in(dry) == []
    said = run(file)
    assert said.count("added: ") == len(AREA)
    assert area() == AREA
    assert [(one.role, one.email) for one in Invitation.objects.order_by("pk")] == [
        ("manager", "sam.rowe@example.org"),
        ("administrator", "kit.lowe@example.org"),
    ]
    assert len(links_in(said)) == 2
    again = run(file)
    assert again.count("there already: ") == len(AREA)
    assert area() == AREA
    assert (Invitation.objects.count(), OutboundMessage.objects.count()) == (2, 2)


def test_the_command_asks_where_there_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for _twice in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*ANSWERS, ""])))
        said = run()
        assert area() == AREA
        assert len(links_in(said)) == 2
    assert Invitation.objects.count() == 2


def test_the_first_administrator_chooses_a_password_by_either_link_once(file: str) -> None:
    shown = links_in(run(file))
    outbox.send_waiting(limit=10, by=SCHEDULE, now=timezone.now())
    assert [message.to for message in mail.outbox] == [["sam.rowe@example.org"], ["kit.lowe@example.org"]]
    mailed = [link for message in mail.outbox for link in links_in(str(message.body))]
    assert len({*shown, *mailed}) == 4
    browser = Client()
    assert "Area administrator" in browser.get(mailed[1]).content.decode()
    chosen = {"name": "Kit Lowe", "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post(mailed[1], chosen).headers["Location"] == "/"
    assert second_step.set_up(browser).get("/", follow=True).request["PATH_INFO"] == "/admin/"
    # The one that the command has shown is over with it.
    assert [Client().get(link).status_code for link in (mailed[1], shown[1])] == [410, 410]
    assert Client().post("/accounts/login/", {"login": "kit.lowe@example.org", "password": PASSWORD}).status_code == 302
    by = actor_of(Membership.objects.get(role="administrator"))
    assert areas.kept(by).count() == len(AREA)
    again = run(file)
    assert "there already: administrator Kit Lowe" in again
    assert len(links_in(again)) == 1
    assert Membership.objects.get().starts_on == local_day(timezone.now())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[board", "cannot be read"),
        (FILE.replace('ods_code = "QXX"', ""), "board: ods_code is missing"),
        (FILE.replace("P91002", "P91001"), "two organisations have this code"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_is_written(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "area.toml"
    path.write_text(text)
    with pytest.raises(CommandError, match=words):
        run(str(path))
    assert rows() == [0] * len(TABLES)


def test_a_code_of_another_kind_is_refused(file: str, tmp_path: Path) -> None:
    run(file)
    other = tmp_path / "other.toml"
    swapped = FILE.replace("U12345", "X").replace("P91002", "U12345").replace('"X"', '"U99999"')
    other.write_text(swapped)
    with pytest.raises(CommandError, match="of another kind"):
        run(str(other))
    assert area() == AREA
