"""Users and memberships."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.access import sign_ins
from referrals.actions.organisation import covers
from referrals.actions.organisation.keeping import check_keeps
from referrals.actions.support import handovers
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ROLES_AT, Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Episode, Membership, Organisation, Person, User
from referrals.models.organisation.organisations import OWN_ACCOUNT
from referrals.selectors.organisation import accounts


@transaction.atomic
def add_user(*, email: str, name: str, password: str | None, by: Actor) -> User:
    """Someone who can sign in; without a password only after they set one. They assent themselves, by their link."""
    check(by, Permission.ACCEPT_INVITATION)
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
    """Give a user a role in an organisation, or a person their own account. By their own assent: they accept a link."""
    check(by, Permission.ACCEPT_INVITATION)
    if organisation and role not in ROLES_AT[organisation.kind]:
        raise Refusal("role-not-here", _("Nobody has this role in an organisation of this kind."))
    membership = Membership.objects.create(
        user=user, role=role, organisation=organisation, person=person, starts_on=starts_on, job_title=job_title
    )
    audit.record(by=by, did="membership.added", to=membership, person_id=membership.person_id, as_role=role)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, now: datetime, heir: Membership | None = None) -> None:
    """End a role from today: they are signed out everywhere. Whoever still supports people hands them to an heir."""
    check_keeps(by, membership.organisation_id)
    if membership.user_id == by.user_id:
        raise Refusal("own-membership", _("Ask another manager or administrator to end or change your own role."))
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
    sign_ins.end_of_user(user_id=membership.user_id, now=now)
    audit.record(by=by, did="membership.ended", to=membership)


@transaction.atomic
def change_role(
    *, membership: Membership, role: Role, by: Actor, now: datetime, heir: Membership | None = None
) -> Membership:
    """Someone does something else in the same organisation from today; what they did before stays in the old role's
    name. Refusals: role-not-here, not-yours, already-member, and those of ending the old role.
    """
    organisation, today = membership.organisation, local_day(now)
    if organisation is None or role not in ROLES_AT[organisation.kind]:
        raise Refusal("role-not-here", _("Nobody has this role in an organisation of this kind."))
    if role is Role.ADMINISTRATOR and not by.may(Permission.KEEP_AREA):
        raise Refusal("not-yours", _("Only an administrator makes administrators."))
    User.objects.select_for_update().get(pk=membership.user_id)
    if accounts.memberships_of(membership.user_id, today).filter(organisation=organisation, role=role).exists():
        raise Refusal("already-member", _("They have this role here already."))
    end_membership(membership=membership, by=by, now=now, heir=heir)
    changed = Membership.objects.create(
        user_id=membership.user_id,
        role=role,
        organisation=organisation,
        job_title=membership.job_title,
        starts_on=today,
    )
    audit.record(by=by, did="membership.role_changed", to=changed, as_role=role)
    return changed


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
        user = User.objects.create_user(email=f"{person.public_id}{OWN_ACCOUNT}", name=person.full_name)
        audit.record(by=by, did="user.added", to=user, person_id=person.pk)
    member = accounts.memberships_of(user.pk, today).filter(person=person).first()
    if member is None:
        member = Membership.objects.create(user=user, role=Role.PERSON, person=person, starts_on=today)
        audit.record(by=by, did="membership.added", to=member, person_id=person.pk, as_role=Role.PERSON)
    return member


def _check_heir(membership: Membership, heir: Membership, today: date) -> None:
    heirs = accounts.colleagues(membership, today)
    if not heirs.filter(pk=heir.pk).exists():
        raise Refusal("not-a-colleague", _("Choose someone with the same role in the same organisation."))
