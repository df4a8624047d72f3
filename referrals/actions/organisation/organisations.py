"""Organisations: added, renamed, ended; never overwritten by another and never removed."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.onward import closings
from referrals.actions.organisation.keeping import check_keeps
from referrals.actions.work import edits
from referrals.drafts import OrganisationDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import Organisation
from referrals.models.choices import OrganisationKind
from referrals.selectors.organisation import areas, teams

# Kinds of NHS bodies, which are known by their code.
CODED = {OrganisationKind.GP_PRACTICE.value, OrganisationKind.PCN.value, OrganisationKind.ICB.value}


@transaction.atomic
def add(
    *,
    name: str,
    kind: str,
    valid_from: date,
    by: Actor,
    ods_code: str | None = None,
    parent: Organisation | None = None,
    refers_to: Organisation | None = None,
    email: str = "",
    phone: str = "",
    area_code: str = "",
) -> Organisation:
    """A practice, network, board, team or provider. NHS bodies need their ODS code.

    An administrator adds below their own board; a team adds providers. Refusals: not-yours, code-needed, code-taken.
    """
    if not (kind == OrganisationKind.PROVIDER and by.may(Permission.INVITE_PROVIDERS)):
        check(by, Permission.KEEP_AREA)
        _check_lies_in_area(by, kind, parent)
    _check_code(kind, ods_code)
    organisation = Organisation.objects.create(
        name=name,
        kind=kind,
        ods_code=ods_code,
        parent=parent,
        refers_to=refers_to,
        email=email,
        phone=phone,
        area_code=area_code,
        valid_from=valid_from,
    )
    audit.record(by=by, did="organisation.added", to=organisation)
    return organisation


def add_from(*, draft: OrganisationDraft, by: Actor, now: datetime) -> Organisation:
    """An organisation as an administrator or a team typed it, from today. Without a place it lies in their board."""
    board = areas.board_of(by.organisation_id)
    return add(
        name=draft.name,
        kind=draft.kind,
        valid_from=local_day(now),
        by=by,
        ods_code=draft.ods_code or None,
        parent=Organisation.objects.filter(pk=draft.parent_id or 0).first() or board,
        refers_to=Organisation.objects.filter(pk=draft.refers_to_id or 0).first(),
        email=draft.email,
        phone=draft.phone,
        area_code=draft.area_code,
    )


@transaction.atomic
def edit(*, organisation: Organisation, draft: OrganisationDraft, version: int, by: Actor) -> Organisation:
    """Another name, code, place or contact, or another team to refer to. What it was called stands in its history.

    Refusals: not-yours, changed-meanwhile, code-needed, code-taken.
    """
    check(by, Permission.KEEP_AREA)
    check_keeps(by, organisation.pk)
    edits.begin(organisation, version)
    _check_code(organisation.kind, draft.ods_code or None, organisation)
    refers_to = organisation.refers_to_id
    Organisation.objects.filter(pk=organisation.pk).update(
        name=draft.name,
        ods_code=draft.ods_code or None,
        parent_id=draft.parent_id,
        refers_to_id=draft.refers_to_id,
        email=draft.email,
        phone=draft.phone,
        area_code=draft.area_code,
    )
    organisation.refresh_from_db()
    audit.record(by=by, did="organisation.edited", to=organisation)
    if organisation.refers_to_id != refers_to:
        audit.record(by=by, did="organisation.refers_to_changed", to=organisation)
    return organisation


@transaction.atomic
def end(*, organisation: Organisation, by: Actor, now: datetime) -> None:
    """The organisation is no more from today: nobody signs in for it. A provider's services close with it.

    Refusals: not-yours, own-area, ended-already, has-people (a team that still supports people, or to which practices
    refer: another goes on with them), has-parts (a network with practices or teams).
    """
    check(by, Permission.KEEP_AREA)
    check_keeps(by, organisation.pk)
    locked = lock_open(organisation, local_day(now))
    if locked.pk == by.organisation_id or locked.kind == OrganisationKind.ICB:
        raise Refusal("own-area", _("The board is the area itself: it cannot be ended here."))
    if locked.kind == OrganisationKind.TEAM and any(teams.size(locked.pk).values()):
        raise Refusal("has-people", _("Another team has to go on with the people and practices: merge it instead."))
    if Organisation.objects.filter(areas.open_on(local_day(now)), parent=locked).exists():
        raise Refusal("has-parts", _("Other organisations lie in this one: give them another network first."))
    closings.close_all(organisation=locked, by=by, now=now)
    Organisation.objects.filter(pk=locked.pk).update(valid_to=last_day(locked, now), version=F("version") + 1)
    audit.record(by=by, did="organisation.ended", to=locked)


def lock_open(organisation: Organisation, today: date) -> Organisation:
    """The organisation under its lock, if it has not ended."""
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if locked.valid_to and locked.valid_to <= today:
        raise Refusal("ended-already", _("This organisation has ended already."))
    return locked


def last_day(organisation: Organisation, now: datetime) -> date:
    """The first day without it: today, or the day after the one on which it began."""
    return max(local_day(now), organisation.valid_from + timedelta(days=1))


def _check_lies_in_area(by: Actor, kind: str, parent: Organisation | None) -> None:
    """The schedule sets up boards and loads what lies nowhere; an administrator adds to their own area only."""
    if by.may(Permission.RUN_SCHEDULE):
        return
    if parent is None or parent.kind not in areas.PARENTS[kind] or not areas.holds(by, parent.pk):
        raise Refusal("not-yours", _("Choose where in your area it lies."))


def _check_code(kind: str, ods_code: str | None, itself: Organisation | None = None) -> None:
    if kind in CODED and not ods_code:
        raise Refusal("code-needed", _("An NHS organisation needs its ODS code."))
    others = Organisation.objects.exclude(pk=itself.pk) if itself else Organisation.objects.all()
    if ods_code and others.filter(ods_code=ods_code).exists():
        raise Refusal("code-taken", _("Another organisation has this ODS code."))
