"""Messages go out once, only while they may, and what does not arrive is noticed."""

import contextlib
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from referrals import text_messages
from referrals.actions.messages import messages, outbox
from referrals.actions.people import agreements, deaths, erasure
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.registries import message_kinds
from referrals.models import (
    Appointment,
    Attendance,
    AuditEvent,
    ContactPoint,
    OnwardReferral,
    Organisation,
    OutboundMessage,
    Person,
    Referral,
    Session,
    Task,
)
from referrals.models.choices import LongTermConditionCode, NeedCode
from referrals.models.work.known import KnownMessageKind
from referrals.selectors.messages import messages as selectors
from tests.architecture.routes import invite
from tests.support.doubles.mail_server import MailServer
from tests.support.world import World, build, refer, register

EMAIL = "ada@example.org"
# Words that say why someone is helped; "long", "work" and "other" are in codes, and say nothing by themselves.
HEALTH = {word for code in [*NeedCode.values, *LongTermConditionCode.values] for word in code.split("_")} - {
    *("long", "work", "other", "term", "low"),
} | {
    *("health", "ill", "illness", "sick", "sickness", "disease", "diagnosis", "mental", "mood", "pain", "patient"),
    *("doctor", "gp", "hospital", "clinic", "medicine", "treatment", "therapy", "disability", "drug", "alcohol"),
    *("anxiety", "stress", "lonely", "bereaved", "cancer", "stroke", "frail", "weight", "smoking", "benefits"),
}
# What the template engine reads: names of variables and tags are nobody's words.
WORKINGS = re.compile(r"{{.*?}}|{#.*?#}|{% (?!translate).*?%}")
# Kinds of message to one number or address, whatever else the person has.
TO_ONE_ADDRESS = {"confirm_address", "address_added"}


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        yield server


def send(now: datetime) -> int:
    return outbox.send_waiting(limit=100, by=SCHEDULE, now=now)


def queue(world: World, *, to_person: bool = False) -> OutboundMessage:
    """The only message that waits: to our practice, or to our person who agreed and has an e-mail address."""
    OutboundMessage.objects.all().delete()
    recipient: dict[str, object] = {"to_organisation": world.ours.practice}
    if to_person:
        person = world.ours.person
        agreements.give(person=person, purpose="get_messages", by=world.ours.actor(Role.GP), now=world.now)
        ContactPoint.objects.create(person=person, kind="email", value=EMAIL)
        recipient = {"to_person": person, "onward_referral": world.ours.onward_referral}
    return OutboundMessage.objects.create(
        kind="place_found" if to_person else "referral_declined",
        once_key="the only one",
        referral=world.ours.referral,
        channel="email",
        not_before=world.now,
        **recipient,
    )


def fate(message: OutboundMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.failure


def missed(world: World) -> int:
    return Task.objects.open().filter(kind="message_failed", episode=world.ours.referral.episode).count()


def refuse_rows(table: str) -> None:
    """From here on the table takes no row, as if the database had failed just there; undone with the test."""
    with connection.cursor() as cursor:
        # A table with checks still to come cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT no_rows CHECK (false) NOT VALID")


def test_each_waiting_message_goes_out_once(world: World, server: MailServer) -> None:
    waiting = OutboundMessage.objects.filter(state="waiting").count()
    assert waiting > 5
    assert send(world.now) == waiting
    assert send(world.now) == 0
    assert len({message["Message-ID"] for message in server.messages}) == len(server.messages) == waiting
    assert set(OutboundMessage.objects.values_list("state", flat=True)) == {"sent"}
    assert AuditEvent.objects.filter(did="message.sent").count() == waiting


def test_a_message_before_its_time_waits(world: World, server: MailServer) -> None:
    message = queue(world)
    assert send(world.now - timedelta(minutes=1)) == 0
    assert fate(message) == ("waiting", "")


def test_words_name_nobody_and_say_where_to_sign_in(world: World, server: MailServer) -> None:
    queue(world)
    send(world.now)
    (message,) = server.messages
    text = message.as_string()
    assert message["To"] == world.ours.practice.email
    assert world.ours.referral.reference in text
    assert f"{project.BASE_URL}/gp/" in text
    assert not [word for word in ("Ada", world.ours.person.nhs_number, "lonel", "walk") if str(word) in text]


def test_a_message_to_a_person_goes_where_it_is_safe_to_write(world: World, server: MailServer) -> None:
    message = queue(world, to_person=True)
    ContactPoint.objects.create(person=world.ours.person, kind="email", value="shared@example.org", safe_to_write=False)
    send(world.now)
    assert fate(message) == ("sent", "")
    assert [mail["To"] for mail in server.messages] == [EMAIL]


def test_consent_is_asked_for_again_when_sending(world: World, server: MailServer) -> None:
    message = queue(world, to_person=True)
    agreements.withdraw(
        person=world.ours.person, purpose="get_messages", by=world.ours.actor(Role.LINK_WORKER), now=world.now
    )
    send(world.now)
    assert fate(message) == ("failed", "not agreed")
    assert (server.messages, missed(world)) == ([], 0)


def test_nothing_is_sent_where_it_became_unsafe_and_the_link_worker_learns_of_it(
    world: World, server: MailServer
) -> None:
    message = queue(world, to_person=True)
    ContactPoint.objects.filter(value=EMAIL).update(safe_to_write=False)
    send(world.now)
    assert fate(message) == ("failed", "no safe address")
    assert (server.messages, missed(world)) == ([], 1)


def test_nothing_is_sent_about_a_restricted_person(world: World, server: MailServer) -> None:
    message = queue(world)
    erasure.restrict(person=world.ours.person, reason="asked", by=SCHEDULE, now=world.now)
    send(world.now)
    assert fate(message) == ("failed", "restricted")
    assert server.messages == []


def test_a_server_that_is_down_is_asked_again_later(world: World, server: MailServer) -> None:
    message = queue(world)
    server.hang_up = True
    send(world.now)
    assert fate(message) == ("waiting", "")
    server.hang_up = False
    assert send(world.now + timedelta(seconds=30)) == 0
    assert send(world.now + timedelta(minutes=1)) == 1
    assert fate(message) == ("sent", "")
    assert (message.attempts, message.unanswered_since) == (1, None)


def test_while_a_server_is_down_each_run_tries_one_message(world: World, server: MailServer) -> None:
    waiting = OutboundMessage.objects.filter(state="waiting").count()
    server.hang_up = True
    for seconds in range(0, 30, 10):
        assert send(world.now + timedelta(seconds=seconds)) == 1
    assert server.conversations == 3
    server.hang_up = False
    # However long it was down, what waits goes out within a minute.
    assert send(world.now + timedelta(seconds=20) + outbox.SOON) == waiting


@pytest.mark.parametrize("fault", ["hangs up", "does not take our address"])
def test_what_no_message_gets_past_fails_none_before_a_day_is_over(
    world: World, server: MailServer, fault: str
) -> None:
    message = queue(world)
    server.hang_up, server.to_sender = fault == "hangs up", "550 who are you?"
    for minutes in range(0, 24 * 60, 30):
        assert send(world.now + timedelta(minutes=minutes)) == 1
    assert (fate(message), missed(world)) == (("waiting", ""), 0)
    send(world.now + outbox.AWAY_FOR)
    assert (fate(message)[0], missed(world)) == ("failed", 1)


@pytest.mark.parametrize("seen_to", [False, True], ids=["nobody has seen to it", "somebody has"])
def test_what_failed_for_no_fault_of_its_own_is_sent_again_unless_somebody_has_seen_to_it(
    world: World, server: MailServer, capsys: pytest.CaptureFixture[str], *, seen_to: bool
) -> None:
    message = queue(world)
    server.to_sender = "550 who are you?"
    send(world.now)
    send(world.now + outbox.AWAY_FOR)
    assert fate(message)[0] == "failed"
    if seen_to:
        Task.objects.open().filter(kind="message_failed").update(done_at=world.now)
    server.to_sender = "250 yes"
    call_command("requeue")
    assert capsys.readouterr().out == f"messages that wait again: {int(not seen_to)}\n"
    assert missed(world) == 0
    send(timezone.now())
    assert fate(message)[0] == ("failed" if seen_to else "sent")
    call_command("requeue")
    assert capsys.readouterr().out == "messages that wait again: 0\n"


def test_what_concerns_the_recipient_is_not_sent_again(world: World, server: MailServer) -> None:
    message = queue(world)
    server.answers = ["550 no such mailbox"]
    send(world.now)
    call_command("requeue")
    assert (fate(message)[0], missed(world)) == ("failed", 1)


def wait_out(server: MailServer, since: datetime) -> None:
    """A whole absence of the mail server's, after which it is there again."""
    server.hang_up = True
    send(since)
    send(since + outbox.AWAY_FOR)
    server.hang_up = False


@pytest.mark.parametrize(("failure", "left"), [("mail server: SMTPRecipientsRefused", 1), ("overtaken", 0)])
def test_the_task_stays_while_it_is_about_another_message_that_failed(
    world: World, server: MailServer, failure: str, left: int
) -> None:
    message = queue(world)
    wait_out(server, world.now)
    OutboundMessage.objects.create(
        kind="referral_declined",
        once_key="another",
        referral=world.ours.referral,
        to_organisation=world.ours.practice,
        channel="email",
        not_before=world.now,
        state="failed",
        failure=failure,
    )
    call_command("requeue")
    assert (fate(message)[0], missed(world)) == ("waiting", left)


def test_an_absence_is_over_once_the_server_answers_whatever_it_says(world: World, server: MailServer) -> None:
    message = queue(world)
    server.hang_up = True
    send(world.now)
    server.hang_up, server.answers = False, ["450 busy", "550 no such mailbox"]
    send(world.now + timedelta(hours=1))
    # A short absence more than a day after the first is another.
    server.hang_up = True
    send(world.now + timedelta(hours=26))
    assert fate(message) == ("waiting", "")
    server.hang_up = False
    send(world.now + timedelta(hours=27))
    call_command("requeue")
    assert (fate(message)[0], missed(world)) == ("failed", 1)


def test_a_message_of_a_kind_that_is_not_known_here_holds_up_no_other(
    world: World, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    """As after going back to an older release."""
    later = queue(world)
    KnownMessageKind.objects.create(name="of_a_later_release")
    broken = OutboundMessage.objects.create(
        kind="of_a_later_release",
        once_key="another",
        to_person=world.ours.person,
        referral=world.ours.referral,
        channel="email",
        not_before=world.now - timedelta(hours=1),
    )
    assert (send(world.now), fate(later), fate(broken)) == (2, ("sent", ""), ("waiting", ""))
    assert f"message {broken.public_id} failed: KeyError" in caplog.text
    for day in range(len(outbox.WAITS)):
        send(world.now + timedelta(days=day + 1))
    assert (fate(broken), missed(world)) == (("failed", outbox.BROKEN), 1)


def test_a_mailbox_that_does_not_exist_is_final_and_noticed(world: World, server: MailServer) -> None:
    message = queue(world)
    server.answers = ["550 no such mailbox"]
    send(world.now)
    assert fate(message) == ("failed", "mail server: SMTPRecipientsRefused")
    assert missed(world) == 1


def test_a_full_mailbox_is_tried_for_about_a_day(world: World, server: MailServer) -> None:
    message = queue(world)
    server.answers = ["452 mailbox full"] * 100
    now = world.now
    while fate(message)[0] == "waiting":
        send(now)
        now += timedelta(hours=1)
    assert timedelta(hours=20) < now - world.now < timedelta(hours=36)
    assert missed(world) == 1


def test_a_worker_killed_after_sending_loses_nothing_and_the_copy_can_be_told(world: World, server: MailServer) -> None:
    message = queue(world)
    with contextlib.suppress(KeyboardInterrupt), transaction.atomic():
        send(world.now)
        raise KeyboardInterrupt
    assert fate(message) == ("waiting", "")
    send(world.now)
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_nothing_twice(server: MailServer) -> None:
    world = build()
    waiting = OutboundMessage.objects.count()
    sent: list[int] = []

    def work() -> None:
        sent.append(send(world.now))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == len(server.messages) == waiting


def test_a_person_is_told_only_if_they_agreed_and_can_be_written_to(world: World) -> None:
    person = world.ours.person

    ContactPoint.objects.filter(person=person).update(ended_at=world.now)

    def told() -> int:
        messages.tell_person(about=world.ours.onward_referral, kind="place_found", by=SCHEDULE, now=world.now)
        return OutboundMessage.objects.filter(to_person=person).count()

    assert (told(), missed(world)) == (0, 0)
    agreements.give(person=person, purpose="get_messages", by=world.ours.actor(Role.GP), now=world.now)
    assert (told(), missed(world)) == (0, 1)
    point = ContactPoint.objects.create(person=person, kind="email", value=EMAIL, safe_to_write=False)
    assert (told(), missed(world)) == (0, 1)
    ContactPoint.objects.filter(pk=point.pk).update(safe_to_write=True)
    assert [told(), told()] == [1, 1]
    assert AuditEvent.objects.get(did="message.queued").detail == {"kind": "place_found", "channel": "email"}


def test_each_kind_has_its_words_and_each_text_its_kind(world: World) -> None:
    folder = Path(project.BASE_DIR) / "templates" / "messages"
    names = {path.name.removesuffix(".txt") for path in folder.glob("*.txt")} - {"base", "asks", "person", "person.sms"}
    texts = {name for name in names if not name.endswith(".sms")}
    assert texts == {kind.name for kind in message_kinds.kinds()}
    texted = {kind.name for kind in message_kinds.kinds() if kind.needs or kind.to} | TO_ONE_ADDRESS
    # Whoever works here has an e-mail address and no number.
    texted -= {"second_factor_reset"}
    assert names - texts == {f"{kind}.sms" for kind in texted}
    assert set(OutboundMessage.objects.values_list("kind", flat=True)) <= texts


def test_no_subject_has_a_health_word() -> None:
    subjects = [str(kind.subject) for kind in message_kinds.kinds()]
    assert subjects
    assert [subject for subject in subjects if HEALTH & set(re.findall(r"\w+", subject.lower()))] == []


def test_no_words_of_a_message_have_a_health_word() -> None:
    texts = list((Path(project.BASE_DIR) / "templates" / "messages").glob("*.txt"))
    assert len(texts) > 20
    found = {
        path.name: HEALTH & set(re.findall(r"[^\W_]+", WORKINGS.sub("", path.read_text()).lower())) for path in texts
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("table", ["referrals_task", "referrals_outboundmessage"])
def test_a_referral_its_task_and_its_message_are_written_together_or_not_at_all(world: World, table: str) -> None:
    def written(person: Person) -> list[int]:
        referrals = Referral.objects.filter(person=person)
        return [
            referrals.count(),
            Task.objects.open().filter(kind="claim_referral", referral__in=referrals).count(),
            OutboundMessage.objects.filter(kind="referral_received", referral__in=referrals).count(),
        ]

    first, second = register(world.ours), register(world.ours)
    refer(world.ours, first)
    assert written(first) == [1, 1, 1]
    refuse_rows(table)
    with pytest.raises(IntegrityError, match="no_rows"):
        refer(world.ours, second)
    assert written(second) == [0, 0, 0]


def die(world: World) -> None:
    link_worker = world.ours.actor(Role.LINK_WORKER)
    deaths.record(person=world.ours.person, died_on=world.today, by=link_worker, now=world.now)


def still_open(person: Person) -> list[bool]:
    """Whether a referral, an offer or place, and a task of the person are."""
    return [
        Referral.objects.filter(person=person).open().exists(),
        OnwardReferral.objects.filter(episode__person=person).open().exists(),
        Task.objects.filter(episode__person=person).open().exists(),
    ]


def test_a_death_closes_everything_and_stops_messages_to_the_person(world: World, server: MailServer) -> None:
    message = queue(world, to_person=True)
    assert still_open(world.ours.person) == [True, True, True]
    die(world)
    assert still_open(world.ours.person) == [False, False, False]
    assert fate(message) == ("failed", "recipient died")
    # One that another worker queued in the same moment.
    OutboundMessage.objects.filter(pk=message.pk).update(state="waiting", failure="")
    send(world.now)
    assert fate(message) == ("failed", "recipient died")
    assert EMAIL not in [mail["To"] for mail in server.messages]


def test_a_death_is_recorded_whole_or_not_at_all(world: World) -> None:
    refuse_rows("referrals_outboundmessage")
    with pytest.raises(IntegrityError, match="no_rows"):
        die(world)
    assert still_open(world.ours.person) == [True, True, True]
    assert Person.objects.get(pk=world.ours.person.pk).died_on is None


@pytest.mark.parametrize("kind", [kind.name for kind in message_kinds.kinds()])
def test_the_words_of_each_kind_say_what_happened_and_not_to_whom(world: World, kind: str) -> None:
    message = queue(world)
    message.kind, message.onward_referral, message.service = kind, world.ours.onward_referral, world.ours.service
    message.onward_referral.follows = world.theirs.onward_referral
    message.appointment = Appointment(episode=world.ours.referral.episode, starts_at=world.now, mode="phone", place="P")
    message.attendance, message.session = Attendance(session=world.ours.session), world.ours.session
    if kind == "invitation":
        asked = invite(world.ours.team, Role.LINK_WORKER, world.ours.actor(Role.MANAGER), world.now)
        message.subject_kind, message.subject_id = "invitation", asked.pk
    if kind == "second_factor_reset":
        message.subject_kind, message.subject_id = "membership", world.ours.members[Role.GP].pk
    if kind in TO_ONE_ADDRESS:
        message.subject_kind, message.subject_id = "contact_point", world.ours.person.contact_points.get().pk
    words = selectors.letter(message).body
    # What goes to an address that may be a stranger's leads nowhere but by its own link.
    assert (message_kinds.kind(kind).page in words) == (kind not in TO_ONE_ADDRESS)
    names = {world.ours.referral.reference, world.ours.service.name, "your link worker", "your own page", "a session"}
    names |= {"invites you to work", "gave this address as theirs", "Another address was added", "your team's list"}
    names |= {"has reset your second step"}
    assert any(name in words for name in names)
    person = world.ours.person
    for name in (world.ours.service.name, world.ours.team.name, world.ours.practice.name):
        words = words.replace(name, "")
    assert not [name for name in (person.given_name, person.family_name, str(person.nhs_number)) if name in words]


@pytest.mark.parametrize("kind", [kind.name for kind in message_kinds.kinds() if kind.needs])
@pytest.mark.time_machine("2026-09-23T12:00:00Z", tick=False)
def test_each_text_message_fits_into_one_and_says_how_to_stop(world: World, settings: Settings, kind: str) -> None:
    settings.BASE_URL = "https://socialrx.greater-manchester.example.nhs.uk"
    message = queue(world)
    message.kind, message.channel = kind, "text"
    longest = datetime(2026, 9, 30, 10, 30, tzinfo=UTC)
    message.referral = world.ours.referral
    message.referral.due_on = longest.date()
    message.appointment = Appointment(episode=world.ours.referral.episode, starts_at=longest, mode="phone", place="P")
    message.session = Session(starts_at=longest)
    Organisation.objects.filter(pk=world.ours.team.pk).update(phone="0161 496 0000")
    words = selectors.words(message)
    assert text_messages.length(words) <= text_messages.LONGEST
    assert words == text_messages.plain(words)
    assert words.endswith("Stop these: tell us or see https://socialrx.greater-manchester.example.nhs.uk/me/")
