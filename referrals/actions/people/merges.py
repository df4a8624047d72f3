"""Making two people one by hand, and undoing it without loss.

Every row of the one who goes moves to the one who stays, but for those that would clash with a row of theirs: these
are left where nobody sees them. Nothing is removed, and all that is changed is written down as it was before.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, F, Min, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from referrals.actions.access import sign_ins
from referrals.actions.people import agreements, deaths, duplicates, merged_contacts
from referrals.actions.people.clashes import Link, once
from referrals.actions.people.ledger import Ledger, put
from referrals.actions.support import episodes
from referrals.kit import audit, weeks
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.kit.registries import person_data
from referrals.models import (
    Agreement,
    DatedValue,
    Episode,
    LikelyDuplicate,
    Merge,
    Person,
    Referral,
)
from referrals.models.choices import Decision, StatusReason


@transaction.atomic
def merge(*, duplicate: LikelyDuplicate, kept: Person, by: Actor, now: datetime) -> Merge:
    """The pair is one person: `kept` stands, and the other one's rows go over to them."""
    check(by, Permission.MERGE)
    gone_id = duplicate.second_id if kept.pk == duplicate.first_id else duplicate.first_id
    found = {person.pk: person for person in _locked(by, kept.pk, gone_id)}
    if found.keys() != {kept.pk, gone_id}:
        raise Refusal("not-yours", _("Your team does not know both people, so it cannot merge them."))
    duplicates.decide(duplicate=duplicate, decision=Decision.MERGED, by=by, now=now)
    kept, gone = found[kept.pk], found[gone_id]
    _refuse_contradictions(kept, gone)
    # Whoever is signed in would see another record than they opened.
    for person in (kept, gone):
        sign_ins.end_of_person(person_id=person.pk, now=now)
    days = person_data.counted_days(kept.pk) | person_data.counted_days(gone.pk)
    ledger = Ledger()
    _move_everything(ledger, kept, gone, now)
    made = Merge.objects.create(
        duplicate=duplicate, kept=kept, gone=gone, merged_by_id=by.member(), merged_at=now, changes=ledger.changes
    )
    audit.record(by=by, did="person.merged", to=made, person_id=kept.pk, gone=gone.pk, rows=len(ledger.changes))
    duplicates.report(person=kept, by=by)
    weeks.mark(days)
    return made


@transaction.atomic
def undo(*, merge: Merge, by: Actor, now: datetime) -> None:
    """They were two after all: each row is put back as it was. What was added since stays with the one who stood.

    Nothing that was stopped meanwhile starts again: nobody knows which of the two it was about, so it counts for both.
    """
    check(by, Permission.MERGE)
    found = _undoable(merge, by)
    kept, gone = Person.objects.select_for_update().filter(pk__in=[found.kept_id, found.gone_id]).order_by("pk")
    if kept.pk != found.kept_id:
        kept, gone = gone, kept
    days = person_data.counted_days(kept.pk)
    # Before the accounts go back: what opened the one record may open the other no more.
    sign_ins.end_of_person(person_id=kept.pk, now=now)
    _put_back(found, kept, gone, by, now)
    _end_idle_episodes(gone, by, now)
    Merge.objects.filter(pk=found.pk).update(undone_by_id=by.member(), undone_at=now, version=F("version") + 1)
    rows = LikelyDuplicate.objects.filter(pk=found.duplicate_id)
    rows.update(decision="", decided_by=None, decided_at=None, version=F("version") + 1)
    audit.record(by=by, did="person.merge_undone", to=found, person_id=kept.pk, gone=gone.pk)
    for person in (kept, gone):
        duplicates.report(person=person, by=by)
    weeks.mark(days)


def _undoable(merge: Merge, by: Actor) -> Merge:
    found = Merge.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=merge.pk).first()
    if found is None:
        raise Refusal("undone", _("This merge has been undone already."))
    if Merge.objects.in_force().filter(kept=found.kept_id, pk__gt=found.pk).exists():
        raise Refusal("later-merge", _("Someone else was merged into this person later. Undo that first."))
    return found


def _put_back(merge: Merge, kept: Person, gone: Person, by: Actor, now: datetime) -> None:
    """Every row as it was, but for what was stopped meanwhile, which is looked for first."""
    taken_back, unsafe = _taken_back_meanwhile(merge), merged_contacts.unsafe_meanwhile(kept, gone)
    for change in reversed(merge.changes):
        # What someone has changed since is theirs, and stays.
        put(apps.get_model(change["table"]), change["key"] | change["after"], change["before"])
    for purpose in taken_back:
        agreements.withdraw(person=gone, purpose=purpose, by=by, now=now)
    merged_contacts.put_back(merge, unsafe)
    if kept.died_on and kept.died_on != gone.died_on:
        deaths.record(person=gone, died_on=kept.died_on, by=by, now=now)


def links(target: type[Model]) -> Iterator[Link]:
    """Every declared table's columns that point at the target; left out is what stays with whom it is about."""
    for holding in person_data.holdings():
        if holding.stays or hasattr(holding.model, "pgh_tracked_model"):
            continue
        for column in holding.model._meta.concrete_fields:
            if column.related_model is target:
                yield Link(holding.model, column)


def _locked(by: Actor, *people: int) -> list[Person]:
    """Both rows: nothing can be added to either until the merge stands."""
    known = Person.objects.visible_to(by).filter(pk__in=people).values("pk")
    return list(Person.objects.select_for_update().filter(pk__in=known).order_by("pk"))


def _refuse_contradictions(kept: Person, gone: Person) -> None:
    """What no rule may settle, a human settles first."""
    if kept.nhs_number and gone.nhs_number:
        raise Refusal("two-numbers", _("They have two different NHS numbers, so they are two people."))
    if gone.nhs_number:
        raise Refusal("number-goes", _("Keep the record with the NHS number."))
    if kept.died_on != gone.died_on:
        raise Refusal("death", _("A date of death stands on one record only. Record it on the other first."))
    for one, other in ((kept, gone), (gone, kept)):
        if _taken_back_later(one, other):
            message = _("An agreement was taken back on one record and is in force on the other. Settle that first.")
            raise Refusal("agreements", message)


def _taken_back_later(one: Person, other: Person) -> bool:
    """Whether the one took back what the other, who agreed earlier, still agrees to."""
    earlier = Agreement.objects.filter(
        person=other, purpose=OuterRef("purpose"), withdrawn_at=None, given_at__lte=OuterRef("withdrawn_at")
    )
    again = Agreement.objects.filter(person=one, purpose=OuterRef("purpose"), withdrawn_at=None)
    taken_back = Agreement.objects.filter(person=one, withdrawn_at__isnull=False)
    return taken_back.filter(Exists(earlier), ~Exists(again)).exists()


def _move_everything(ledger: Ledger, kept: Person, gone: Person, now: datetime) -> None:
    _join_open_episodes(ledger, kept, gone, now)
    _cut_dated_values(ledger, kept, gone)
    merged_contacts.keep_what_is_unsafe(ledger, kept, gone)
    merged_contacts.keep_no_proof(ledger, gone)
    for link in links(Person):
        if not issubclass(link.model, DatedValue):
            _move(ledger, link, gone.pk, kept.pk)
    if added := duplicates.said_on_one(kept, gone):
        ledger.change(Person.objects.filter(pk=kept.pk), **added)
    # Nobody sees a restricted person, and nothing is sent about them.
    ledger.change(Person.objects.filter(pk=gone.pk), restricted_at=now)


def _join_open_episodes(ledger: Ledger, kept: Person, gone: Person, now: datetime) -> None:
    """A team has one open episode of a person: what is in the other one joins it, and that one ends."""
    for theirs in Episode.objects.filter(person=gone).open():
        ours = Episode.objects.filter(person=kept, team=theirs.team_id).open().first()
        if ours is None:
            continue
        for link in links(Episode):
            _move(ledger, link, theirs.pk, ours.pk)
        if ours.holder_id is None and theirs.holder_id:
            ledger.change(Episode.objects.filter(pk=ours.pk), holder_id=theirs.holder_id)
        rows = Episode.objects.filter(pk=theirs.pk)
        ledger.change(rows, closed_at=now, close_reason=StatusReason.DUPLICATE.value)


def _cut_dated_values(ledger: Ledger, kept: Person, gone: Person) -> None:
    """What stands on the days of the kept person's own values; before these, what was known of the other one."""
    for link in links(Person):
        if not issubclass(link.model, DatedValue):
            continue
        values: QuerySet[Any] = link.model._default_manager.all()
        began = values.filter(person=kept).aggregate(first=Min("valid_from"))["first"]
        rows = values.filter(person=gone)
        if began is None:
            ledger.change(rows, person_id=kept.pk)
            continue
        ledger.change(rows.filter(valid_to__lte=began), person_id=kept.pk)
        reaching = rows.filter(Q(valid_to=None) | Q(valid_to__gt=began), valid_from__lt=began)
        ledger.change(reaching, person_id=kept.pk, valid_to=began)


def _move(ledger: Ledger, link: Link, source: int, target: int) -> None:
    """Point the rows at the target, but for those that would clash with one of its own."""
    rows: QuerySet[Model] = link.model._default_manager.filter(**{link.column.attname: source})
    for fields, condition, same in once(link):
        others = [same(F(field), OuterRef(field)) for field in fields if field != link.column.name]
        clash = link.model._default_manager.filter(condition, *others, **{link.column.attname: target})
        rows = rows.exclude(condition & Q(Exists(clash)))
    ledger.change(rows, **{link.column.attname: target})


def _taken_back_meanwhile(merge: Merge) -> list[str]:
    """The purposes of what stayed behind in force, since the one who stood agreed too, and has taken it back since.

    Asked before the rows go back.
    """
    standing = Agreement.objects.filter(
        person=merge.kept_id, purpose=OuterRef("purpose"), withdrawn_at=None, given_at__lte=merge.merged_at
    )
    behind = Agreement.objects.filter(person=merge.gone_id, withdrawn_at=None)
    return list(behind.exclude(Exists(standing)).values_list("purpose", flat=True))


def _end_idle_episodes(person: Person, by: Actor, now: datetime) -> None:
    """Support that ended while they were one does not begin again with the undoing."""
    active = Referral.objects.open().values("episode")
    for episode in Episode.objects.filter(person=person).open().exclude(pk__in=active):
        episodes.finish(episode=episode, reason=StatusReason.DUPLICATE.value, by=by, now=now)
