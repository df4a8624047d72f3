"""Bringing in whom a team supports already, as its list says: the original dates are kept, and nobody is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.intake.receive import receive
from referrals.directory.listing import RowError
from referrals.drafts import CaseDraft, IntakeDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ActorKind, Permission
from referrals.kit.refusal import Refusal
from referrals.models import CaseloadColumns, Membership, Organisation
from referrals.selectors.intake import caseloads
from referrals.ways_in import CASELOAD_LIST

# The column that a refusal is about; the others are about who somebody is, which the NHS number says.
ABOUT = {"no-holder": "holder", "no-practice": "practice_code", "not-agreed": "consent_given_on", "urgent": "risk"}


@dataclass(slots=True)
class Imported:
    """What an import did, or would do: who is in, who was here already, and which lines are not in, and why.

    `remarks` are about lines that are in.
    """

    people: list[int] = field(default_factory=list)
    already: list[RowError] = field(default_factory=list)
    refused: list[RowError] = field(default_factory=list)
    remarks: list[RowError] = field(default_factory=list)
    lookalikes: int = 0


def load(
    *,
    cases: Iterable[CaseDraft],
    refused: Iterable[RowError],
    team: Organisation,
    by: Actor,
    now: datetime,
    dry_run: bool = False,
) -> Imported:
    """Bring in every line that can be: all of them or, where something breaks, none. A dry run is taken back."""
    check(by, Permission.KEEP_ORGANISATION)
    if team.kind != "team" or (by.kind is not ActorKind.SCHEDULE and by.organisation_id != team.pk):
        raise Refusal("not-yours", _("This belongs to another organisation."))
    imported = Imported(refused=list(refused))
    with transaction.atomic():
        # Two imports of one list take turns, so that the second finds everybody here.
        Organisation.objects.select_for_update(no_key=True).get(pk=team.pk)
        _each(list(cases), imported, team, by, now)
        imported.lookalikes = caseloads.lookalikes(imported.people)
        audit.record(by=by, did="caseload.imported", to=team, people=len(imported.people))
        transaction.set_rollback(dry_run)
    imported.refused.sort(key=lambda error: error.line)
    return imported


@transaction.atomic
def remember_columns(*, team: Organisation, headings: dict[str, str], by: Actor) -> None:
    """Which heading of the team's own list holds which column, so that nobody is asked again."""
    check(by, Permission.KEEP_ORGANISATION)
    if by.organisation_id != team.pk:
        raise Refusal("not-yours", _("This belongs to another organisation."))
    CaseloadColumns.objects.update_or_create(team=team, defaults={"headings": headings})
    audit.record(by=by, did="caseload.columns_chosen", to=team)


def _each(cases: list[CaseDraft], imported: Imported, team: Organisation, by: Actor, now: datetime) -> None:
    here = caseloads.Here(team, by)
    holders = caseloads.holders(team, local_day(now))
    practices = caseloads.practices(case.practice_code for case in cases)
    for case in cases:
        if here.has(case.person):
            imported.already.append(RowError(case.line, "here-already", _("The team has this person already.")))
            continue
        try:
            draft = _draft(case, team, holders, practices)
            imported.people.append(receive(draft=draft, way=CASELOAD_LIST, by=by, now=now).person_id)
        except Refusal as refusal:
            column = case.heading(ABOUT.get(refusal.code, "nhs_number"))
            imported.refused.append(RowError(case.line, refusal.code, f"{column}: {refusal.message}"))
        else:
            here.add(case.person)
            if case.remark:
                imported.remarks.append(RowError(case.line, "remark", case.remark))


def _draft(
    case: CaseDraft, team: Organisation, holders: dict[str, Membership], practices: dict[str, int]
) -> IntakeDraft:
    """The line with its holder and practice; a Refusal where it names one that nobody knows."""
    if case.holder_email and case.holder_email not in holders:
        raise Refusal("no-holder", _("The holder is not a link worker of the team."))
    if case.practice_code and case.practice_code not in practices:
        raise Refusal("no-practice", _("No practice here has this ODS code."))
    holder = holders.get(case.holder_email)
    return IntakeDraft(
        person=replace(case.person, practice_id=practices.get(case.practice_code)),
        referral=case.referral,
        team_id=team.pk,
        earlier=replace(case.earlier, holder_id=holder.pk if holder else None),
    )
