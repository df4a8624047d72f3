"""People who may be one: none is merged by itself, none goes unreported, and the practice is asked before sending."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from referrals.actions import duplicates, people
from referrals.drafts import AddressDraft, ContactDraft, PersonDraft
from referrals.models import LikelyDuplicate, Merge, Person, PersonKeys
from referrals.permissions import PUBLIC, SCHEDULE, Actor, Refusal, Role
from tests.referrals.lookalikes import KINDS, anyone, pair
from tests.world import World, an_nhs_number, person_draft, refer, register


def doors(world: World) -> list[Actor]:
    """Everyone by whom a person becomes known: practices, a team for another agency, the person themselves."""
    return [world.ours.actor(Role.GP), world.theirs.actor(Role.GP), world.ours.actor(Role.LINK_WORKER), PUBLIC]


def come(draft: PersonDraft, by: Actor) -> Person:
    """The public registers as someone new; everybody else is first looked for by NHS number."""
    door = people.register if by is PUBLIC or not draft.nhs_number else people.find_or_register
    return door(draft=draft, by=by, now=timezone.now())


def reported() -> dict[tuple[int, int], list[str]]:
    """The pairs of this test's own people: the two of the world have the same telephone."""
    pairs = LikelyDuplicate.objects.filter(first__family_name="Quill")
    return {(row.first_id, row.second_id): row.reasons for row in pairs}


@pytest.mark.parametrize("number", [45, pytest.param(1000, marks=pytest.mark.long)])
def test_of_near_duplicates_none_is_merged_by_itself_and_none_goes_unreported(world: World, number: int) -> None:
    random, ways = Random(2026), doors(world)
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
    number, phone = an_nhs_number(70), (ContactDraft("mobile", "07700 900123"),)
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
