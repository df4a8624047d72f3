"""Practices, networks and boards of an area as the national register has them: added, renamed, ended, open again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from referrals.actions.organisation import organisations
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.reference.loads import Counts
from referrals.models import Organisation
from referrals.models.choices import OrganisationKind

# From above to below, so that each finds what it lies under.
KINDS = {"icb": OrganisationKind.ICB, "pcn": OrganisationKind.PCN, "practice": OrganisationKind.GP_PRACTICE}

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BodyDraft:
    """A body by its ODS code; `kind` is one of KINDS, `parent` the code of the body that it lies under."""

    code: str
    kind: str
    name: str
    parent: str
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def follow(*, bodies: Iterable[BodyDraft], by: Actor, today: date) -> Counts:
    """Let the organisations be as the register says, and add those that are not there yet, unless they have ended.

    Whom a practice refers to, its telephone and its e-mail stay as they were set here; people's records stay with it.
    An organisation of another kind under the same code is left alone.
    """
    check(by, Permission.KEEP_ORGANISATION)
    counts = Counts()
    drafts = sorted(bodies, key=lambda draft: list(KINDS).index(draft.kind))
    locked = Organisation.objects.select_for_update(no_key=True).order_by("pk")
    known = {row.ods_code: row for row in locked.filter(ods_code__in=[draft.code for draft in drafts])}
    above = {draft.parent for draft in drafts} - known.keys()
    parents = {**known, **{row.ods_code: row for row in Organisation.objects.filter(ods_code__in=above)}}
    for draft in drafts:
        row = known.get(draft.code)
        if row is None:
            _add(draft, parents, counts, by=by, today=today)
        elif row.kind != KINDS[draft.kind]:
            counts.refused += 1
        else:
            _change(row, draft, parents.get(draft.parent), counts, by=by)
    return counts


def _add(draft: BodyDraft, parents: dict[str | None, Organisation], counts: Counts, *, by: Actor, today: date) -> None:
    if draft.valid_to and draft.valid_to <= today:
        counts.left_out += 1
        return
    parents[draft.code] = organisations.add(
        name=draft.name,
        kind=KINDS[draft.kind],
        ods_code=draft.code,
        parent=parents.get(draft.parent),
        valid_from=draft.valid_from,
        by=by,
    )
    if draft.valid_to:
        Organisation.objects.filter(pk=parents[draft.code].pk).update(valid_to=draft.valid_to)
    counts.new += 1


def _change(row: Organisation, draft: BodyDraft, parent: Organisation | None, counts: Counts, *, by: Actor) -> None:
    ends = draft.valid_to and max(draft.valid_to, row.valid_from + DAY)
    wanted = {"name": draft.name, "valid_to": ends, "parent_id": parent.pk if parent else row.parent_id}
    if all(getattr(row, name) == value for name, value in wanted.items()):
        counts.same += 1
        return
    has_ended, has_begun = row.valid_to is None and ends is not None, row.valid_to is not None and ends is None
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    if has_ended:
        counts.ended += 1
    else:
        counts.changed += 1
    did = "ended" if has_ended else "opened_again" if has_begun else "updated"
    audit.record(by=by, did=f"organisation.{did}", to=row)
