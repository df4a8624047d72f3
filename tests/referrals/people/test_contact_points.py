"""One number is one number, and what was called unsafe stays unsafe, whatever spelling, kind or way in comes later."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from random import Random

import pytest
from django.apps import apps

from referrals import migrations, reaches
from referrals.actions.people import contact_points, known_contacts, merges
from referrals.channels import where
from referrals.drafts import ContactDraft
from referrals.kit.permissions import Role
from referrals.models import ContactPoint, LikelyDuplicate, Merge, Person, PersonAddress, Referral
from referrals.selectors.messages import reach
from tests.referrals.api.test_referrals import body
from tests.support.bad_input import undone
from tests.support.doors import DOORS
from tests.support.spellings import of_email, of_phone
from tests.support.tokens import Api, issue
from tests.support.world import World, an_nhs_number

PHONES = [f"77009{number:05}" for number in range(5)] + [f"16149601{number:02}" for number in range(5)]
EMAILS = [f"some.body{number}@example.org" for number in range(10)]
NUMBER = an_nhs_number(930)
SAME = "7700900777"


def spelt(random: Random) -> list[tuple[str, str]]:
    """Ten spellings of each of twenty, with a kind that may be wrong."""
    phones = [
        (random.choice(["mobile", "home_phone"]), of_phone(phone, random)) for phone in PHONES for _n in range(10)
    ]
    emails = [("email", of_email(address, random)) for address in EMAILS for _n in range(10)]
    return phones + emails


def enter(world: World, person: Person, drafts: list[ContactDraft]) -> None:
    known_contacts.enter(person=person, drafts=drafts, by=world.ours.actor(Role.GP), now=world.now)


@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_spellings_are_twenty_numbers_and_addresses(seed: int) -> None:
    written = spelt(Random(seed))
    assert len({reaches.key(kind, value) for kind, value in written}) == 20
    kinds = {reaches.read(kind, value).kind for kind, value in written if kind != "email"}
    assert kinds == {"mobile", "home_phone"}


def test_two_hundred_spellings_make_twenty_contact_points(world: World) -> None:
    random = Random(1)
    written = spelt(random)
    random.shuffle(written)
    person = world.ours.person
    ContactPoint.objects.filter(person=person).delete()
    enter(world, person, [ContactDraft.safe(kind, value) for kind, value in written])
    assert person.contact_points.count() == 20
    assert person.contact_points.filter(kind="mobile").count() == 5
    assert {point.value[0] for point in person.contact_points.exclude(kind="email")} == {"0"}


def unsafe_is_never_used(phone: str) -> bool:
    """Of nobody who has the number would any channel use it."""
    key = reaches.key("mobile", phone)
    holders = Person.objects.filter(contact_points__reaches=key, contact_points__ended_at=None).distinct()
    assert holders.exists()
    used = [
        where(channel, of)
        for of in reach.of_people([one.pk for one in holders]).values()
        for channel in ("text", "phone")
    ]
    return not any(reaches.key("mobile", value) == key for value in used if value)


@pytest.mark.parametrize("second", DOORS)
@pytest.mark.parametrize("first", ["practice", "themselves"])
def test_what_one_door_calls_unsafe_no_other_makes_safe(world: World, first: str, second: str) -> None:
    DOORS[first](world, NUMBER, "07700 900777", is_safe=False)
    for spelling in ("07700900777", "+44 (0)7700 900777", "7700900777"):
        with undone():
            DOORS[second](world, NUMBER, spelling, is_safe=True)
            assert unsafe_is_never_used(SAME)


def test_a_number_that_was_given_up_comes_back_as_unsafe_as_it_was(world: World) -> None:
    person = world.ours.person
    ContactPoint.objects.filter(person=person).update(ended_at=world.now, safe_to_call=False)
    enter(world, person, [ContactDraft.safe("mobile", "+44 161 496 0000")])
    (point,) = person.contact_points.filter(ended_at=None)
    assert (point.kind, point.safe_to_call, point.safe_to_write) == ("home_phone", False, True)


def test_a_human_may_say_otherwise(world: World) -> None:
    DOORS["practice"](world, NUMBER, "07700 900777", is_safe=False)
    point = ContactPoint.objects.get(reaches="+447700900777")
    contact_points.set_safety(
        contact_point=point,
        safe_to_call=True,
        safe_to_leave_message=True,
        safe_to_write=True,
        by=world.ours.actor(Role.LINK_WORKER),
        now=world.now,
    )
    DOORS["system"](world, NUMBER, "+447700900777", is_safe=True)
    assert not unsafe_is_never_used(SAME)


def test_a_system_that_says_nothing_of_safety_calls_nothing_safe(world: World) -> None:
    Api(issue(world.ours.members[Role.GP])).post("referrals/", body(person={"phone": "7700 900777"}))
    point = ContactPoint.objects.get(reaches="+447700900777")
    assert (point.kind, point.value) == ("mobile", "07700900777")
    assert (point.safe_to_call, point.safe_to_leave_message, point.safe_to_write) == (False, False, False)


def test_an_extension_is_kept_and_is_no_other_number(world: World) -> None:
    person = world.ours.person
    spellings = ("0161 496 0000 ext. 12", "01614960000")
    enter(world, person, [ContactDraft.safe("home_phone", value) for value in spellings])
    assert person.contact_points.count() == 1


def random_order(world: World, random: Random) -> None:
    """Doors, merges and their undoing in any order, of which the first call of the number was unsafe."""
    first = DOORS[random.choice(["practice", "link worker", "system", "list"])]
    first(world, NUMBER, of_phone(SAME, random), is_safe=False)
    steps: list[Callable[[], None]] = [
        *[lambda door=door: door(world, NUMBER, of_phone(SAME, random), is_safe=True) for door in DOORS.values()],
        lambda: merge_some(world, random),
        lambda: undo_some(world),
    ]
    for _step in range(6):
        random.choice(steps)()
        assert unsafe_is_never_used(SAME)


def merge_some(world: World, random: Random) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    found = LikelyDuplicate.objects.visible_to(by).open().filter(first__family_name="Reached").order_by("pk")
    pairs = [pair for pair in found if not (pair.first.restricted_at or pair.second.restricted_at)]
    if pairs:
        pair = random.choice(pairs)
        sides = [pair.first, pair.second]
        kept = next((one for one in sides if one.nhs_number), random.choice(sides))
        merges.merge(duplicate=pair, kept=kept, by=by, now=world.now)


def undo_some(world: World) -> None:
    merge = Merge.objects.in_force().order_by("-pk").first()
    if merge:
        merges.undo(merge=merge, by=world.ours.actor(Role.LINK_WORKER), now=world.now)


@pytest.mark.parametrize("orders", [5, pytest.param(1000, marks=pytest.mark.long)])
def test_the_unsafe_number_is_never_used_in_any_order_of_doors_and_merges(world: World, orders: int) -> None:
    for seed in range(orders):
        with undone():
            random_order(world, Random(seed))
    assert not Referral.objects.filter(person__family_name="Reached").exists()


def test_what_was_kept_twice_before_is_once_and_as_unsafe_as_either(world: World) -> None:
    (name,) = (one.name for one in iter_modules(migrations.__path__) if one.name.endswith("by_what_they_reach"))
    migration = import_module(f"referrals.migrations.{name}")
    person = world.ours.person
    for value, is_safe in (("07700900777", True), ("+447700900777", False)):
        point = ContactPoint.objects.create(person=person, kind="home_phone", value=value, safe_to_write=is_safe)
        ContactPoint.objects.filter(pk=point.pk).update(reaches="")
    PersonAddress.objects.filter(person=person).update(lines="NFA", postcode="ZZ99 3VZ")
    migration.fill_reaches(apps, None)
    migration.empty_homes(apps, None)
    first, second = person.contact_points.filter(reaches="+447700900777").order_by("pk")
    assert (first.ended_at, first.kind, first.safe_to_write) == (None, "mobile", False)
    assert second.ended_at is not None
    assert person.addresses.get().postcode_missing_reason == "no_fixed_abode"
