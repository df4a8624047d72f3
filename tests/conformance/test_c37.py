"""C37 Social prescribing: each test does what a buyer would try, as the role that does it."""

import csv
from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from observatory.tasks import rebuild_changed_weeks
from referrals.actions.messages import outbox
from referrals.actions.services import services
from referrals.actions.work import sweeps
from referrals.drafts import ServiceDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.calendar import LONDON, week_of
from referrals.kit.permissions import Role
from referrals.models import Service, Session
from referrals.templatetags.nhsuk import nhs_date, nhs_datetime, nhs_short_date
from tests.conformance.browsing import claimed, read, referred, refused, send
from tests.referrals.register.test_feedback import went
from tests.referrals.services import files
from tests.referrals.services.test_mappings import COUNCIL
from tests.support.forms_typed import date_typed, new_patient, self_referral
from tests.support.link_worker_forms import person_version
from tests.support.listing_forms import listing_typed
from tests.support.world import World, an_nhs_number, refer, register

ADDRESS = "ada@example.org"


@pytest.fixture(autouse=True)
def _a_fresh_count() -> None:
    """How often a stranger may refer themselves is counted."""
    cache.clear()


@pytest.fixture
def link_worker(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


@pytest.fixture
def gp(world: World) -> Client:
    return world.ours.client(Role.GP)


def test_c37e1_a_link_worker_assesses_someones_wellbeing(world: World, link_worker: Client) -> None:
    episode = claimed(world, referred(world))
    assert "No scores yet." in read(link_worker, episode)
    answers = {"ons_satisfaction": "4", "ons_worthwhile": "5", "ons_happiness": "2", "ons_anxiety": "8"}
    send(link_worker, f"{episode}scores/ons4/", {"stage": "start", **answers})
    page = read(link_worker, episode)
    assert f"At the start {nhs_short_date(world.today)}" in page
    assert "Life satisfaction 4" in page
    assert "Feeling that things are worthwhile 5" in page
    assert "Happiness yesterday 2" in page
    assert "Anxiety yesterday lower is better 8" in page


def test_c37e2_anyone_searches_the_directory(world: World, client: Client) -> None:
    for name, is_step_free in (("Debt advice upstairs", False), ("Debt advice", True)):
        draft = ServiceDraft(name, ("debt",), location="Civic Hall", is_step_free=is_step_free)
        services.add(organisation=world.ours.provider, draft=draft, by=SCHEDULE, confirmed_on=world.today)
    assert "Trafford park walk" in read(client, "/services/")
    found = read(client, "/services/?need=debt")
    assert "2 services" in found
    assert "park walk" not in found
    found = read(client, "/services/?need=debt&step_free=on&has_place=on")
    assert "1 service" in found
    assert "upstairs" not in found
    page = read(client, f"/services/{Service.objects.get(name='Debt advice').public_id}/")
    assert "Where Civic Hall" in page
    assert "Telephone 0161 496 0999" in page


def test_c37e3_a_link_worker_refers_someone_to_a_service(world: World, link_worker: Client) -> None:
    referral = referred(world)
    episode = claimed(world, referral)
    service = world.ours.service
    assert service.name in read(link_worker, f"{episode}refer-on/")
    typed = {"need": "loneliness", "agrees": "on", "note": "Shy at first"}
    send(link_worker, f"{episode}refer-on/{service.public_id}/", typed)
    provider = world.ours.client(Role.PROVIDER)
    assert "Nia Typed" in read(provider, "/provider/")
    offer = provider.get("/provider/").content.decode().partition("/provider/offers/")[2].partition("/")[0]
    assert "Shy at first" in read(provider, f"/provider/offers/{offer}/")
    send(provider, f"/provider/offers/{offer}/", {"answer": "accept"})
    assert f"{service.name} Has a place" in read(link_worker, episode)
    assert f"{service.name}, {world.ours.provider.name} Has a place" in read(world.ours.client(Role.GP), referral)


def test_c37e4_the_record_of_a_referral_is_kept_up_to_date(world: World, link_worker: Client, gp: Client) -> None:
    referral = referred(world)
    assert "Status Waiting for a link worker" in read(gp, referral)
    episode = claimed(world, referral)
    assert "Status A link worker is making contact" in read(gp, referral)
    spoken = {"mode": "phone", "outcome": "reached", "when": "now", "note": "Only for the team"}
    send(link_worker, f"{episode}contacts/add/", spoken)
    assert "Status Getting support from a link worker" in read(gp, referral)
    referral_id = referral.rstrip("/").rpartition("/")[2]
    send(link_worker, f"{episode}referrals/{referral_id}/close/", {"reason": "goals_met"})
    page = read(gp, referral)
    history = page.partition("What happened")[2]
    steps = ("Waiting for a link worker", "is making contact", "Getting support", "Support has ended: Goals met")
    places = [history.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)
    assert "Only for the team" not in page


def test_c37e5_a_national_and_a_local_directory_are_taken_in_and_followed(
    world: World, client: Client, tmp_path: Path
) -> None:
    follow_open_referral(world, client, tmp_path)
    follow_a_council(world, client, tmp_path)


def imported(file: Path, *arguments: str) -> Service:
    """Load a directory's file, and load it again, which changes nothing; its service."""
    for _time in range(2):
        call_command("import_services", str(file), "--source", file.stem, *arguments, stdout=(said := StringIO()))
    assert "services: 0 created, 0 changed, 1 unchanged" in said.getvalue()
    return Service.objects.get(source=file.stem)


def follow_a_council(world: World, client: Client, tmp_path: Path) -> None:
    """A file with headings of its own: the team says what its service helps with, finds it by that and refers to it."""
    link_worker, file, headings = (
        world.ours.client(Role.LINK_WORKER),
        tmp_path / "council.csv",
        tmp_path / "council.toml",
    )
    file.write_bytes(COUNCIL)
    call_command("propose_mapping", str(file), stdout=(proposed := StringIO()))
    headings.write_text(proposed.getvalue())
    service = str(imported(file, "--mapping", str(headings)).public_id)
    assert "Tea dance" not in read(client, "/services/?need=loneliness")
    assert "Tea dance" in read(link_worker, "/link-worker/services/")
    confirmed = {"shown": [service], f"needs-{service}": ["loneliness"], f"runs-{service}": "on"}
    send(link_worker, "/link-worker/services/", confirmed)
    file.write_bytes(COUNCIL.replace(b"Tue 2-4pm", b"Wed 2-4pm"))
    imported(file, "--mapping", str(headings))
    assert "Tea dance" in read(client, "/services/?need=loneliness")
    assert "Wed 2-4pm" in read(client, f"/services/{service}/")
    episode = claimed(world, referred(world))
    assert "Tea dance" in read(link_worker, f"{episode}refer-on/")
    send(link_worker, f"{episode}refer-on/{service}/", {"need": "loneliness", "agrees": "on"})
    assert "Tea dance Waiting for the service" in read(link_worker, episode)


def follow_open_referral(world: World, client: Client, tmp_path: Path) -> None:
    """The national standard's file: what it says of a service is shown, changes with it and ends with it."""
    file = tmp_path / "ashfold.json"
    said = {"assured_date": world.today.isoformat(), "description": "Walk and talk.", "fees": "Free"}
    for fees in ("Free", "2 pounds"):
        file.write_bytes(files.of_json([files.service(**said | {"fees": fees})]))
        page = read(client, f"/services/{imported(file).public_id}/")
        assert "Park walk Ashfold Together" in read(client, "/services/")
        assert "Walk and talk." in page
        assert f"Cost {fees}" in page
        assert f"Last confirmed {nhs_date(world.today)}" in page
    file.write_bytes(files.of_json([files.service(**said, status="defunct")]))
    imported(file)
    assert "Ashfold Together" not in read(client, "/services/")


def test_c37e6_a_provider_keeps_its_listings(world: World, client: Client) -> None:
    provider = world.ours.client(Role.PROVIDER)
    page = read(provider, send(provider, "/provider/services/add/", listing_typed(oldest="")))
    assert f"Last confirmed {nhs_date(world.today)}" in page
    kept = f"/provider/services/{Service.objects.get(name='Bench to bench').public_id}/"
    public = kept.removeprefix("/provider")
    listed = read(client, public)
    for said in ("Only for age 50 and over, women only; people who live in Trafford", "Waiting time 3 weeks", "Urdu"):
        assert said in listed
    typed = listing_typed(name="Bench to bench, daily", version="1", places="1", oldest="")
    send(provider, f"{kept}edit/", typed)
    assert "1 place left" in read(client, public)
    # Whoever still has the page open does not undo it.
    assert "Someone else has changed this" in refused(provider, f"{kept}edit/", typed)
    assert "Select what it helps with" in refused(provider, f"{kept}edit/", typed | {"needs": []})

    send(provider, f"{kept}close/", {"reason": "no_people", **date_typed("on", world.today)})
    assert client.get(public).status_code == 404
    send(provider, f"{kept}reopen/")
    assert "Bench to bench, daily" in read(client, public)
    assert world.theirs.client(Role.PROVIDER).get(f"{kept}edit/").status_code == 404


def test_c37e7_whom_a_service_takes_is_checked_before_somebody_is_sent(world: World, link_worker: Client) -> None:
    provider, kept = world.ours.client(Role.PROVIDER), f"/provider/services/{world.ours.service.public_id}/"
    episode = claimed(world, referred(world))
    refer_on = f"{episode}refer-on/{world.ours.service.public_id}/"
    typed = {"need": "loneliness", "agrees": "on"}
    assert "agreed this with the service" not in read(link_worker, refer_on)

    version = str(world.ours.service.version)
    asked = {"youngest": "70", "for_sex": "", "area_codes": ["E06000021"], "weeks_to_wait": "6"}
    send(provider, f"{kept}edit/", listing_typed(version=version, **asked))
    said = "age 70 to 90, lives in the service's area"
    assert f"Does not meet: {said}" in read(link_worker, f"{episode}refer-on/")
    page = read(link_worker, refer_on)
    assert f"does not meet: {said}" in page
    assert "6 weeks to wait" in page
    assert "Ask the service first" in refused(link_worker, refer_on, typed)
    send(link_worker, refer_on, typed | {"is_agreed": "on"})
    assert "Bench to bench Waiting for the service" in read(link_worker, episode)


def test_e00662_outcomes_of_assessments_stand_side_by_side(world: World, link_worker: Client) -> None:
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    assert "Happiness yesterday 3" in read(link_worker, episode)
    send(link_worker, f"{episode}scores/ons4/", {"stage": "review", "ons_happiness": "5", "ons_anxiety": "6"})
    send(link_worker, f"{episode}scores/ons4/", {"stage": "close", "ons_happiness": "8"})
    page = read(link_worker, episode)
    today = nhs_short_date(world.today)
    assert f"At a review {today} At the end {today}" in page
    assert "Happiness yesterday 3 5 8" in page
    assert "Anxiety yesterday lower is better not asked 6 not asked" in page
    assert "Choose at least one answer" in refused(link_worker, f"{episode}scores/ons4/", {"stage": "review"})


def test_e00663_a_practice_makes_a_social_prescribing_referral(world: World, link_worker: Client, gp: Client) -> None:
    typed = new_patient(on_behalf_of="Dr Okoro", risk="read_first", risk_note="Ask for Jo.")
    sent = read(gp, send(gp, "/gp/refer/", typed))
    assert "Referral sent" in sent
    assert "871731000000106" in sent
    reference = sent.partition("Reference ")[2].split()[0]
    assert reference in read(gp, "/gp/")
    inbox = read(link_worker, "/link-worker/").partition("Waiting to be claimed")[2]
    assert "Nia Typed Risk note Loneliness or isolation, Money, debt or benefits Trafford Surgery" in inbox
    opened = link_worker.get("/link-worker/").content.decode().partition('id="inbox"')[2]
    page = read(
        link_worker, f"/link-worker/episodes/{opened.partition('/link-worker/episodes/')[2].partition('/')[0]}/"
    )
    for said in (reference, "Misses work", "Dr Okoro", "Ask for Jo.", "4 July 1958"):
        assert said in page
    assert "Select whether there is a risk" in refused(gp, "/gp/refer/", new_patient(risk=""))


def test_c37e8_a_practice_refers_someone_to_a_link_worker(world: World, link_worker: Client, gp: Client) -> None:
    referral = referred(world)
    assert f"Who has it {world.ours.team.name}" in read(gp, referral)
    assert "Nia Typed" in read(link_worker, "/link-worker/").partition("Waiting to be claimed")[2]
    claimed(world, referral)
    assert f"Who has it link_worker of Trafford, {world.ours.team.name}" in read(gp, referral)
    theirs = world.theirs.client(Role.LINK_WORKER)
    assert "Nia Typed" not in read(theirs, "/link-worker/?show=team")


def test_c37e9_what_someone_agrees_to_is_recorded_and_can_be_taken_back(
    world: World, link_worker: Client, gp: Client
) -> None:
    typed = new_patient()
    without = {name: value for name, value in typed.items() if name != "consent"}
    assert "Confirm that the patient agrees to be referred" in refused(gp, "/gp/refer/", without)
    episode = claimed(world, referred(world))
    today = nhs_short_date(world.today)
    agreed = read(link_worker, episode).partition("Agreements")[2]
    assert f"Share what is needed with the link worker team Given {today}" in agreed
    assert "Share what is needed with a local service" not in agreed
    refer_on = f"{episode}refer-on/{world.ours.service.public_id}/"
    refused(link_worker, refer_on, {"need": "loneliness"})
    send(link_worker, refer_on, {"need": "loneliness", "agrees": "on"})
    agreed = read(link_worker, episode).partition("Agreements")[2]
    assert f"Share what is needed with a local service Given {today}" in agreed

    person = world.ours.client(Role.PERSON)
    assert "Share what is needed with a local service You agreed on" in read(person, "/me/")
    send(person, "/me/agreements/share_with_provider/withdraw/")
    assert f"Taken back on {nhs_date(world.today)}" in read(person, "/me/")
    theirs = read(link_worker, f"/link-worker/episodes/{world.ours.referral.episode.public_id}/")
    assert f"taken back {today}" in theirs


def test_c37e10_someone_refers_themselves(world: World, client: Client, link_worker: Client) -> None:
    sent = send(client, "/refer/", self_referral(world.ours.practice))
    assert "Nia Typed" not in read(client, sent)
    inbox = read(link_worker, "/link-worker/").partition("Waiting to be claimed")[2]
    assert "Nia Typed Loneliness or isolation, Money, debt or benefits The person themselves" in inbox
    page = words_after_claiming(link_worker)
    assert "Misses work" in page
    assert "route: The person themselves" in page


def words_after_claiming(link_worker: Client) -> str:
    """Claim the first referral of the inbox and read its episode."""
    inbox = link_worker.get("/link-worker/").content.decode().partition('id="inbox"')[2]
    referral_id = inbox.partition("/link-worker/referrals/")[2].partition("/")[0]
    return read(link_worker, send(link_worker, f"/link-worker/referrals/{referral_id}/claim/"))


def letters_by(now: datetime) -> list[tuple[str, str]]:
    """What the hour's sweeps send to our person: subject and words of each letter."""
    before = len(mail.outbox)
    sweeps.appointment_reminders(by=SCHEDULE, now=now)
    sweeps.session_reminders(by=SCHEDULE, now=now)
    outbox.send_waiting(limit=100, by=SCHEDULE, now=now)
    return [(str(letter.subject), str(letter.body)) for letter in mail.outbox[before:] if letter.to == [ADDRESS]]


def appointed(world: World, link_worker: Client) -> tuple[str, datetime]:
    """Our link worker makes an appointment with our person, who wants messages: the episode's address, and when."""
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    details = f"{episode}person/"
    mail_typed = {"email": ADDRESS, "safe_to_write": "on", "reason": "missing"}
    send(link_worker, f"{details}contact-points/add/", mail_typed | person_version(world))
    send(link_worker, f"{details}told-by/", {"told_by": "email"} | person_version(world))
    day = world.today + timedelta(days=10)
    typed = {
        "at": "14:30",
        "minutes": "60",
        "mode": "face_to_face",
        "place": "The library",
        "version": "0",
        "tell": "on",
    }
    send(link_worker, f"{episode}appointments/add/", typed | date_typed("on", day))
    return episode, datetime.combine(day, time(14, 30), LONDON)


def test_c37e12_someone_is_told_of_an_appointment(world: World, link_worker: Client) -> None:
    episode, start = appointed(world, link_worker)
    ((subject, told),) = letters_by(timezone.now())
    assert (subject, nhs_datetime(start) in told) == ("Your appointment", True)
    # A place may tell too much for a message; whoever signs in sees it.
    assert "The library" not in told
    assert "To stop these messages" in told
    for page in (read(link_worker, episode), read(link_worker, "/link-worker/")):
        assert f"{nhs_datetime(start)}" in page
    mine = read(world.ours.client(Role.PERSON), "/me/")
    assert f"Your next appointments {nhs_datetime(start)} With link_worker of Trafford" in mine
    assert "How: Face to face, The library" in mine


def test_c37e13_people_are_reminded_of_appointments(world: World, link_worker: Client) -> None:
    _episode, start = appointed(world, link_worker)
    check_reminder_of_an_appointment(start)
    check_reminders_of_sessions(world)


def check_reminder_of_an_appointment(start: datetime) -> None:
    """With the link worker: once, a day before."""
    before = [subject for subject, _body in letters_by(start - timedelta(hours=25))]
    assert before == ["Your appointment"]
    ((subject, reminder),) = letters_by(start - timedelta(hours=24))
    assert (subject, nhs_datetime(start) in reminder) == ("Reminder of your appointment", True)
    assert letters_by(start - timedelta(hours=23)) == []


def check_reminders_of_sessions(world: World) -> None:
    """At a service: once, a day before; of one that is cancelled people are told, and not reminded."""
    provider, service = world.ours.client(Role.PROVIDER), f"/provider/services/{world.ours.service.public_id}/"
    starts = [datetime.combine(world.today + timedelta(days=n), time(11), LONDON) for n in (3, 5)]
    for number, start in enumerate(starts):
        typed = {"starts": "11:00", "minutes": "60", "code": f"WALK-5{number}"}
        send(provider, service, typed | date_typed("on", start.date()))
    assert letters_by(starts[0] - timedelta(hours=25)) == []
    ((subject, reminder),) = letters_by(starts[0] - timedelta(hours=24))
    assert (subject, nhs_datetime(starts[0]) in reminder) == ("Reminder of your session", True)
    # Where someone goes may tell too much for a message; whoever signs in sees it.
    assert world.ours.service.name not in reminder
    assert letters_by(starts[0] - timedelta(hours=23)) == []
    cancelled = Session.objects.get(code="WALK-51")
    send(provider, f"/provider/sessions/{cancelled.public_id}/cancel/", {"reason": "weather"})
    ((subject, words),) = letters_by(starts[0])
    assert (subject, nhs_datetime(starts[1]) in words) == ("Your session is cancelled", True)
    assert letters_by(starts[1] - timedelta(hours=24)) == []
    assert "Cancelled The weather" in read(provider, f"/provider/sessions/{cancelled.public_id}/")
    assert nhs_datetime(starts[1]) not in read(world.ours.client(Role.PERSON), "/me/")


def how_it_was(world: World) -> str:
    """The address at which our person says how their session was."""
    return f"/me/sessions/{world.ours.session.public_id}/feedback/"


def test_c37e14_someone_says_how_a_service_was(world: World, link_worker: Client) -> None:
    person = world.ours.client(Role.PERSON)
    assert "How was it? Trafford park walk" in read(person, "/me/")
    # One tap, and more for who wants to say more.
    send(person, how_it_was(world), {"liked": "good"})
    assert "Good" in read(person, "/me/")
    assert "The service reads it without your name" in read(person, how_it_was(world))
    assert "Select how it was" in refused(person, how_it_was(world), {"comment": "Kind people"})
    send(person, how_it_was(world), {"liked": "all_right", "felt": "4", "comment": "Kind people"})
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    assert "All right, felt 4 on a scale from -5 to 5 Kind people" in read(link_worker, episode)
    # Who has no computer says it by phone.
    by_phone = f"{episode}sessions/{world.ours.session.public_id}/feedback/"
    send(link_worker, by_phone, {"liked": "not_for_me"})
    assert "Not for me Said by phone" in read(link_worker, episode)


def test_c37e15_a_service_and_link_workers_read_what_people_say(world: World) -> None:
    provider = world.ours.client(Role.PROVIDER)
    page = f"/provider/services/{world.ours.service.public_id}/feedback/"
    went(world, 4, comment="Warm welcome")
    assert "Fewer than 5 people have said how it was." in read(provider, page)
    send(world.ours.client(Role.PERSON), how_it_was(world), {"liked": "not_for_me", "comment": "Too far"})
    # It is shown from the next week on.
    assert "Too far" not in read(provider, page)
    with time_machine.travel(world.now + timedelta(days=7)):
        said = read(world.ours.client(Role.PROVIDER), page)
        refer_on = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/refer-on/"
        assert "4 of 5 people liked it" in read(world.ours.client(Role.LINK_WORKER), refer_on)
    assert "Good 4 All right 0 Not for me 1" in said
    assert "Too far Warm welcome" in said
    assert "Ada" not in said


def test_c37e16_a_commissioner_sees_who_is_reached_and_nobody_in_particular(world: World) -> None:
    for number, postcode in ((12, "M33 2AB"), (3, "ST1 3AA")):
        for _index in range(number):
            refer(world.ours, register(world.ours, postcode=postcode))
    rebuild_changed_weeks()
    commissioner = world.ours.client(Role.COMMISSIONER)
    this_week = {"measure": "referred", "by": "imd_quintile", "period": "week"}
    shown = commissioner.get("/observatory/", this_week)
    assert "Referred, by deprivation" in shown.content.decode()
    downloaded = commissioner.get("/observatory/figures.csv", this_week).content.decode()
    monday = week_of(world.today)
    figures = {row["segment"]: row for row in csv.DictReader(StringIO(downloaded)) if row["first_day"] == str(monday)}
    # 12 people, rounded to the nearest 5; 3 are too few to be shown.
    assert (figures["1"]["value"], figures["1"]["suppressed"]) == ("10", "false")
    assert (figures["5"]["value"], figures["5"]["suppressed"]) == ("", "true")
    manage_by_figures(world, commissioner)


def manage_by_figures(world: World, commissioner: Client) -> None:
    """Every measure by every group has its page and file, and says what it counts; a person has none."""
    form = commissioner.get("/observatory/").context["form"]
    defined = read(commissioner, "/observatory/measures/")
    for measure, title in form.fields["measure"].choices:
        page = commissioner.get("/observatory/", {"measure": measure}).context["figures"].title
        assert (page.startswith(title), title in defined) == (True, True)
    for by, _title in form.fields["by"].choices:
        file = commissioner.get("/observatory/figures.csv", {"by": by, "period": "week"})
        assert file.status_code == 200
        assert "Ada" not in file.content.decode()
    episode = f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"
    for url in (episode, f"/gp/referrals/{world.ours.referral.public_id}/", "/provider/"):
        assert commissioner.get(url).status_code in {403, 404}


def test_c37e11_a_practice_joins_the_referral_with_its_clinical_record(
    world: World, gp: Client, link_worker: Client
) -> None:
    referral = referred(world)
    text = read(gp, referral)
    assert "Referral to social prescribing service (SNOMED CT 871731000000106)" in text
    assert "Nia Typed" in read(gp, "/gp/?show=not-entered")
    sent = by_kind(gp, referral)
    assert sent.keys() == {"Patient", "Organization", "ServiceRequest", "Task"}
    assert an_nhs_number(501) in str(sent["Patient"]["identifier"])
    assert "871731000000106" in str(sent["ServiceRequest"]["code"])
    assert (sent["ServiceRequest"]["status"], sent["Task"]["status"]) == ("active", "requested")
    send(gp, f"{referral}entered/")
    assert "Entered in the record by gp of Trafford" in read(gp, referral)
    assert "Nia Typed" not in read(gp, "/gp/?show=not-entered")

    # The link worker's contact has its text too, without what is the team's own.
    episode = claimed(world, referral)
    spoken = {"mode": "phone", "outcome": "reached", "when": "now", "note": "Her son drinks", "agreed": "A walk a week"}
    page = link_worker.get(send(link_worker, f"{episode}contacts/add/", spoken)).content.decode()
    contact = page.partition("Social prescribing contact:")[2].partition("</textarea>")[0]
    assert "Agreed: A walk a week" in contact
    assert "Her son drinks" not in contact

    # How it ended waits to be entered once more.
    send(link_worker, f"{episode}referrals/{referral.rstrip('/').rpartition('/')[2]}/close/", {"reason": "goals_met"})
    assert "Nia Typed" in read(gp, "/gp/?show=not-entered").partition("Referrals of your practice")[2]
    assert "Goals met" in read(gp, referral).partition("Outcome:")[2]
    ended = by_kind(gp, referral)
    assert (ended["ServiceRequest"]["status"], ended["Task"]["status"]) == ("completed", "completed")
    send(gp, f"{referral}entered/")
    assert "Nia Typed" not in read(gp, "/gp/?show=not-entered").partition("Referrals of your practice")[2]
    assert world.theirs.client(Role.GP).get(f"{referral}record.json").status_code == 404


def by_kind(gp: Client, referral: str) -> dict[str, dict[str, Any]]:
    """What the practice downloads for its own system, by the kind of resource."""
    entries = gp.get(f"{referral}record.json").json()["entry"]
    return {entry["resource"]["resourceType"]: entry["resource"] for entry in entries}
