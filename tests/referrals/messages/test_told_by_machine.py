"""Of people as they are, most are told of an appointment without anyone doing anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from referrals import channels
from referrals.actions.intake.receive import receive
from referrals.actions.messages import messages, outbox
from referrals.actions.people import agreements, people, wishes
from referrals.actions.support import appointments
from referrals.drafts import AppointmentDraft, PersonDraft
from referrals.forms.intake.referral import NewPatientForm
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.models import Agreement, ContactPoint, OutboundMessage, Person
from referrals.ways_in import PRACTICE_FORM
from socialrx.tools.example import fates
from tests.conformance.browsing import read
from tests.support.doubles.notify_server import KEY, NotifyServer
from tests.support.forms_typed import date_typed, new_patient
from tests.support.world import World, refer, register, wants

# A Tuesday.
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
THEN = NOW + timedelta(days=8)
pytestmark = pytest.mark.time_machine(NOW, tick=False)


@pytest.fixture
def server(settings: Settings) -> Iterator[NotifyServer]:
    with NotifyServer() as server:
        settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL = KEY, server.url
        yield server


def typed(draft: PersonDraft) -> dict[str, object]:
    """How a GP would fill in the form for them."""
    values = {contact.kind: contact.value for contact in draft.contacts}
    said = {
        "given_name": draft.given_name,
        "family_name": draft.family_name,
        "nhs_number": draft.nhs_number,
        "phone": values["mobile"],
        "phone_safety": "call_and_message",
        "email": values.get("email", ""),
        "address": draft.address or "1 Elm Grove",
        "postcode": draft.postcode or "M33 2AB",
        "told_by": draft.wanted_channel,
    }
    return new_patient(**said, **date_typed("born_on", draft.born_on))


def appointed(world: World, person: Person) -> None:
    """Our link worker makes an appointment with someone whom the practice has referred, and who wants messages."""
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.give(person=person, purpose="get_messages", by=by, now=NOW)
    draft = AppointmentDraft(THEN, THEN + timedelta(hours=1), "phone")
    appointments.make(episode=person.referrals.get().episode, draft=draft, by=by, now=NOW)


def test_at_least_nine_in_ten_of_those_who_can_be_told_by_a_machine_are(world: World, server: NotifyServer) -> None:
    by, crowd = world.ours.actor(Role.GP), fates.draw(100, 7, world.today)
    for fate in crowd:
        form = NewPatientForm(typed(fate.person))
        assert form.is_valid(), form.errors
        person = people.register(draft=form.person_draft(), by=by, now=NOW)
        wishes.hear(person=person, draft=form.person_draft(), by=by, now=NOW)
        refer(world.ours, person, at=NOW)
        appointed(world, person)
    can_be = Person.objects.filter(
        pk__in=ContactPoint.objects.filter(kind__in=("mobile", "email"), safe_to_write=True).values("person"),
        agreements__purpose="get_messages",
        nhs_number__in=[fate.person.nhs_number for fate in crowd],
    )
    assert can_be.count() == 100
    queued = OutboundMessage.objects.filter(to_person__in=can_be, channel__in=channels.BY_MACHINE)
    assert queued.filter(kind="appointment_told").count() >= 90
    due = [messages.way_to(person.pk, "appointment_reminder") for person in can_be]
    assert sum(channel in channels.BY_MACHINE for channel in due) >= 90


def test_a_mobile_that_is_safe_gets_a_text_without_anyone_doing_anything(world: World, server: NotifyServer) -> None:
    said = {"phone": "07700 900 123", "phone_safety": "call_and_message", "told_by": "text"}
    form = NewPatientForm(new_patient(**said))
    assert form.is_valid(), form.errors
    referral = receive(draft=form.draft(), way=PRACTICE_FORM, by=world.ours.actor(Role.GP), now=NOW)
    # Who said how they want to be told has agreed to be told.
    assert Agreement.objects.filter(person=referral.person, purpose="get_messages").count() == 1
    appointed(world, referral.person)
    outbox.send_waiting(limit=100, by=SCHEDULE, now=NOW)
    assert server.messages[-1]["phone_number"] == "07700900123"


def again(world: World, form: NewPatientForm) -> None:
    """The practice refers our person once more, and says that it is the same person."""
    draft = replace(form.draft(), known=world.ours.person.public_id)
    receive(draft=draft, way=PRACTICE_FORM, by=world.ours.actor(Role.GP), now=NOW)


def test_an_agreement_that_was_taken_back_is_not_given_by_a_later_referral(world: World) -> None:
    person, gp = world.ours.person, world.ours.actor(Role.GP)
    agreements.give(person=person, purpose="get_messages", by=gp, now=NOW)
    agreements.withdraw(person=person, purpose="get_messages", by=world.ours.actor(Role.LINK_WORKER), now=NOW)
    said = {"nhs_number": person.nhs_number, "phone": "07700 900 123", "told_by": "text"}
    form = NewPatientForm(new_patient(**said, **date_typed("born_on", person.born_on)))
    assert form.is_valid(), form.errors
    again(world, form)
    person.refresh_from_db()
    assert person.wanted_channel == "text"
    assert not Agreement.objects.filter(person=person, purpose="get_messages", withdrawn_at=None).exists()


def test_what_someone_has_said_already_stands(world: World) -> None:
    person = world.ours.person
    wants(world.ours, person, "phone", "evenings")
    said = {"nhs_number": person.nhs_number, "phone": "07700 900 123", "told_by": "text", "bad_times": ["mornings"]}
    form = NewPatientForm(new_patient(**said, **date_typed("born_on", person.born_on)))
    assert form.is_valid(), form.errors
    again(world, form)
    person.refresh_from_db()
    assert (person.wanted_channel, person.bad_times) == ("phone", ["evenings"])


@pytest.mark.parametrize(
    ("told_by", "more", "is_right"),
    [
        ("text", {"phone": "0161 496 0123"}, False),
        ("text", {"phone": "07700 900 123"}, True),
        ("phone", {"phone_safety": "neither"}, False),
        ("phone", {}, True),
        ("email", {}, False),
        ("email", {"email": "nia@example.org"}, True),
        ("letter", {}, False),
        ("letter", {"address": "1 Elm Grove"}, True),
        ("letter", {"address": "1 Elm Grove", "postcode": ""}, False),
    ],
)
def test_a_way_that_leads_nowhere_is_asked_about(told_by: str, more: dict[str, str], is_right: bool) -> None:
    form = NewPatientForm(new_patient(told_by=told_by, **more))
    assert form.is_valid() == is_right
    assert ("told_by" in form.errors) != is_right


def test_a_text_waits_for_a_time_that_is_good(world: World, server: NotifyServer) -> None:
    person = register(world.ours, nhs_number=None, family_name="Late")
    ContactPoint.objects.create(person=person, kind="mobile", value="07700900123")
    wants(world.ours, person, "text", "mornings", "afternoons")
    refer(world.ours, person)
    OutboundMessage.objects.all().delete()
    appointed(world, person)
    evening = NOW.replace(hour=17)
    assert (outbox.send_waiting(limit=10, by=SCHEDULE, now=NOW), len(server.messages)) == (0, 0)
    # What was queued for the evening and is taken up the morning after waits again.
    outbox.send_waiting(limit=10, by=SCHEDULE, now=evening + timedelta(hours=15))
    assert len(server.messages) == 0
    outbox.send_waiting(limit=10, by=SCHEDULE, now=evening + timedelta(days=1))
    assert [message["phone_number"] for message in server.messages] == ["07700900123"]


def test_what_was_sent_stands_on_the_persons_page_and_their_own(world: World, server: NotifyServer) -> None:
    wants(world.ours, world.ours.person, "phone")
    OutboundMessage.objects.all().delete()
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.give(person=world.ours.person, purpose="get_messages", by=by, now=NOW)
    draft = AppointmentDraft(THEN, THEN + timedelta(hours=1), "phone")
    appointments.make(episode=world.ours.referral.episode, draft=draft, by=by, now=NOW)
    mine, theirs = world.ours.client(Role.PERSON), world.ours.client(Role.LINK_WORKER)
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    for client, url in ((mine, "/me/"), (theirs, episode)):
        assert "Your appointment Phone call Not sent yet" in read(client, url)
    outbox.send_waiting(limit=10, by=SCHEDULE, now=NOW)
    for client, url in ((mine, "/me/"), (theirs, episode)):
        assert "Your appointment Phone call A colleague was asked to call" in read(client, url)
