"""People who may be one: none is merged by itself, none goes unreported, and the practice is asked before sending."""

import logging
from datetime import date
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from referrals.actions.people import duplicates, people
from referrals.drafts import AddressDraft, ContactDraft, PersonDraft
from referrals.kit.actor import PUBLIC, SCHEDULE, Actor
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import AuditEvent, LikelyDuplicate, Merge, Person, PersonKeys
from tests.support.forms_typed import date_typed, new_patient
from tests.support.lookalikes import GIVEN, KINDS, anyone, pair
from tests.support.world import World, an_nhs_number, person_draft, refer, register


def senders(world: World) -> list[Actor]:
    """Everyone by whom a person becomes known: practices, a team for another agency, the person themselves."""
    return [world.ours.actor(Role.GP), world.theirs.actor(Role.GP), world.ours.actor(Role.LINK_WORKER), PUBLIC]


def come(draft: PersonDraft, by: Actor) -> Person:
    """The public registers as someone new; everybody else is first looked for by NHS number."""
    enter = people.register if by is PUBLIC or not draft.nhs_number else people.find_or_register
    return enter(draft=draft, by=by, now=timezone.now())


def reported() -> dict[tuple[int, int], list[str]]:
    """The pairs of this test's own people: the two of the world have the same telephone."""
    pairs = LikelyDuplicate.objects.filter(first__family_name="Quill")
    return {(row.first_id, row.second_id): row.reasons for row in pairs}


@pytest.mark.parametrize("number", [45, pytest.param(1000, marks=pytest.mark.long)])
def test_of_near_duplicates_none_is_merged_by_itself_and_none_goes_unreported(world: World, number: int) -> None:
    random, ways = Random(2026), senders(world)
    before = Person.objects.count()
    missed = []
    for index in range(number):
        kind, one, other = pair(index, random)
        first, second = (come(draft, random.choice(ways)) for draft in (one, other))
        found = LikelyDuplicate.objects.filter(first=first, second=second).first()
        if found is None or KINDS[kind][1] not in found.reasons:
            missed.append((kind, found and found.reasons))
    assert missed == []
    assert Person.objects.count() == before + 2 * number
    assert Merge.objects.count() == 0


@pytest.mark.parametrize("number", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_few_of_the_unrelated_are_reported(world: World, number: int) -> None:
    """The bound is one in a hundred; these invented people have few names, and birthdays on twelve days of a month."""
    random, by = Random(2027), world.ours.actor(Role.GP)
    before = LikelyDuplicate.objects.count()
    for index in range(number):
        come(anyone(index, random), by)
    assert LikelyDuplicate.objects.count() - before <= number // 100


def someone(world: World, **changes: Any) -> Person:
    """Someone whom nobody in the world looks like."""
    return register(world.ours, **{"family_name": "Quill", "born_on": date(1944, 2, 29), "contacts": (), **changes})


def test_what_changes_is_compared_anew(world: World) -> None:
    twin, one = someone(world, given_name="Maud", postcode="ST1 3AA"), someone(world)
    assert reported() == {}
    move = AddressDraft("1 Park Road", "ST1 3AA")
    people.move_house(person=one, draft=move, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now())
    assert reported() == {(twin.pk, one.pk): ["possible_twins"]}


def test_a_new_telephone_of_someone_known_is_compared(world: World) -> None:
    number, phone = an_nhs_number(70), (ContactDraft.safe("mobile", "07700 900123"),)
    known = someone(world, nhs_number=number)
    other = someone(world, given_name="Zoe", family_name="Xu", born_on=date(1944, 9, 9), contacts=phone)
    assert reported() == {}
    again = person_draft(nhs_number=number, born_on=known.born_on, contacts=phone)
    come(again, world.ours.actor(Role.GP))
    assert reported() == {(known.pk, other.pk): ["same_phone"]}


def test_two_who_register_at_the_same_moment_are_found_afterwards(world: World) -> None:
    """Each transaction was blind to the other: as if the other's keys had not been there."""
    one = someone(world)
    PersonKeys.objects.filter(person=one).delete()
    other = someone(world)
    assert reported() == {}
    assert duplicates.compare_again(by=SCHEDULE) > 0
    assert reported() == {(one.pk, other.pk): ["same_name"]}
    assert duplicates.compare_again(by=SCHEDULE) == 0


def test_a_pair_is_asked_about_no_more_when_told_apart(world: World) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    one, other = someone(world), someone(world)
    refer(world.ours, one)
    duplicates.tell_apart(duplicate=LikelyDuplicate.objects.get(first=one), by=by, now=timezone.now())
    move = AddressDraft("1 Park Road", "M33 2AB")
    people.move_house(person=other, draft=move, by=by, now=timezone.now())
    assert [row.decision for row in LikelyDuplicate.objects.filter(first=one)] == ["different"]
    with pytest.raises(Refusal, match="decided"):
        duplicates.tell_apart(duplicate=LikelyDuplicate.objects.get(first=one), by=by, now=timezone.now())


def asked(world: World, client: Client, **changes: Any) -> str:
    """A practice enters a new patient who is like someone."""
    typed = new_patient(nhs_number="", nhs_number_missing_reason="not_known_yet", **changes)
    response = client.post("/gp/refer/", typed)
    assert response.status_code == 422
    return response.content.decode()


def a_known_patient(world: World) -> Person:
    return register(world.ours, given_name="Nia", family_name="Typed", born_on=date(1958, 7, 4), contacts=())


def test_the_practice_is_asked_before_sending_and_nothing_typed_is_lost(world: World) -> None:
    known, client = a_known_patient(world), world.ours.client(Role.GP)
    sent = refer(world.ours, known)
    again = {"again": str(sent.public_id)}
    html = asked(world, client, **again)
    assert sent.reference in html
    assert "Same date of birth" in html
    assert f"/gp/refer/{known.public_id}/" in html
    assert 'name="note" value="Misses work"' in html
    assert AuditEvent.objects.filter(did="person.opened", person_id=known.pk).exists()
    before = Person.objects.count()
    typed = new_patient(nhs_number="", nhs_number_missing_reason="not_known_yet", phone_safety="neither") | again
    assert client.post(f"/gp/refer/{known.public_id}/", typed).status_code == 302
    assert not known.contact_points.get().safe_to_call
    assert (known.referrals.count(), Person.objects.count()) == (2, before)
    more: dict[str, object] = {"again": [str(one.public_id) for one in known.referrals.all()]}
    assert client.post("/gp/refer/", typed | more | {"asked": str(known.public_id)}).status_code == 302
    assert Person.objects.count() == before + 1


def test_a_known_number_with_an_open_referral_is_shown_before_sending(world: World) -> None:
    number = an_nhs_number(91)
    known = register(world.ours, nhs_number=number, born_on=date(1958, 7, 4))
    sent = refer(world.ours, known)
    again = {"again": str(sent.public_id)}
    html = world.ours.client(Role.GP).post("/gp/refer/", new_patient(nhs_number=number) | again).content.decode()
    assert sent.reference in html
    assert "A different person" not in html
    typed = new_patient(nhs_number=number, asked=str(known.public_id), phone_safety="neither") | again
    assert world.ours.client(Role.GP).post("/gp/refer/", typed).status_code == 302
    assert known.referrals.count() == 2
    assert not known.contact_points.get(value="01614960123").safe_to_call


def test_what_only_others_know_is_not_told_to_the_practice_but_to_the_team(world: World) -> None:
    a_known_patient(world)
    client = world.theirs.client(Role.GP)
    typed = new_patient(nhs_number="", nhs_number_missing_reason="not_known_yet")
    assert client.post("/gp/refer/", typed).status_code == 302
    pair = LikelyDuplicate.objects.get(first__family_name="Typed")
    html = world.theirs.client(Role.LINK_WORKER).get("/link-worker/duplicates/").content.decode()
    assert str(pair.public_id) in html
    refer(world.ours, pair.first)
    page = f"/link-worker/duplicates/{pair.public_id}/"
    html = world.theirs.client(Role.LINK_WORKER).get(page).content.decode()
    assert "Trafford Link Workers" in html
    assert "First record" not in html


def test_a_team_merges_from_the_page_and_undoes_it(world: World) -> None:
    one, other = someone(world), someone(world)
    for person in (one, other):
        refer(world.ours, person)
    client = world.ours.client(Role.LINK_WORKER)
    pair = LikelyDuplicate.objects.get(first=one)
    page = f"/link-worker/duplicates/{pair.public_id}/"
    assert "possible duplicate" in client.get("/link-worker/").content.decode()
    assert "Second record" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"decision": str(one.public_id)}).status_code == 302
    merge = Merge.objects.get()
    assert (merge.kept, merge.gone) == (one, other)
    gp = world.ours.client(Role.GP)
    assert gp.get(f"/gp/refer/{other.public_id}/").headers["Location"] == f"/gp/refer/{one.public_id}/"
    assert world.theirs.client(Role.GP).get(f"/gp/refer/{other.public_id}/").status_code == 404
    assert client.post(f"/link-worker/merges/{merge.public_id}/undo/").status_code == 302
    assert gp.get(f"/gp/refer/{other.public_id}/").status_code == 200


def test_the_list_costs_the_same_queries_for_10_and_20_pairs(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, counts = world.ours.client(Role.LINK_WORKER), []
    for start in (0, 10):
        for index in range(start, start + 10):
            for _twice in range(2):
                refer(world.ours, someone(world, given_name=GIVEN[index], born_on=date(1920 + index * 2, 2, 1)))
        with django_assert_max_num_queries(40) as counted:
            client.get("/link-worker/duplicates/")
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_registering_and_asking_cost_the_same_queries_for_few_and_many_look_alikes(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by, counts = world.ours.actor(Role.GP), []
    for _time in range(2):
        for _person in range(3):
            refer(world.ours, someone(world))
        draft = person_draft(family_name="Quill", born_on=date(1944, 2, 29), contacts=())
        with django_assert_max_num_queries(60) as asking:
            shown = duplicates.warn(draft=draft, by=by)
        # Each look at someone is written down.
        looks = sum("referrals_auditevent" in query["sql"] for query in asking.captured_queries)
        with django_assert_max_num_queries(60) as registering:
            come(draft, by)
        counts.append((len(asking) - looks, len(registering), looks - len(shown)))
    assert counts[0] == counts[1]


def test_no_log_line_names_anybody_who_was_compared(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    one, other = someone(world), someone(world)
    for person in (one, other):
        refer(world.ours, person)
    client = world.ours.client(Role.LINK_WORKER)
    page = f"/link-worker/duplicates/{LikelyDuplicate.objects.get(first=one).public_id}/"
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"decision": str(one.public_id)}).status_code == 302
    client.post(f"/link-worker/merges/{Merge.objects.get().public_id}/undo/")
    asked(
        world,
        world.ours.client(Role.GP),
        given_name="Maud",
        family_name="Quill",
        **date_typed("born_on", date(1944, 2, 29)),
    )
    duplicates.compare_again(by=SCHEDULE)
    assert "Unprocessable" in caplog.text
    lines = [line for line in caplog.text.splitlines() if "django.db" not in line]
    assert not [line for line in lines if "Quill" in line]
