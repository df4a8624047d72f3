"""Users and memberships."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.organisation import covers
from referrals.actions.support import handovers
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ROLES_AT, Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Membership, Organisation, Person, User
from referrals.selectors.organisation import accounts


@transaction.atomic
def add_user(*, email: str, name: str, password: str | None, by: Actor) -> User:
    """Someone who can sign in; without a password only after they set one."""
    check(by, Permission.KEEP_ORGANISATION)
    user = User.objects.create_user(email=email, name=name, password=password)
    audit.record(by=by, did="user.added", to=user)
    return user


@transaction.atomic
def add_member(
    *,
    user: User,
    role: Role,
    by: Actor,
    starts_on: date,
    organisation: Organisation | None = None,
    person: Person | None = None,
    job_title: str = "",
) -> Membership:
    """Give a user a role in an organisation, or a person their own account. A manager does so in their own only."""
    check(by, Permission.KEEP_ORGANISATION)
    _check_keeps(by, organisation.pk if organisation else None)
    if organisation and role not in ROLES_AT[organisation.kind]:
        raise Refusal("role-not-here", _("Nobody has this role in an organisation of this kind."))
    membership = Membership.objects.create(
        user=user, role=role, organisation=organisation, person=person, starts_on=starts_on, job_title=job_title
    )
    audit.record(by=by, did="membership.added", to=membership, person_id=membership.person_id, as_role=role)
    return membership


@transaction.atomic
def add_colleague(
    *, organisation: Organisation, email: str, name: str, role: Role, job_title: str, by: Actor, now: datetime
) -> Membership:
    """Someone new in the manager's organisation. Whoever can sign in already keeps the name they have."""
    check(by, Permission.KEEP_ORGANISATION)
    today = local_day(now)
    user = accounts.user_by_email(email) or add_user(email=email, name=name, password=None, by=by)
    # The user's row is the lock: two managers at once must not give the same role twice.
    User.objects.select_for_update().get(pk=user.pk)
    if accounts.memberships_of(user.pk, today).filter(organisation=organisation, role=role).exists():
        raise Refusal("already-member", _("They have this role here already."))
    return add_member(user=user, role=role, by=by, starts_on=today, organisation=organisation, job_title=job_title)


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, now: datetime, heir: Membership | None = None) -> None:
    """End a role from today: the next request is refused. Whoever still supports people hands them to an heir."""
    check(by, Permission.KEEP_ORGANISATION)
    _check_keeps(by, membership.organisation_id)
    if membership.pk == by.membership_id:
        raise Refusal("own-membership", _("Ask another manager to end your own role."))
    if heir:
        _check_heir(membership, heir, local_day(now))
        handovers.everyone(holder=membership, heir=heir, by=by, now=now)
    elif Episode.objects.filter(holder=membership).open().exists():
        raise Refusal("holds-people", _("Choose who takes over the people whom they support."))
    covers.settle(leaver=membership, heir=heir, by=by, now=now)
    Membership.objects.filter(pk=membership.pk).update(
        ends_on=max(membership.starts_on, local_day(now)),
        version=F("version") + 1,
    )
    audit.record(by=by, did="membership.ended", to=membership)


def own_account(*, person: Person, by: Actor, now: datetime) -> Membership:
    """The membership in which the person, and nobody else, acts; made at the first sign-in.

    Never that of an account with which they also work here: a link in a mail must not open their colleagues' pages.
    """
    # The person's row is the lock: two links must not make two accounts.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    today = local_day(now)
    user = accounts.own_user(person)
    if user is None:
        # Nobody gets mail there: they sign in by a link to the address on their record, whatever it is by then.
        user = User.objects.create_user(email=f"{person.public_id}@person.invalid", name=person.full_name)
        audit.record(by=by, did="user.added", to=user, person_id=person.pk)
    member = accounts.memberships_of(user.pk, today).filter(person=person).first()
    if member is None:
        member = Membership.objects.create(user=user, role=Role.PERSON, person=person, starts_on=today)
        audit.record(by=by, did="membership.added", to=member, person_id=person.pk, as_role=Role.PERSON)
    return member


def _check_keeps(by: Actor, organisation_id: int | None) -> None:
    """A manager keeps their own organisation; the schedule loads any."""
    if by.role is Role.MANAGER and by.organisation_id != organisation_id:
        raise Refusal("not-yours", _("This belongs to another organisation."))


def _check_heir(membership: Membership, heir: Membership, today: date) -> None:
    heirs = accounts.colleagues(membership, today)
    if not heirs.filter(pk=heir.pk).exists():
        raise Refusal("not-a-colleague", _("Choose someone with the same role in the same organisation."))
