"""An address opens a record only once it is proved to be the person's, whichever door it came by."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from referrals import channels, migrations
from referrals.actions.access import asked
from referrals.actions.messages import outbox
from referrals.actions.people import agreements, contact_points, merges, proofs
from referrals.actions.support import appointments
from referrals.actions.work import sweeps
from referrals.drafts import AppointmentDraft, ContactDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import (
    AuditEvent,
    ContactPoint,
    LikelyDuplicate,
    Membership,
    Merge,
    OutboundMessage,
    Person,
    SignInLink,
)
from referrals.selectors.access import links
from referrals.selectors.messages import reach
from tests.support import searches
from tests.support.contact_points import proved
from tests.support.doors import DOORS
from tests.support.forms_typed import date_typed, self_referral
from tests.support.world import World, an_nhs_number, refer, register

OWN, STRANGERS = "ada@example.org", "stranger@example.com"
NUMBER = an_nhs_number(940)


@pytest.fixture(autouse=True)
def _nothing_waits(world: World) -> None:
    cache.clear()
    OutboundMessage.objects.all().delete()


def sent_to(address: str, at: datetime | None = None) -> list[str]:
    """All that goes to an address once everything that waits is sent."""
    outbox.send_waiting(limit=100, by=SCHEDULE, now=at or timezone.now())
    return [str(message.body) for message in mail.outbox if address in message.to]


def link_in(text: str, page: str) -> str:
    (found,) = re.findall(rf"http://127\.0\.0\.1:8000(/me/{page}/[^/\s]+/)", text)
    return str(found)


def asked_at_the_door(address: str) -> list[str]:
    cache.clear()
    assert Client().post("/me/sign-in/", {"email": address}).status_code == 200
    asked.send_asked(limit=10, by=SCHEDULE, now=timezone.now())
    return sent_to(address)


def page_of(world: World) -> str:
    return f"/link-worker/episodes/{world.ours.referral.episode.public_id}/"


def pressed(world: World, point: ContactPoint, button: str) -> str:
    """What the link worker's page says after a button at a number or address."""
    url = f"{page_of(world)}person/contact-points/{point.public_id}/{button}/"
    return world.ours.client(Role.LINK_WORKER).post(url, follow=True).content.decode()


def referred_by_a_stranger(world: World) -> LikelyDuplicate:
    """Somebody who knows our person's name, birthday and postcode refers "themselves" with an address of their own."""
    known = world.ours.person
    typed = {"given_name": known.given_name, "family_name": known.family_name, "born": known.born_on}
    more = {"email": STRANGERS, "phone": "07700 900 666", "phone_safety": "call_and_message", "told_by": "email"}
    response = Client().post("/refer/", self_referral(world.ours.practice, **typed, **more))
    assert response.status_code == 302
    return LikelyDuplicate.objects.get(first=known, second__family_name=known.family_name)


def merged_from_the_page(world: World, pair: LikelyDuplicate) -> Merge:
    page = f"/link-worker/duplicates/{pair.public_id}/"
    world.ours.client(Role.LINK_WORKER).post(page, {"decision": str(world.ours.person.public_id)})
    return Merge.objects.get()


def everything_that_could_go_out(world: World) -> None:
    """The person is asked, reminded and told; a link worker sends the link to their page."""
    by, start = world.ours.actor(Role.LINK_WORKER), timezone.now() + timedelta(days=8)
    agreements.give(person=world.ours.person, purpose="get_messages", by=by, now=world.now)
    draft = AppointmentDraft(start, start + timedelta(hours=1), "phone")
    appointments.make(episode=world.ours.referral.episode, draft=draft, by=by, now=timezone.now())
    world.ours.client(Role.LINK_WORKER).post(f"{page_of(world)}sign-in-link/")


def test_a_strangers_self_referral_that_is_merged_opens_nothing_and_hears_nothing(world: World) -> None:
    pair = referred_by_a_stranger(world)
    html = world.ours.client(Role.LINK_WORKER).get(f"/link-worker/duplicates/{pair.public_id}/").content.decode()
    assert STRANGERS in html
    assert "From: Public form" in html
    assert "From: GP practice" in html
    merge = merged_from_the_page(world, pair)
    point = ContactPoint.objects.get(value=STRANGERS)
    assert point.person == world.ours.person
    everything_that_could_go_out(world)
    assert "Anyone may have given this." in pressed(world, point, "confirm")
    assert asked_at_the_door(STRANGERS) == []
    assert not SignInLink.objects.exists()
    # Nor is it reminded of where somebody will be.
    later = timezone.now() + timedelta(days=7, hours=2)
    sweeps.appointment_reminders(by=SCHEDULE, now=later)
    assert sent_to(STRANGERS, later) == []
    world.ours.client(Role.LINK_WORKER).post(f"/link-worker/merges/{merge.public_id}/undo/")
    assert asked_at_the_door(STRANGERS) == []


def test_what_was_proved_of_the_other_record_is_proved_of_that_one_alone(world: World) -> None:
    pair = referred_by_a_stranger(world)
    point = ContactPoint.objects.get(value=STRANGERS)
    by = world.ours.actor(Role.LINK_WORKER)
    proofs.confirm(contact_point=point, by=by, now=world.now)
    (mailed,) = [text for text in asked_at_the_door(STRANGERS) if "/sign-in/" in text]
    merge = merged_from_the_page(world, pair)
    assert Client().post(link_in(mailed, "sign-in")).status_code == 410
    mail.outbox.clear()
    everything_that_could_go_out(world)
    assert asked_at_the_door(STRANGERS) == []
    # What somebody says of the two as one counts for neither once they are two.
    point.refresh_from_db()
    proofs.confirm(contact_point=point, by=by, now=timezone.now())
    merges.undo(merge=merge, by=by, now=timezone.now())
    point.refresh_from_db()
    assert (point.person_id, point.proved_at, point.proved_how) == (pair.second_id, world.now, "team")


def test_a_sign_in_to_the_other_record_ends_and_does_not_open_the_one_who_stands(world: World) -> None:
    pair = referred_by_a_stranger(world)
    # So that a rule against two accounts of one person does not help.
    Membership.objects.filter(person=world.ours.person).delete()
    point = ContactPoint.objects.get(value=STRANGERS)
    proofs.confirm(contact_point=point, by=world.ours.actor(Role.LINK_WORKER), now=world.now)
    (mailed,) = [text for text in asked_at_the_door(STRANGERS) if "/sign-in/" in text]
    browser = Client()
    browser.post(link_in(mailed, "sign-in"))
    assert browser.get("/me/").status_code == 200
    merged_from_the_page(world, pair)
    assert "Walk in the park every week" not in browser.get("/me/").content.decode()
    assert browser.get("/me/").status_code == 302


def by_practices_page(world: World, person: Person, draft: ContactDraft) -> None:
    contact_points.add(person=person, draft=draft, by=world.ours.actor(Role.GP), now=world.now)


def by_teams_page(world: World, person: Person, draft: ContactDraft) -> None:
    contact_points.add(person=person, draft=draft, by=world.ours.actor(Role.LINK_WORKER), now=world.now)


def by_own_page(world: World, person: Person, draft: ContactDraft) -> None:
    contact_points.add(person=person, draft=draft, by=world.ours.actor(Role.PERSON), now=world.now)


def by_correction(world: World, person: Person, draft: ContactDraft) -> None:
    point = proved(person, "07700900222", kind="mobile")
    contact_points.correct(contact_point=point, draft=draft, by=world.ours.actor(Role.LINK_WORKER), now=world.now)


def by_merge(world: World, person: Person, draft: ContactDraft) -> None:
    other = register(world.ours, family_name=person.family_name, born_on=person.born_on, contacts=())
    refer(world.ours, other)
    proved(other, draft.value, kind=draft.kind)
    pair = LikelyDuplicate.objects.get(first=person, second=other)
    merges.merge(duplicate=pair, kept=person, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now())


PAGES: dict[str, Callable[[World, Person, ContactDraft], None]] = {
    "practice": by_practices_page,
    "team": by_teams_page,
    "own_page": by_own_page,
    "team by correcting": by_correction,
    "team by merging": by_merge,
}
# The way in of `tests.support.doors` -> the source that is kept with what came by it.
SOURCES = {
    "practice": "practice",
    "link worker": "team",
    "themselves": "public_form",
    "system": "system",
    "list": "caseload",
}
MOBILE = "07700900777"


@pytest.mark.parametrize("door", DOORS)
def test_what_comes_by_a_way_in_says_by_which_and_is_not_proved(world: World, door: str) -> None:
    DOORS[door](world, NUMBER, MOBILE, is_safe=True)
    point = ContactPoint.objects.get(value=MOBILE)
    assert (point.source, point.proved_at) == (SOURCES[door], None)
    assert point.said_at
    # Ordinary messages go on for whom a colleague wrote down; what anybody could type hears nothing.
    reachable = reach.of_person(point.person_id)
    assert bool(channels.where(channels.TEXT, reachable)) == (door != "themselves")
    assert not channels.may_open(channels.TEXT, reachable)


def test_every_way_in_says_its_source() -> None:
    assert SOURCES.keys() == DOORS.keys()


@pytest.mark.parametrize("page", PAGES)
def test_what_comes_by_a_page_is_not_proved_and_gets_no_link(world: World, page: str) -> None:
    PAGES[page](world, world.ours.person, ContactDraft.safe("email", OWN))
    point = ContactPoint.objects.get(value=OWN, ended_at=None)
    assert (point.person, point.source, point.proved_at) == (world.ours.person, page.split(maxsplit=1)[0], None)
    world.ours.client(Role.LINK_WORKER).post(f"{page_of(world)}sign-in-link/")
    assert not [text for text in asked_at_the_door(OWN) if "/sign-in/" in text]
    assert not SignInLink.objects.exists()


def test_a_link_sent_there_proves_it_to_whoever_knows_the_birthday(world: World) -> None:
    by_practices_page(world, world.ours.person, ContactDraft.safe("email", OWN))
    (text,) = asked_at_the_door(OWN)
    url, browser = link_in(text, "confirm"), Client()
    born = world.ours.person.born_on
    assert not [word for word in ("Ada", "Trafford", "link worker", "GP", "NHS", "patient") if word in text]
    assert not {"Ada", "Trafford"} & set(re.findall(r"\w+", browser.get(url).content.decode()))
    assert browser.post(url, date_typed("born_on", born - timedelta(days=1))).status_code == 422
    assert "it is confirmed" in browser.post(url, date_typed("born_on", born)).content.decode()
    assert "_auth_user_id" not in browser.session
    assert [browser.get(url).status_code, Client().get("/me/confirm/never-mailed/").status_code] == [410, 404]
    event = AuditEvent.objects.get(did="person.contact_proved")
    assert (event.person_id, event.actor_kind, event.detail["how"]) == (world.ours.person.pk, "link", "link")
    assert searches.in_tables([url.split("/")[-2]])[url.split("/")[-2]] == set()
    cache.clear()
    mail.outbox.clear()
    (mailed,) = asked_at_the_door(OWN)
    assert "Hello Ada" in Client().post(link_in(mailed, "sign-in"), follow=True).content.decode()


def test_three_wrong_days_close_the_link(world: World) -> None:
    by_practices_page(world, world.ours.person, ContactDraft.safe("email", OWN))
    url = link_in(asked_at_the_door(OWN)[0], "confirm")
    for status in (422, 422, 422, 410):
        assert Client().post(url, date_typed("born_on", date(1949, 1, 1))).status_code == status


@pytest.mark.parametrize("what", ["taken off", "unsafe", "merged", "proved", "too late"])
def test_a_link_that_proves_is_closed_once_it_is_about_something_else(world: World, what: str) -> None:
    other = register(world.ours, family_name="Trafford", born_on=world.ours.person.born_on, contacts=())
    refer(world.ours, other)
    by_practices_page(world, other, ContactDraft.safe("email", OWN))
    point = ContactPoint.objects.get(value=OWN)
    by = world.ours.actor(Role.LINK_WORKER)
    url = link_in(asked_at_the_door(OWN)[0], "confirm")
    now = timezone.now()
    if what == "taken off":
        contact_points.end(contact_point=point, by=by, now=now)
    elif what == "unsafe":
        ContactPoint.objects.filter(pk=point.pk).update(safe_to_write=False)
    elif what == "merged":
        pair = LikelyDuplicate.objects.get(first=world.ours.person, second=other)
        merges.merge(duplicate=pair, kept=world.ours.person, by=by, now=now)
    elif what == "proved":
        proofs.confirm(contact_point=point, by=by, now=now)
    else:
        point.proof_links.update(made_at=now - timedelta(days=4), expires_at=now - timedelta(days=1))
    assert Client().post(url, date_typed("born_on", other.born_on)).status_code == 410


def test_the_question_that_waits_is_not_asked_of_whom_a_merge_gave_it(world: World) -> None:
    other = register(world.ours, family_name="Trafford", born_on=world.ours.person.born_on, contacts=())
    refer(world.ours, other)
    by_practices_page(world, other, ContactDraft.safe("email", OWN))
    by = world.ours.actor(Role.LINK_WORKER)
    proofs.ask(contact_point=ContactPoint.objects.get(value=OWN), by=by, now=world.now)
    pair = LikelyDuplicate.objects.get(first=world.ours.person, second=other)
    merges.merge(duplicate=pair, kept=world.ours.person, by=by, now=timezone.now())
    assert sent_to(OWN) == []


def test_the_team_confirms_with_one_button_and_the_old_address_hears_of_it(world: World) -> None:
    proved(world.ours.person, OWN)
    by_teams_page(world, world.ours.person, ContactDraft.safe("email", "new@example.org"))
    point = ContactPoint.objects.get(value="new@example.org")
    page = world.ours.client(Role.LINK_WORKER).get(f"{page_of(world)}person/").content.decode()
    assert "I checked this with them" in page
    assert "Confirmed. Messages" in pressed(world, point, "checked")
    point.refresh_from_db()
    assert (point.proved_how, point.proved_by) == ("team", world.ours.members[Role.LINK_WORKER])
    assert sent_to("new@example.org") == []
    (told,) = sent_to(OWN)
    assert "Another address was added" in told
    assert not [word for word in ("Ada", "Trafford", "new@example.org", "link worker") if word in told]
    assert "Someone has confirmed this" in pressed(world, point, "checked")


def test_a_tick_in_the_form_confirms_what_is_entered(world: World) -> None:
    typed = {"email": OWN, "safe_to_write": "on", "reason": "missing", "version": str(world.ours.person.version)}
    client = world.ours.client(Role.LINK_WORKER)
    assert client.post(f"{page_of(world)}person/contact-points/add/", {**typed, "is_checked": "on"}).status_code == 302
    assert ContactPoint.objects.get(value=OWN).proved_how == "team"


def test_a_practice_does_not_confirm(world: World) -> None:
    by_practices_page(world, world.ours.person, ContactDraft.safe("email", OWN))
    point = ContactPoint.objects.get(value=OWN)
    for act in (proofs.confirm, proofs.ask):
        with pytest.raises(Refusal) as refused:
            act(contact_point=point, by=world.ours.actor(Role.GP), now=world.now)
        assert refused.value.code == "not-permitted"


def test_on_their_own_page_a_person_is_asked_and_may_ask_again(world: World) -> None:
    by_own_page(world, world.ours.person, ContactDraft.safe("email", OWN))
    (text,) = sent_to(OWN)
    assert "/me/confirm/" in text
    mine = world.ours.client(Role.PERSON)
    html = mine.get("/me/details/").content.decode()
    assert "Not confirmed" in html
    assert "Send me a message to confirm it" in html
    point = ContactPoint.objects.get(value=OWN)
    OutboundMessage.objects.all().delete()
    again = mine.post(f"/me/details/contact/{point.public_id}/confirm/", follow=True).content.decode()
    assert "A message is on its way there." in again
    url = link_in(sent_to(OWN)[-1], "confirm")
    assert Client().post(url, date_typed("born_on", world.ours.person.born_on)).status_code == 200
    assert "Confirmed" in mine.get("/me/details/").content.decode()


def test_another_word_on_what_is_safe_keeps_the_proof_and_another_address_does_not(world: World) -> None:
    point = proved(world.ours.person, OWN)
    by = world.ours.actor(Role.LINK_WORKER)
    same = ContactDraft.safe("email", OWN.upper(), safe_to_call=False)
    contact_points.correct(contact_point=point, draft=same, by=by, now=world.now)
    point = ContactPoint.objects.get(reaches=OWN, ended_at=None)
    assert (point.proved_how, point.source) == ("team", "team")
    other = ContactDraft.safe("email", "other@example.org")
    contact_points.correct(contact_point=point, draft=other, by=by, now=world.now)
    point = ContactPoint.objects.get(value="other@example.org")
    assert not point.is_proved
    # Nor is one that comes back.
    back = ContactDraft.safe("email", OWN)
    contact_points.correct(contact_point=point, draft=back, by=by, now=world.now)
    assert not ContactPoint.objects.get(value=OWN, ended_at=None).is_proved


def test_a_new_address_beside_the_proved_one_gets_no_link(world: World) -> None:
    proved(world.ours.person, OWN)
    by_practices_page(world, world.ours.person, ContactDraft.safe("email", "typo@example.org"))
    world.ours.client(Role.LINK_WORKER).post(f"{page_of(world)}sign-in-link/")
    assert sent_to("typo@example.org") == []
    assert len(sent_to(OWN)) == 1


def test_whoever_signed_in_before_is_proved_and_nobody_else(world: World) -> None:
    (name,) = (one.name for one in iter_modules(migrations.__path__) if one.name.endswith("proved_contact_points"))
    migration = import_module(f"referrals.migrations.{name}")
    people = [world.ours.person, world.theirs.person]
    points = [ContactPoint.objects.create(person=one, kind="email", value=OWN) for one in people]
    later = timezone.now() + timedelta(minutes=1)
    AuditEvent.objects.create(did="person.signed_in", actor_kind="link", person_id=people[0].pk, at=later)
    migration.prove_what_people_signed_in_by(apps, None)
    found = [ContactPoint.objects.get(pk=point.pk) for point in points]
    assert [(point.proved_how, point.proved_at, point.source) for point in found] == [
        ("signed_in", later, "unknown"),
        ("", None, "unknown"),
    ]
    # Messages go on as before.
    assert channels.where(channels.EMAIL, reach.of_person(people[1].pk)) == OWN
    assert links.address_of(people[1]) == ""
