"""A team's list of whom it supports: every line is in, or listed with its reason; days stay, and nobody is told."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from referrals.actions.intake import caseloads
from referrals.actions.intake.caseloads import Imported
from referrals.actions.people import agreements
from referrals.directory.listing import FileError
from referrals.forms.intake import caseload
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import (
    AuditEvent,
    ChangedWeek,
    Contact,
    Episode,
    OutboundMessage,
    Person,
    PersonAddress,
    Referral,
    ReferralStatusChange,
    Task,
)
from tests.conformance.browsing import words
from tests.support.caseload_files import case, caseload_file, content
from tests.support.world import World, an_nhs_number

URL = "/manager/caseload-import/"


@pytest.fixture
def manager(world: World) -> Client:
    return world.ours.client(Role.MANAGER)


def load(world: World, *cases: dict[str, str], **how: Any) -> Imported:
    found, refused = caseload.read(content(*cases), today=world.today)
    manager = world.ours.actor(Role.MANAGER)
    values = {"team": world.ours.team, "by": manager, "now": world.now, **how}
    return caseloads.load(cases=found, refused=refused, **values)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"holder": "nobody@example.org"}, "no-holder"), ({"practice_code": "P99999"}, "no-practice")],
)
def test_a_line_that_names_nobody_known_is_refused(world: World, changes: dict[str, str], code: str) -> None:
    (error,) = load(world, case(world, **changes)).refused
    assert error.code == code


def fault(world: World, **changes: str) -> str:
    """What is said of a line that is wrong; it writes nothing."""
    before = Person.objects.count()
    imported = load(world, case(world, **changes))
    assert imported.people == []
    assert Person.objects.count() == before
    (error,) = imported.refused
    assert error.line == 2
    return error.words


def test_the_same_file_is_tried_then_imported_then_changes_nothing(world: World, manager: Client) -> None:
    rows = [case(world), case(world, nhs_number="1234567890"), case(world, nhs_number=an_nhs_number(51), stage="x")]
    page = manager.post(URL, {"file": caseload_file(*rows)})
    said = words(page.content.decode())
    assert "1 person can be imported Nothing has been written yet." in said
    assert "3 nhs_number: check the NHS number: one of the digits is wrong" in said
    assert "Import 1 person" in said
    assert not Person.objects.filter(family_name="Carried").exists()
    again = {"file": caseload_file(*rows), "seen": page.context["form"]["seen"].value()}
    assert "1 person has been imported" in words(manager.post(URL, again).content.decode())
    assert Person.objects.filter(family_name="Carried").count() == 1
    rows_before = AuditEvent.objects.exclude(did="caseload.imported").count()
    assert "0 people have been imported" in words(manager.post(URL, again).content.decode())
    assert AuditEvent.objects.exclude(did="caseload.imported").count() == rows_before


def test_another_file_than_the_one_that_was_tried_is_only_tried(world: World, manager: Client) -> None:
    seen = manager.post(URL, {"file": caseload_file(case(world))}).context["form"]["seen"].value()
    other = {"file": caseload_file(case(world, first_name="Zoe")), "seen": seen}
    assert "Nothing has been written yet" in manager.post(URL, other).content.decode()
    assert not Person.objects.filter(family_name="Carried").exists()


def test_everything_keeps_its_day_and_nobody_is_told(world: World) -> None:
    told = OutboundMessage.objects.count()
    assert load(world, case(world)).refused == []
    referral = Referral.objects.get(person__family_name="Carried")
    holder = world.ours.members[Role.LINK_WORKER]
    assert (referral.status, referral.holder, referral.next_action) == ("supported", holder, "review")
    assert referral.due_on == world.today - timedelta(days=1)
    assert local_day(referral.referred_at) == world.today - timedelta(days=40)
    assert referral.recorded_at >= world.now - timedelta(minutes=5)
    assert referral.referring_organisation == world.ours.practice
    days = [local_day(one.occurred_at) for one in ReferralStatusChange.objects.filter(referral=referral)]
    assert [(world.today - day).days for day in days] == [40, 21, 21]
    episode = referral.episode
    assert (episode.holder, local_day(episode.opened_at)) == (holder, local_day(referral.referred_at))
    contacts = Contact.objects.filter(episode=episode).values_list("mode", "outcome", "by")
    assert list(contacts) == [("home_visit", "reached", holder.pk), ("phone", "reached", holder.pk)]
    assert episode.plan.what_matters == "My allotment"
    assert {need.code for need in episode.plan.needs.all()} == {"loneliness", "debt"}
    task = Task.objects.get(episode=episode)
    assert (task.kind, task.holder, task.due_on) == ("review", holder, referral.due_on)
    assert OutboundMessage.objects.count() == told


def test_the_person_is_as_the_line_says(world: World) -> None:
    load(world, case(world))
    person = Person.objects.get(family_name="Carried")
    assert (person.given_name, person.nhs_number, person.sex) == ("Zoë", an_nhs_number(50), "unknown")
    (phone,) = person.contact_points.all()
    assert (phone.kind, phone.value) == ("mobile", "07700900982")
    assert (phone.safe_to_call, phone.safe_to_leave_message, phone.safe_to_write) == (True, False, False)
    address = PersonAddress.objects.get(person=person)
    assert (address.postcode, address.imd_decile, address.safe_to_write) == ("M33 2AB", 1, False)
    assert address.valid_from == world.today - timedelta(days=40)
    (agreement,) = person.agreements.all()
    assert (agreement.purpose, agreement.wording_version) == ("share_record", "imported")
    did = set(AuditEvent.objects.filter(person_id=person.pk).values_list("did", flat=True))
    assert {"referral.imported", "contact.imported", "plan.imported"} <= did
    weeks = ChangedWeek.objects.filter(week__lte=world.today - timedelta(days=34))
    assert weeks.exists()


WAITING = {
    "stage": "received",
    "holder": "",
    "first_contact_on": "",
    "first_contact_mode": "",
    "last_contact_on": "",
    "last_contact_mode": "",
    "next_due": "",
}


def test_whoever_waits_is_held_by_the_team_and_a_risk_is_to_be_read(world: World) -> None:
    load(world, case(world, **WAITING, risk="Dog at the door"))
    referral = Referral.objects.get(person__family_name="Carried")
    assert (referral.status, referral.holder, referral.next_action) == ("received", None, "claim")
    assert referral.due_on is not None
    assert referral.due_on >= world.today
    assert (referral.risk, referral.note) == ("read_first", "My allotment")
    tasks = Task.objects.filter(episode=referral.episode, holding_team=world.ours.team)
    assert set(tasks.values_list("kind", flat=True)) == {"claim_referral", "risk_unread"}


def test_whoever_is_claimed_was_tried_and_not_reached(world: World) -> None:
    tried = {"stage": "claimed", "first_contact_on": "", "first_contact_mode": ""}
    load(world, case(world, **tried))
    referral = Referral.objects.get(person__family_name="Carried")
    assert (referral.status, referral.next_action) == ("claimed", "first_contact")
    assert Contact.objects.get(episode=referral.episode).outcome == "no_answer"
    assert Task.objects.get(episode=referral.episode).kind == "first_contact"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nhs_number": ""}, "nhs_number: enter nhs_number, or say why it is not known"),
        ({"first_name": "-", "last_name": ""}, "last_name: enter a name"),
        ({"date_of_birth": "02/01/50"}, "date_of_birth: write the date like 31/12/2025"),
        ({"date_of_birth": "n/a"}, "date_of_birth: write the date like 31/12/2025"),
        ({"date_of_birth": "01/01/2090"}, "date_of_birth: this day has not come yet"),
        ({"date_of_birth": "01/01/1850"}, "date_of_birth: this day is too early"),
        ({"referred_on": "01/01/1940"}, "referred_on: this day is too early"),
        ({"first_contact_on": "01/01/2000"}, "first_contact_on: this day is too early"),
        ({"next_due": "01/01/2000"}, "next_due: this day is too early"),
        ({"consent_given_on": "01/01/2090"}, "consent_given_on: check the year"),
        ({"needs": "loneliness; gold"}, "needs: select needs from the list"),
        ({"needs": ""}, "needs: select needs"),
        ({"safe_to_call": ""}, "safe_to_call: say yes or no"),
        ({"practice_code": "X99"}, "practice_code: No practice here has this ODS code."),
        ({"practice_code": "", "no_practice_because": "not_known_yet"}, "practice_code: a referral of a practice"),
        ({"holder": "nobody@example.org"}, "holder: The holder is not a link worker of the team."),
        ({"holder": ""}, "holder: name the link worker for a claimed referral"),
        ({"stage": "received"}, "holder: name the link worker for a claimed referral"),
        ({"stage": "claimed"}, "first_contact_on: give it for a person who is supported"),
        ({"last_contact_mode": ""}, "last_contact_mode: give the day and how, or neither"),
    ],
)
def test_a_line_that_is_wrong_is_listed_with_its_reason(world: World, changes: dict[str, str], said: str) -> None:
    assert fault(world, **changes).startswith(said)


def test_a_known_number_joins_only_with_the_same_date_of_birth(world: World) -> None:
    theirs = world.theirs.person
    known = {"nhs_number": theirs.nhs_number or ""}
    assert "do not belong together" in fault(world, **known)
    imported = load(world, case(world, **known, date_of_birth=f"{theirs.born_on:%d/%m/%Y}"))
    assert imported.people == [theirs.pk]
    assert Episode.objects.open().filter(person=theirs).count() == 2


def test_whoever_took_back_that_they_share_their_record_is_not_brought_in(world: World) -> None:
    theirs = world.theirs.person
    agreements.withdraw(person=theirs, purpose="share_record", by=world.theirs.actor(Role.LINK_WORKER), now=world.now)
    known = {"nhs_number": theirs.nhs_number or "", "date_of_birth": f"{theirs.born_on:%d/%m/%Y}"}
    assert "no longer agrees" in fault(world, **known)


def test_whoever_has_no_number_is_known_again_by_name_and_birthday(world: World) -> None:
    no_number = case(world, nhs_number="", no_nhs_number_because="not_known_yet")
    first = load(world, no_number, no_number)
    assert (len(first.people), [error.line for error in first.already]) == (1, [3])
    assert [error.line for error in load(world, no_number).already] == [2]


def test_people_who_look_alike_are_reported(world: World) -> None:
    alike = {"first_name": "Ada", "last_name": "Trafford", "date_of_birth": "15/03/1951"}
    assert load(world, case(world, **alike)).lookalikes == 1


@pytest.mark.parametrize(("divider", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8")])
def test_a_file_is_read_however_a_spreadsheet_wrote_it(world: World, divider: str, encoding: str) -> None:
    cases, refused = caseload.read(content(case(world), divider=divider, encoding=encoding), today=world.today)
    assert refused == []
    assert cases[0].person.given_name == "Zoë"


def test_what_is_no_such_list_is_refused_whole(world: World, manager: Client) -> None:
    whole = content(case(world))
    for wrong in (b"\xff\xfe\x00", b"name;b\n1;2", whole.replace(b"risk", b"rsk"), whole.replace(b"sex", b"sex,note")):
        with pytest.raises(FileError):
            caseload.read(wrong, today=world.today)
    answer = manager.post(URL, {"file": caseload_file(divider="|")})
    assert answer.status_code == 422
    assert "This is no list like the template." in answer.content.decode()


def test_one_import_is_one_transaction(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_ids: object) -> int:
        raise RuntimeError

    monkeypatch.setattr("referrals.selectors.intake.caseloads.lookalikes", breaks)
    with pytest.raises(RuntimeError):
        load(world, case(world))
    assert not Person.objects.filter(family_name="Carried").exists()


def test_only_the_team_s_own_manager_imports(world: World) -> None:
    for by in (world.theirs.actor(Role.MANAGER), world.ours.actor(Role.LINK_WORKER)):
        with pytest.raises(Refusal):
            load(world, case(world), by=by)
    world.ours.members[Role.MANAGER].organisation = world.ours.practice
    world.ours.members[Role.MANAGER].save()
    assert world.ours.client(Role.MANAGER).get(URL).status_code == 404


def test_the_template_is_a_list_without_lines(world: World, manager: Client) -> None:
    template = manager.get(f"{URL}template.csv")
    assert template["Content-Disposition"] == 'attachment; filename="caseload-template.csv"'
    assert caseload.read(template.content, today=world.today) == ([], [])
    page = manager.get(URL).content.decode()
    for column in caseload.columns():
        assert column.name in page


def test_the_command_says_what_it_would_do_and_does_it(world: World, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content(case(world), case(world, nhs_number="1")))

    def run(*options: str) -> str:
        out = StringIO()
        call_command("import_caseload", str(path), "--team", str(world.ours.team.public_id), *options, stdout=out)
        return out.getvalue()

    assert "1 in, 0 here already, 1 refused. Nothing was written" in run("--dry-run")
    assert "1 in, 0 here already, 1 refused." in run()
    assert "0 in, 1 here already, 1 refused." in run()
    referral = Referral.objects.get(person__family_name="Carried")
    assert AuditEvent.objects.filter(did="referral.imported", object_id=referral.pk, actor_kind=SCHEDULE.kind).exists()
    with pytest.raises(CommandError, match="no such team"):
        call_command("import_caseload", str(path), "--team", "NONE")
