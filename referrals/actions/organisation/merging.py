"""Two organisations of one kind become one: the second goes on with what the first had, and asks its people."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.organisation import invitations, teams
from referrals.actions.organisation.keeping import check_keeps
from referrals.actions.organisation.organisations import last_day, lock_open
from referrals.drafts import InvitationDraft
from referrals.kit import audit, weeks
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Organisation, PersonPractice, Referral, Service
from referrals.models.choices import OrganisationKind
from referrals.selectors.organisation import accounts
from referrals.selectors.organisation import invitations as standing


@transaction.atomic
def merge(*, organisation: Organisation, into: Organisation, by: Actor, now: datetime) -> int:
    """The first ends today and the second goes on in its place; how many who worked there are invited to the second.

    Nobody is moved without a word: each gets an invitation with their role. Refusals: not-yours, other-kind,
    ended-already, own-area.
    """
    check(by, Permission.KEEP_AREA)
    check_keeps(by, organisation.pk)
    check_keeps(by, into.pk)
    if organisation.kind == OrganisationKind.ICB:
        raise Refusal("own-area", _("The board is the area itself: it cannot be merged here."))
    if not fits(organisation, into):
        raise Refusal("other-kind", _("Choose another organisation of the same kind."))
    # In the order of their keys: two that merge into each other at once do not wait for one another.
    pair = sorted([organisation, into], key=lambda one: one.pk)
    locked = {one.pk: lock_open(one, local_day(now)) for one in pair}
    return go_on(gone=locked[organisation.pk], heir=locked[into.pk], by=by, now=now)


def fits(gone: Organisation, heir: Organisation) -> bool:
    """Whether the second can go on with what the first had."""
    return gone.pk != heir.pk and gone.kind == heir.kind and gone.kind in MOVES


def go_on(*, gone: Organisation, heir: Organisation, by: Actor, now: datetime) -> int:
    """Move what the first had to the second, end the first if it has not ended, and ask who worked there.

    How many were invited. Whoever calls has checked that `by` may, that the two fit, and that the second is open.
    """
    members = list(accounts.in_force(local_day(now)).filter(organisation=gone).select_related("user"))
    MOVES[gone.kind](gone, heir, by, now)
    Organisation.objects.filter(parent=gone).update(parent=heir, version=F("version") + 1)
    changes = {"valid_to": gone.valid_to or last_day(gone, now), "merged_into": heir}
    Organisation.objects.filter(pk=gone.pk).update(version=F("version") + 1, **changes)
    audit.record(by=by, did="organisation.merged", to=gone, into=heir.pk)
    return sum(_ask(member.user.email, member.user.name, Role(member.role), heir, by, now) for member in members)


def _ask(email: str, name: str, role: Role, heir: Organisation, by: Actor, now: datetime) -> bool:
    """Invite somebody who worked in the one that ended, unless they work in the other already."""
    user = accounts.user_by_email(email)
    works_there = user and accounts.memberships_of(user.pk, local_day(now)).filter(organisation=heir, role=role)
    waits = standing.standing(heir.pk).filter(email=email, role=role).exists()
    if waits or (works_there and works_there.exists()) or (user and user.pk == by.user_id):
        return False
    invitations.invite(organisation=heir, draft=InvitationDraft(name, email, role), by=by, now=now)
    return True


def _move_practice(gone: Organisation, heir: Organisation, by: Actor, now: datetime) -> None:
    """Whoever is registered there is registered with the other from today, which hears what becomes of referrals."""
    today = local_day(now)
    registered = list(PersonPractice.objects.filter(practice=gone, valid_to=None).select_for_update())
    # A registration of today never counted with the one that ended.
    new = [row.pk for row in registered if row.valid_from >= today]
    PersonPractice.objects.filter(pk__in=new).update(practice=heir, version=F("version") + 1)
    old = [row for row in registered if row.pk not in new]
    PersonPractice.objects.filter(pk__in=[row.pk for row in old]).update(valid_to=today, version=F("version") + 1)
    PersonPractice.objects.bulk_create(
        PersonPractice(person_id=row.person_id, practice=heir, valid_from=today) for row in old
    )
    for row in registered:
        audit.record(by=by, did="person.practice_merged", to=row, person_id=row.person_id)
    Referral.objects.filter(referring_organisation=gone).update(referring_organisation=heir, version=F("version") + 1)
    weeks.mark([today])


def _move_team(gone: Organisation, heir: Organisation, by: Actor, now: datetime) -> None:
    teams.close(team=gone, heir=heir, by=by, now=now)


def _move_provider(gone: Organisation, heir: Organisation, by: Actor, now: datetime) -> None:
    """Services go on under the other name, with their sessions and everyone who goes there."""
    services = list(Service.objects.filter(organisation=gone).select_for_update())
    Service.objects.filter(organisation=gone).update(organisation=heir, version=F("version") + 1)
    audit.record_each(by=by, did="service.moved", to=services)


def _move_network(gone: Organisation, heir: Organisation, by: Actor, now: datetime) -> None:
    """What lies in it is moved for every kind."""


MOVES: dict[str, Callable[[Organisation, Organisation, Actor, datetime], None]] = {
    "gp_practice": _move_practice,
    "team": _move_team,
    "provider": _move_provider,
    "pcn": _move_network,
}
