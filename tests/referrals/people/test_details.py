"""Every detail of a person is seen, put right and dated by their link worker; its history says who, when and why."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from referrals.actions.people import circumstances, contact_points, people
from referrals.actions.people import identity as actions
from referrals.actions.work import edits
from referrals.drafts import AddressDraft, ContactDraft, IdentityDraft, RelatedDraft
from referrals.kit import weeks
from referrals.kit.actor import Actor
from referrals.kit.calendar import week_of
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import (
    AuditEvent,
    ChangedWeek,
    ContactPoint,
    DetailChange,
    LikelyDuplicate,
    LongTermCondition,
    PersonAddress,
    PersonPractice,
    RelatedPerson,
)
from referrals.selectors.people import identity
from tests.conformance.browsing import read, refused, send
from tests.support.bad_input import FormCase
from tests.support.details_forms import CONTACT_CASES, DETAILS_CASES
from tests.support.link_worker_forms import address
from tests.support.world import World, an_nhs_number, refer, register


@pytest.fixture
def by(world: World) -> Actor:
    return world.ours.actor(Role.LINK_WORKER)


@pytest.fixture
def client(world: World) -> Client:
    return world.ours.client(Role.LINK_WORKER)


def history(world: World) -> list[tuple[str, str, str, str]]:
    rows = DetailChange.objects.filter(person=world.ours.person).order_by("pk")
    return [(row.detail, row.before, row.after, row.reason) for row in rows]


def right(world: World, **changes: Any) -> IdentityDraft:
    return replace(identity.of_person(world.ours.person), **changes)


@pytest.mark.parametrize("case", DETAILS_CASES, ids=str)
def test_what_is_typed_right_is_saved_with_its_history_and_audited(
    world: World, client: Client, case: FormCase
) -> None:
    url = case.url(world)
    before = DetailChange.objects.count()
    typed = case.valid(world)
    assert client.get(url).status_code == 200
    send(client, url, typed)
    assert AuditEvent.objects.filter(did=case.did, role="link_worker", person_id=world.ours.person.pk).exists()
    made = list(DetailChange.objects.all()[: DetailChange.objects.count() - before])
    assert made
    assert {row.by for row in made} == {world.ours.members[Role.LINK_WORKER]}
    if "reason" in typed:
        assert {row.reason for row in made} == {typed["reason"]}
    page = read(client, address(world, "person"))
    for row in made:
        assert " ".join((row.after or row.before).split()) in page


@pytest.mark.parametrize("case", [*DETAILS_CASES, *CONTACT_CASES], ids=str)
def test_who_saves_second_is_told_that_it_changed_and_nothing_is_overwritten(world: World, case: FormCase) -> None:
    client, url, typed = case.client(world), case.url(world), case.valid(world)
    edits.begin(world.ours.person, None)
    before = DetailChange.objects.count()
    assert "Someone else has changed this since you opened it" in refused(client, url, typed)
    assert DetailChange.objects.count() == before


@pytest.mark.parametrize("case", DETAILS_CASES, ids=str)
def test_another_team_finds_none_of_it(world: World, case: FormCase) -> None:
    theirs = world.theirs.client(Role.LINK_WORKER)
    url = case.url(world)
    assert [theirs.get(url).status_code, theirs.post(url, case.valid(world)).status_code] == [404, 404]


def test_a_change_of_identity_shows_first_what_comes_of_it(world: World, client: Client) -> None:
    twin = register(world.ours, given_name="Adah", family_name="Trafford", born_on=date(1950, 2, 1))
    people_seen = AuditEvent.objects.filter(did="person.opened", person_id=twin.pk)
    looks = people_seen.count()
    refer(world.ours, twin)
    case = next(case for case in DETAILS_CASES if case.name == "identity")
    typed = case.valid(world) | {"born_on_day": "1", "born_on_month": "2", "born_on_year": "1950"}
    del typed["confirmed"]
    url = case.url(world)
    response = client.post(url, typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert "15 March 1951" in page
    assert "1 February 1950" in page
    assert "are counted anew" in page
    assert "Adah Trafford</strong>, born 1 February 1950, may be the same person" in page
    world.ours.person.refresh_from_db()
    assert world.ours.person.given_name == "Ada"
    assert people_seen.count() == looks + 1
    send(client, url, typed | {"confirmed": "yes"})
    world.ours.person.refresh_from_db()
    assert (world.ours.person.given_name, world.ours.person.born_on) == ("Adah", date(1950, 2, 1))
    assert LikelyDuplicate.objects.filter(first=world.ours.person, second=twin).exists()


def test_a_change_of_age_or_sex_marks_the_weeks_in_which_the_person_counts(world: World, by: Actor) -> None:
    ChangedWeek.objects.all().delete()
    actions.correct(person=world.ours.person, draft=right(world, given_name="Adah"), by=by, now=world.now)
    assert weeks.changed() == {}
    actions.correct(person=world.ours.person, draft=right(world, sex="female"), by=by, now=world.now)
    assert week_of(world.today - timedelta(days=20)) in weeks.changed()


def test_a_number_that_another_has_is_refused(world: World, by: Actor) -> None:
    taken = right(world, nhs_number=an_nhs_number(2))
    with pytest.raises(Refusal, match="number-taken"):
        actions.correct(person=world.ours.person, draft=taken, by=by, now=world.now)
    found = actions.preview(person=world.ours.person, draft=taken, by=by)
    # The other side's person is nobody whom our team may see.
    assert (found.alike, found.teams) == ([], [world.theirs.team])


def test_nobody_is_born_after_they_died(world: World, by: Actor) -> None:
    type(world.ours.person).objects.update(died_on=world.today)
    world.ours.person.refresh_from_db()
    tomorrow = right(world, born_on=world.today + timedelta(days=1))
    with pytest.raises(Refusal, match="born-after-death"):
        actions.correct(person=world.ours.person, draft=tomorrow, by=by, now=world.now)


def test_an_earlier_day_takes_the_place_of_what_stood_from_it_on(world: World, by: Actor) -> None:
    person, since = world.ours.person, world.today - timedelta(days=7)
    ChangedWeek.objects.all().delete()
    move = AddressDraft("1 Park Road", "M33 2AB")
    for day, lines in ((world.today - timedelta(days=3), "2 Park Road"), (since, "1 Park Road")):
        people.move_house(person=person, draft=replace(move, lines=lines), by=by, now=world.now, since=day)
    rows = PersonAddress.objects.filter(person=person).order_by("valid_from").values_list("lines", "valid_to")
    assert list(rows) == [("", since), ("1 Park Road", None)]
    assert {week_of(since), week_of(world.today - timedelta(days=3))} <= weeks.changed().keys()
    assert history(world)[-1] == ("address", "2 Park Road, M33 2AB", "1 Park Road, M33 2AB", "changed")


def test_a_practice_is_dated_and_may_be_missing_with_a_reason(world: World, by: Actor) -> None:
    person = world.ours.person
    people.change_practice(person=person, practice=world.theirs.practice, missing_reason="", by=by, now=world.now)
    people.change_practice(person=person, practice=None, missing_reason="not_registered", by=by, now=world.now)
    rows = PersonPractice.objects.filter(person=person).order_by("valid_from").values_list("practice", "valid_to")
    assert list(rows) == [(world.ours.practice.pk, world.today), (None, None)]
    assert history(world)[-1][1:3] == (world.theirs.practice.name, "Not registered with the NHS")


def test_a_number_is_added_corrected_and_ended(world: World, by: Actor) -> None:
    person = world.ours.person
    contact_points.add(person=person, draft=ContactDraft.safe("mobile", "07700900123"), by=by, now=world.now)
    point = ContactPoint.objects.get(person=person, kind="mobile")
    right_one = ContactDraft.safe("mobile", "07700900124", safe_to_write=False)
    contact_points.correct(contact_point=point, draft=right_one, by=by, now=world.now)
    current = ContactPoint.objects.filter(person=person, kind="mobile", ended_at=None)
    assert list(current.values_list("value", "safe_to_write")) == [("07700900124", False)]
    for act in (contact_points.end, lambda **more: contact_points.correct(draft=right_one, **more)):
        with pytest.raises(Refusal, match="ended"):
            act(contact_point=point, by=by, now=world.now)
    contact_points.end(contact_point=current.get(), by=by, now=world.now)
    assert not current.exists()
    assert [row[:3] for row in history(world)] == [
        ("contact", "", "07700900123 (call, leave a message, write)"),
        ("contact", "07700900123 (call, leave a message, write)", "07700900124 (call, leave a message)"),
        ("contact", "07700900124 (call, leave a message)", ""),
    ]


def test_an_added_number_that_was_called_unsafe_stays_unsafe(world: World, by: Actor) -> None:
    point = ContactPoint.objects.get(person=world.ours.person)
    flags: dict[str, Any] = {"safe_to_call": True, "safe_to_leave_message": False, "safe_to_write": False}
    contact_points.set_safety(contact_point=point, **flags, by=by, now=world.now)
    contact_points.add(person=world.ours.person, draft=ContactDraft.safe(point.kind, point.value), by=by, now=world.now)
    point.refresh_from_db()
    assert {flag: getattr(point, flag) for flag in flags} == flags


def test_people_close_to_someone_are_kept(world: World, by: Actor) -> None:
    person = world.ours.person
    draft = RelatedDraft("Jo", "daughter", authority="welfare_attorney")
    related = circumstances.add_related(person=person, draft=draft, by=by, now=world.now)
    circumstances.correct_related(related=related, draft=replace(draft, name="Joan"), by=by, now=world.now)
    circumstances.end_related(related=related, by=by, now=world.now)
    assert RelatedPerson.objects.get(person=person).ended_at == world.now
    for act in (circumstances.end_related, lambda **more: circumstances.correct_related(draft=draft, **more)):
        with pytest.raises(Refusal, match="ended"):
            act(related=related, by=by, now=world.now)
    words = "daughter, Lasting power of attorney for health and welfare"
    assert [row[1:3] for row in history(world)] == [
        ("", f"Jo, {words}"),
        (f"Jo, {words}", f"Joan, {words}"),
        (f"Joan, {words}", ""),
    ]


def test_conditions_are_added_and_taken_away(world: World, by: Actor) -> None:
    for codes in (["copd", "asthma"], ["asthma"]):
        circumstances.set_conditions(person=world.ours.person, codes=codes, by=by, now=world.now)
    assert list(LongTermCondition.objects.values_list("code", flat=True)) == ["asthma"]
    assert [row[1:3] for row in history(world)] == [("", "COPD, Asthma"), ("COPD, Asthma", "Asthma")]


def test_what_stays_the_same_makes_no_history(world: World, by: Actor) -> None:
    actions.correct(person=world.ours.person, draft=right(world), by=by, now=world.now)
    assert history(world) == []


@pytest.mark.parametrize("role", [Role.GP, Role.PERSON, Role.PROVIDER, Role.MANAGER])
def test_others_put_no_identity_right(world: World, role: Role) -> None:
    with pytest.raises(Refusal, match="not-permitted"):
        actions.correct(person=world.ours.person, draft=right(world), by=world.ours.actor(role), now=world.now)


@pytest.mark.parametrize("case", CONTACT_CASES, ids=str)
def test_people_and_practices_keep_contact_details(world: World, case: FormCase) -> None:
    client = case.client(world)
    url = case.url(world)
    listed = send(client, url, case.valid(world))
    change = DetailChange.objects.filter(person=world.ours.person).latest("pk")
    assert change.by == world.ours.members[case.role or Role.PERSON]
    page = read(client, listed)
    shown = {
        "contact_add": "07700 900123",
        "contact": "ada@example.org",
        "address": "1 Park Road",
        "wishes": "Text message",
    }
    assert shown[str(case).split()[-1]] in page


@pytest.mark.parametrize(("role", "url"), [(Role.PERSON, "/me/details/"), (Role.GP, "/gp/patients/{}/")])
def test_a_number_is_taken_off_by_one_tap(world: World, role: Role, url: str) -> None:
    client, page = world.ours.client(role), url.format(world.ours.person.public_id)
    point = ContactPoint.objects.get(person=world.ours.person)
    assert "0161 496 0000" in read(client, page)
    send(client, f"{page}contact/{point.public_id}/end/")
    assert "No telephone number or e-mail address is known" in read(client, page)


def test_a_practice_keeps_nothing_of_a_patient_who_has_left(world: World, by: Actor) -> None:
    url = f"/gp/patients/{world.ours.person.public_id}/"
    gp = world.ours.client(Role.GP)
    assert gp.get(url).status_code == 200
    theirs = world.theirs.practice
    people.change_practice(person=world.ours.person, practice=theirs, missing_reason="", by=by, now=world.now)
    assert gp.get(url).status_code == 404
    assert world.theirs.client(Role.GP).get(url).status_code == 200
