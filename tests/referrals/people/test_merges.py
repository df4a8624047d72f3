"""Two records of one person are made one by hand, and two again without loss."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import UniqueConstraint
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from devices.models import Loan, PersonDay
from referrals.actions.intake import referrals
from referrals.actions.people import agreements, contact_points, deaths, merges, people
from referrals.actions.support import contacts
from referrals.drafts import AddressDraft
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.kit.registries import person_data
from referrals.models import (
    Agreement,
    AuditEvent,
    ChangedWeek,
    ContactPoint,
    DatedValue,
    Episode,
    LikelyDuplicate,
    Merge,
    Person,
    PersonAddress,
    Referral,
    Task,
)
from referrals.models.choices import AgreementPurpose
from tests.devices import kit
from tests.support.world import World, an_nhs_number, refer, register

# What a merge writes about itself, and what is worked out anew.
APART = {"referrals_merge", "referrals_likelyduplicate", "referrals_personkeys", "referrals_auditevent"}


def rows_of(*people: Person) -> dict[str, list[Any]]:
    """Every row that is held on these people, but for versions and history."""
    return {
        holding.model._meta.db_table: sorted(
            (
                [(name, value) for name, value in sorted(row.items()) if name not in {"version", "password"}]
                for person in people
                for row in holding.rows(person.pk).values()
            ),
            key=repr,
        )
        for holding in person_data.holdings()
        if not hasattr(holding.model, "pgh_tracked_model") and holding.model._meta.db_table not in APART
    }


def twice(world: World, **changes: Any) -> tuple[Person, LikelyDuplicate]:
    """Someone registered again without the number and referred to the same team, and the pair that was reported."""
    born, family = world.ours.person.born_on, world.ours.person.family_name
    other = register(world.ours, family_name=family, born_on=born, **changes)
    refer(world.ours, other)
    return other, LikelyDuplicate.objects.get(first=world.ours.person, second=other)


def merged(world: World, pair: LikelyDuplicate) -> Merge:
    return merges.merge(
        duplicate=pair, kept=world.ours.person, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now()
    )


def undone(world: World, merge: Merge) -> None:
    merges.undo(merge=merge, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now())


def test_the_one_who_stands_has_everything_and_the_other_is_seen_by_nobody(world: World) -> None:
    other, pair = twice(world)
    merged(world, pair)
    link_worker = world.ours.actor(Role.LINK_WORKER)
    kept = world.ours.person
    assert [episode.person_id for episode in Episode.objects.open().filter(team=world.ours.team)] == [kept.pk]
    assert kept.referrals.count() == 2
    for role in (Role.LINK_WORKER, Role.GP):
        seen = Person.objects.visible_to(world.ours.actor(role))
        assert kept in seen
        assert other not in seen
    assert AuditEvent.objects.filter(did="person.merged", person_id=kept.pk).count() == 1
    assert not LikelyDuplicate.objects.visible_to(link_worker).open().filter(second=other).exists()
    assert ChangedWeek.objects.exists()


def test_what_is_unsafe_on_either_record_is_unsafe(world: World) -> None:
    other, pair = twice(world)
    ContactPoint.objects.filter(person=other).update(safe_to_leave_message=False)
    merge = merged(world, pair)
    point = ContactPoint.objects.get(person=world.ours.person, kind="home_phone")
    assert (point.safe_to_call, point.safe_to_leave_message) == (True, False)
    undone(world, merge)
    assert ContactPoint.objects.get(pk=point.pk).safe_to_leave_message


def test_of_dated_values_what_stands_counts_and_before_it_the_other_ones(world: World) -> None:
    other, pair = twice(world)
    PersonAddress.objects.filter(person=other).update(valid_from=world.today - timedelta(days=400))
    merged(world, pair)
    began = world.today - timedelta(days=20)
    found = PersonAddress.objects.filter(person=world.ours.person).order_by("valid_from")
    assert [(row.valid_from, row.valid_to) for row in found] == [(began - timedelta(days=380), began), (began, None)]


@pytest.mark.parametrize("code", ["two-numbers", "number-goes", "death", "agreements", "not-yours", "decided"])
def test_what_no_rule_may_settle_is_refused(world: World, code: str) -> None:
    other, pair = twice(world, nhs_number=an_nhs_number(88) if code == "two-numbers" else None)
    ours, now = world.ours, timezone.now()
    link_worker = (world.theirs if code == "not-yours" else ours).actor(Role.LINK_WORKER)
    kept = other if code == "number-goes" else ours.person
    if code == "death":
        Person.objects.filter(pk=other.pk).update(died_on=world.today)
    if code == "agreements":
        agreements.give(person=ours.person, purpose="get_messages", by=link_worker, now=now - timedelta(days=2))
        agreements.give(person=other, purpose="get_messages", by=link_worker, now=now - timedelta(days=1))
        agreements.withdraw(person=other, purpose="get_messages", by=link_worker, now=now)
    if code == "decided":
        merged(world, pair)
        pair.refresh_from_db()
        Person.objects.filter(pk=other.pk).update(restricted_at=None)
        refer(ours, other)
    before = Merge.objects.count()
    with pytest.raises(Refusal, match=code):
        merges.merge(duplicate=pair, kept=kept, by=link_worker, now=now)
    assert Merge.objects.count() == before


def _contact(world: World, sent: Referral) -> None:
    by, now = world.ours.actor(Role.LINK_WORKER), timezone.now()
    contacts.record(episode=sent.episode, mode="phone", outcome="no_answer", note="", occurred_at=now, by=by, now=now)


def _agree(world: World, sent: Referral) -> None:
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.give(person=sent.person, purpose="share_with_provider", by=by, now=timezone.now())


def _move(world: World, sent: Referral) -> None:
    draft = AddressDraft("2 Road", "ST1 3AA")
    people.move_house(person=sent.person, draft=draft, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now())


# What may have happened to the second record meanwhile.
STEPS: dict[str, Callable[[World, Referral], object]] = {
    "claim": lambda world, sent: referrals.claim(
        referral=sent, by=world.ours.actor(Role.LINK_WORKER), now=timezone.now()
    ),
    "contact": _contact,
    "agree": _agree,
    "move": _move,
    "wear": lambda world, sent: _wear(world, sent.person),
    "refer elsewhere": lambda world, sent: refer(world.theirs, sent.person),
    "telephone": lambda world, sent: sent.person.contact_points.create(kind="mobile", value="07700900111"),
    "condition": lambda world, sent: sent.person.long_term_conditions.create(code="copd"),
}


def _wear(world: World, other: Person) -> None:
    device = kit.wearable_of(world)
    at = world.now - timedelta(days=3)
    Loan.objects.create(device=device, person=other, starts_at=at, ends_at=world.now)
    for person in (other, world.ours.person):
        PersonDay.objects.create(person=person, date=at.date(), device=device, state="counted", steps=person.pk)
    PersonDay.objects.create(person=other, date=world.today, device=device, state="counted", steps=9)


@settings(
    max_examples=5,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.sets(st.sampled_from(sorted(STEPS)), max_size=6))
def test_undoing_puts_every_row_back_as_it_was(world: World, steps: set[str]) -> None:
    with transaction.atomic():
        other, pair = twice(world)
        for step in sorted(steps):
            STEPS[step](world, other.referrals.get(team=world.ours.team))
        before = rows_of(world.ours.person), rows_of(other)
        merge = merged(world, pair)
        assert rows_of(other)["referrals_referral"] == []
        undone(world, merge)
        after = rows_of(world.ours.person), rows_of(other)
        for one, same in zip(before, after, strict=True):
            assert [table for table in one if one[table] != same[table]] == []
        transaction.set_rollback(True)


def test_what_was_added_since_stays_with_the_one_who_stood(world: World) -> None:
    other, pair = twice(world)
    merge = merged(world, pair)
    added = ContactPoint.objects.create(person=world.ours.person, kind="mobile", value="07700900222")
    undone(world, merge)
    added.refresh_from_db()
    assert added.person == world.ours.person
    assert Episode.objects.open().filter(person=other).count() == 1
    with pytest.raises(Refusal, match="undone"):
        undone(world, merge)


@pytest.mark.parametrize("purpose", AgreementPurpose.values)
def test_what_was_taken_back_meanwhile_stays_taken_back_for_both(world: World, purpose: str) -> None:
    """Sharing or messages: nobody knows which of the two said stop."""
    other, pair = twice(world)
    by, both = world.ours.actor(Role.LINK_WORKER), (world.ours.person, other)
    for person in both:
        agreements.give(person=person, purpose=purpose, by=by, now=timezone.now())
    merge = merged(world, pair)
    agreements.withdraw(person=world.ours.person, purpose=purpose, by=by, now=timezone.now())
    undone(world, merge)
    assert not Agreement.objects.filter(person__in=both, purpose=purpose, withdrawn_at=None).exists()
    assert AuditEvent.objects.filter(did="agreement.withdrawn", person_id=other.pk).count() == 1
    if purpose == AgreementPurpose.SHARE_RECORD:
        assert Task.objects.filter(episode__person=other, kind="record_withdrawn", done_at=None).count() == 1


def test_given_again_meanwhile_it_stands_for_the_one_who_stood_only(world: World) -> None:
    other, pair = twice(world)
    by, kept = world.ours.actor(Role.LINK_WORKER), world.ours.person
    merge = merged(world, pair)
    agreements.withdraw(person=kept, purpose="share_record", by=by, now=timezone.now())
    agreements.give(person=kept, purpose="share_record", by=by, now=timezone.now())
    undone(world, merge)
    in_force = Agreement.objects.filter(purpose="share_record", withdrawn_at=None)
    assert in_force.filter(person=kept).exists()
    assert not in_force.filter(person=other).exists()


def test_one_that_went_over_and_was_taken_back_there_comes_back_so(world: World) -> None:
    other, pair = twice(world)
    by = world.ours.actor(Role.LINK_WORKER)
    agreements.give(person=other, purpose="wear_device", by=by, now=timezone.now())
    merge = merged(world, pair)
    agreements.withdraw(person=world.ours.person, purpose="wear_device", by=by, now=timezone.now())
    undone(world, merge)
    assert Agreement.objects.get(person=other, purpose="wear_device").withdrawn_at


def test_a_death_recorded_meanwhile_stands_for_both(world: World) -> None:
    other, pair = twice(world)
    by = world.ours.actor(Role.LINK_WORKER)
    merge = merged(world, pair)
    deaths.record(person=world.ours.person, died_on=world.today, by=by, now=timezone.now())
    undone(world, merge)
    both = Person.objects.filter(pk__in=[world.ours.person.pk, other.pk])
    assert list(both.values_list("died_on", flat=True)) == [world.today] * 2
    assert not Referral.objects.filter(person__in=both).open().exists()
    assert not Episode.objects.filter(person__in=both).open().exists()


def test_a_number_made_unsafe_meanwhile_is_unsafe_for_both(world: World) -> None:
    other, pair = twice(world)
    ContactPoint.objects.filter(person=other).update(safe_to_write=False)
    merge = merged(world, pair)
    ours = ContactPoint.objects.get(person=world.ours.person, kind="home_phone")
    by = world.ours.actor(Role.LINK_WORKER)
    contact_points.set_safety(
        contact_point=ours, safe_to_call=True, safe_to_leave_message=False, safe_to_write=False, by=by, now=world.now
    )
    undone(world, merge)
    theirs = ContactPoint.objects.get(person=other, kind="home_phone")
    ours.refresh_from_db()
    assert (ours.safe_to_leave_message, theirs.safe_to_leave_message) == (False, False)
    assert (ours.safe_to_write, theirs.safe_to_write) == (True, False)


def test_support_that_ended_meanwhile_does_not_begin_again(world: World) -> None:
    other, pair = twice(world)
    merge = merged(world, pair)
    sent = Referral.objects.get(person=world.ours.person, status="received")
    by = world.ours.actor(Role.LINK_WORKER)
    referrals.end(referral=sent, event="decline", reason="not_wanted", by=by, now=timezone.now())
    undone(world, merge)
    assert not Episode.objects.open().filter(person=other).exists()


def test_a_merged_person_is_erased_whole(world: World) -> None:
    other, pair = twice(world)
    merged(world, pair)
    with pytest.raises(CommandError, match="was merged"):
        call_command("erase_person", str(other.public_id), "--reason", "asked")
    call_command("erase_person", str(world.ours.person.public_id), "--reason", "asked")
    assert not Person.objects.filter(pk__in=[other.pk, world.ours.person.pk]).exists()


def test_the_export_holds_what_a_merge_left_behind(world: World, tmp_path: Path) -> None:
    other, pair = twice(world, given_name="Leftbehind")
    merged(world, pair)
    target = tmp_path / "out.zip"
    with pytest.raises(CommandError, match="was merged"):
        call_command("export_person", str(other.public_id), "--to", str(target))
    assert not target.exists()
    call_command("export_person", str(world.ours.person.public_id), "--to", str(target))
    with ZipFile(target) as packed:
        tables = {table["table"]: table["rows"] for table in json.loads(packed.read("record.json"))["tables"]}
    assert [row["given_name"] for row in tables["referrals_person"]][1:] == ["Leftbehind"]
    points = tables["referrals_contactpoint"]
    assert len({row["public_id"] for row in points}) == len(points)
    assert [row["value"] for row in points].count("01614960000") == 2


def test_every_table_that_points_at_a_person_moves_or_says_why_it_stays() -> None:
    own = [model for model in apps.get_models() if not hasattr(model, "pgh_tracked_model")]
    pointing = {model for model in own for column in model._meta.concrete_fields if column.related_model is Person}
    staying = {holding.model for holding in person_data.holdings() if holding.stays}
    assert pointing - {link.model for link in merges.links(Person)} - staying == set()


def test_a_merge_knows_every_rule_that_could_refuse_a_move() -> None:
    """Unique columns, and one value on any day; another kind of rule needs a way of its own."""
    for link in [*merges.links(Person), *merges.links(Episode)]:
        for rule in link.model._meta.constraints:
            if isinstance(rule, UniqueConstraint):
                assert rule.fields, rule.name
            if isinstance(rule, ExclusionConstraint):
                names = {expression for expression, _operator in rule.expressions}
                is_unique = {operator for _expression, operator in rule.expressions} == {"="}
                assert is_unique or issubclass(link.model, DatedValue) or link.column.name not in names, rule.name
