"""A kind of task, a kind of message and what they are about come from outside the record, which knows none of them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pytest_django import Settings

from devices.actions import loans
from devices.models import Loan
from referrals.actions.messages import messages, outbox
from referrals.actions.people import agreements, merges
from referrals.actions.support import handovers
from referrals.actions.work import known, tasks
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.registries import message_kinds, subjects, task_kinds
from referrals.kit.registries.message_kinds import MessageKind
from referrals.kit.registries.subjects import Subject
from referrals.kit.registries.task_kinds import TaskKind
from referrals.models import ContactPoint, LikelyDuplicate, OutboundMessage, Person, PersonAddress, Task
from referrals.selectors.messages import letters
from referrals.selectors.messages import messages as selectors
from tests.devices.kit import Kit
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support.doubles.mail_server import MailServer
from tests.support.world import refer, register

WORDS = {
    "wear_nudge.txt": ("person.txt", "Please wear {{ about.device.label }}."),
    "wear_nudge.sms.txt": ("person.sms.txt", "Please wear it."),
    "wear_report.txt": ("base.txt", "{{ about.device.label }} lies still."),
}


def devices_page(_task: Task, loan: Loan) -> str:
    return reverse("devices:device", args=[loan.device.public_id])


def was_returned(message: OutboundMessage) -> bool:
    return not Loan.objects.running().filter(pk=message.subject_id or 0).exists()


@pytest.fixture
def declared(kit: Kit, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Kit:
    """What an app above the record would declare in its `AppConfig.ready`, and its words."""
    for registry, rows in ((task_kinds, "_kinds"), (message_kinds, "_kinds"), (subjects, "_subjects")):
        monkeypatch.setattr(registry, rows, dict(vars(registry)[rows]))
    label = attrgetter("device.label")
    task_kinds.declare([TaskKind("not_worn", _("Ask about the wristband"), detail=label, page=devices_page)])
    needs = ("get_messages", "wear_device")
    message_kinds.declare(
        [
            MessageKind("wear_nudge", _("Your wristband"), "/me/", needs=needs, is_overtaken=was_returned),
            MessageKind("wear_report", _("A wristband lies still"), "/link-worker/"),
        ]
    )
    known.store()
    (tmp_path / "messages").mkdir()
    for name, (base, words) in WORDS.items():
        text = f'{{% extends "messages/{base}" %}}{{% block words %}}{words}{{% endblock %}}'
        (tmp_path / "messages" / name).write_text(text)
    (engine,) = project.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, project.BASE_DIR / "templates"]}]
    OutboundMessage.objects.all().delete()
    return kit


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        yield server


def put(kit: Kit) -> Task:
    return tasks.put(kind="not_worn", episode=kit.world.ours.referral.episode, about=kit.loan, due_on=kit.world.today)


def nudge(kit: Kit) -> OutboundMessage:
    """Queued for our person, who agreed to messages and has an e-mail address."""
    person = kit.world.ours.person
    agreements.give(person=person, purpose="get_messages", by=kit.world.ours.actor(Role.GP), now=kit.now)
    # Nobody is called where there is no telephone.
    ContactPoint.objects.filter(person=person).update(ended_at=kit.now)
    ContactPoint.objects.create(person=person, kind="email", value="ada@example.org")
    messages.tell_person(about=kit.loan, kind="wear_nudge", by=SCHEDULE, now=kit.now)
    return OutboundMessage.objects.get(kind="wear_nudge")


def send(kit: Kit) -> None:
    outbox.send_waiting(limit=5, by=SCHEDULE, now=kit.now)


def fate(message: OutboundMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.failure


def caseload(kit: Kit) -> str:
    return kit.world.ours.client(Role.LINK_WORKER).get("/link-worker/").content.decode()


def test_a_task_stands_on_the_worklist_with_its_words_and_its_page(declared: Kit) -> None:
    put(declared)
    html = caseload(declared)
    assert "Ask about the wristband: Wristband 1" in html
    assert f'href="{reverse("devices:device", args=[declared.wearable.public_id])}"' in html
    assert (
        "Ask about the wristband: Wristband 1"
        in declared.world.ours.client(Role.LINK_WORKER)
        .get(reverse("link_worker:episode", args=[declared.world.ours.referral.episode.public_id]))
        .content.decode()
    )


def test_a_task_is_put_once_held_handed_over_and_finished(declared: Kit) -> None:
    ours = declared.world.ours
    task, again = put(declared), put(declared)
    assert (task.pk, task.holder) == (again.pk, ours.members[Role.LINK_WORKER])
    heir = colleague(declared.world)
    by = ours.actor(Role.LINK_WORKER)
    handovers.to_colleague(episode=ours.referral.episode, heir=heir, note="Ring after ten", by=by, now=declared.now)
    task.refresh_from_db()
    assert task.holder == heir
    tasks.finish(episode=ours.referral.episode, kinds={"not_worn"}, now=declared.now)
    assert not Task.objects.open().filter(kind="not_worn").exists()
    assert put(declared).pk != task.pk


def test_many_tasks_of_a_new_kind_cost_as_many_queries_as_one(declared: Kit) -> None:
    put(declared)
    caseload(declared)
    with CaptureQueriesContext(connection) as one:
        caseload(declared)
    for number in range(1, 6):
        day = declared.world.today + timedelta(days=number)
        Task.objects.create(
            kind="not_worn",
            episode=declared.world.ours.referral.episode,
            subject_kind="loan",
            subject_id=declared.loan.pk,
            holder=declared.world.ours.members[Role.LINK_WORKER],
            due_on=day,
            planned_on=day,
        )
    with CaptureQueriesContext(connection) as six:
        assert caseload(declared).count("Ask about the wristband: Wristband 1") == 6
    assert len(six) == len(one)


def test_a_message_goes_out_once_with_its_words(declared: Kit, server: MailServer) -> None:
    message = nudge(declared)
    messages.tell_person(about=declared.loan, kind="wear_nudge", by=SCHEDULE, now=declared.now)
    send(declared)
    assert fate(message) == ("sent", "")
    (mail,) = server.messages
    assert mail["To"] == "ada@example.org"
    assert mail["Subject"] == "Your wristband"
    assert "Please wear Wristband 1." in mail.as_string()
    assert message.once_key == f"wear_nudge:loan:{declared.loan.pk}:{declared.loan.version}"


@pytest.mark.parametrize("purpose", ["get_messages", "wear_device"])
def test_what_a_message_needs_is_asked_when_it_is_queued_and_again_when_it_is_sent(
    declared: Kit, server: MailServer, purpose: str
) -> None:
    message = nudge(declared)
    by = declared.world.ours.actor(Role.LINK_WORKER)
    agreements.withdraw(person=declared.world.ours.person, purpose=purpose, by=by, now=declared.now)
    send(declared)
    assert fate(message) == ("failed", "not agreed")
    assert server.messages == []
    OutboundMessage.objects.all().delete()
    messages.tell_person(about=declared.loan, kind="wear_nudge", by=SCHEDULE, now=declared.now)
    assert not OutboundMessage.objects.exists()


def test_a_message_that_is_no_longer_true_does_not_go_out(declared: Kit, server: MailServer) -> None:
    message = nudge(declared)
    loans.take_back(loan=declared.loan, by=declared.world.ours.actor(Role.LINK_WORKER), now=declared.now)
    send(declared)
    assert fate(message) == ("failed", "overtaken")
    OutboundMessage.objects.filter(pk=message.pk).update(state="waiting", failure="")
    messages.overtake(about=declared.loan)
    assert fate(message) == ("failed", "overtaken")


def test_a_message_that_does_not_arrive_is_a_task_about_the_same(declared: Kit, server: MailServer) -> None:
    message = nudge(declared)
    server.answers = ["550 no such mailbox"]
    send(declared)
    assert fate(message)[0] == "failed"
    task = Task.objects.open().get(kind="message_failed")
    assert (task.subject_kind, task.subject_id) == ("loan", declared.loan.pk)
    assert "A message did not arrive" in caseload(declared)


def test_a_letter_of_a_new_kind_is_printed_by_the_persons_team(declared: Kit) -> None:
    message = nudge(declared)
    OutboundMessage.objects.filter(pk=message.pk).update(channel="letter")
    PersonAddress.objects.filter(person=declared.world.ours.person).update(lines="1 High Street, Sale")
    ours, theirs = (side.actor(Role.LINK_WORKER) for side in (declared.world.ours, declared.world.theirs))
    (letter,) = letters.listed(ours, declared.now)
    assert "Please wear Wristband 1." in letter.words
    assert letters.listed(theirs, declared.now) == []


def export(kit: Kit, target: Path) -> dict[str, list[dict[str, object]]]:
    call_command("export_person", str(kit.world.ours.person.public_id), "--to", str(target))
    with ZipFile(target) as packed:
        tables = json.loads(packed.read("record.json"))["tables"]
    return {table["table"]: table["rows"] for table in tables}


def test_what_is_about_a_person_is_exported_and_erased_with_them(declared: Kit, tmp_path: Path) -> None:
    put(declared)
    nudge(declared)
    messages.tell_team(about=declared.loan, kind="wear_report", now=declared.now)
    tables = export(declared, tmp_path / "out.zip")
    named = {"subject_kind": "loan", "subject_id": str(declared.loan.public_id)}
    for table, kinds in (
        ("referrals_task", {"not_worn"}),
        ("referrals_outboundmessage", {"wear_nudge", "wear_report"}),
    ):
        rows = [row for row in tables[table] if row["kind"] in kinds]
        assert {row["kind"] for row in rows} == kinds
        assert all(named.items() <= row.items() for row in rows)
    call_command("erase_person", str(declared.world.ours.person.public_id), "--reason", "asked")
    at_once()
    assert not Task.objects.filter(subject_kind="loan").exists()
    assert not OutboundMessage.objects.filter(subject_kind="loan").exists()


def test_what_is_about_a_person_goes_over_with_them(declared: Kit) -> None:
    """The loan was made to the one who goes: all that is about it is the other one's from then on."""
    ours = declared.world.ours
    kept = register(ours, family_name=ours.person.family_name, born_on=ours.person.born_on)
    refer(ours, kept)
    pair = LikelyDuplicate.objects.get(first=ours.person, second=kept)
    Person.objects.filter(pk=ours.person.pk).update(nhs_number=None, nhs_number_missing_reason="withheld")
    task, message = put(declared), nudge(declared)
    messages.tell_team(about=declared.loan, kind="wear_report", now=declared.now)
    by = ours.actor(Role.LINK_WORKER)
    merges.merge(duplicate=pair, kept=kept, by=by, now=declared.now + timedelta(minutes=1))
    task.refresh_from_db()
    message.refresh_from_db()
    assert task.episode.person == message.to_person == kept
    assert {row.kind for row in messages_about(kept.pk)} == {"wear_nudge", "wear_report"}


def messages_about(person_id: int) -> list[OutboundMessage]:
    return list(selectors.about(person_id).filter(subject_kind="loan"))


def at_once() -> None:
    """Let the database see now what it would see at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"kind": "unheard_of"}, "_kind"),
        ({"kind": ""}, "_kind"),
        ({"subject_kind": "moon"}, "_subject_kind|there is no"),
        ({"subject_id": 0}, "there is no loan 0"),
        ({"subject_id": None}, "_subject_whole|there is no"),
        ({"subject_kind": None}, "_subject_whole"),
    ],
)
def test_the_database_refuses_what_nobody_declared_and_what_is_not_there(
    declared: Kit, columns: dict[str, object], constraint: str
) -> None:
    for row in (put(declared), nudge(declared)):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**columns)


def test_what_a_task_or_a_message_is_about_cannot_go_before_them(declared: Kit) -> None:
    for row in (put(declared), nudge(declared)):
        with pytest.raises(IntegrityError, match="something is about loan"):
            remove(declared.loan)
        type(row)._default_manager.filter(pk=row.pk).delete()
    remove(declared.loan)
    assert not Loan.objects.filter(pk=declared.loan.pk).exists()


@transaction.atomic
def remove(loan: Loan) -> None:
    Loan.objects.filter(pk=loan.pk).delete()
    at_once()


def test_a_name_is_declared_once(declared: Kit) -> None:
    with pytest.raises(ValueError, match="loan"):
        subjects.declare([Subject("loan", Loan, person=attrgetter("person"))])
    with pytest.raises(ValueError, match="not_worn"):
        task_kinds.declare([task_kinds.kind("not_worn")])
    with pytest.raises(ValueError, match="wear_nudge"):
        message_kinds.declare([message_kinds.kind("wear_nudge")])
