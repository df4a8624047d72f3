"""Users, memberships, organisations and API clients."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from referrals.actions import audit
from referrals.calendar import local_day
from referrals.models import ApiClient, Membership, Organisation, Person, User
from referrals.permissions import Actor, Permission, Role, check


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
    """Give a user a role in an organisation, or a person their own account."""
    check(by, Permission.KEEP_ORGANISATION)
    membership = Membership.objects.create(
        user=user, role=role, organisation=organisation, person=person, starts_on=starts_on, job_title=job_title
    )
    audit.record(by=by, did="membership.added", to=membership, person_id=membership.person_id, as_role=role)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, now: datetime) -> None:
    """End a role from today: the next request is refused."""
    check(by, Permission.KEEP_ORGANISATION)
    Membership.objects.filter(pk=membership.pk).update(
        ends_on=max(membership.starts_on, local_day(now)),
        version=F("version") + 1,
    )
    audit.record(by=by, did="membership.ended", to=membership)


@transaction.atomic
def add_client(*, client_id: str, membership: Membership, by: Actor) -> ApiClient:
    """Let an OAuth2 application act for a membership."""
    check(by, Permission.KEEP_ORGANISATION)
    client = ApiClient.objects.create(client_id=client_id, membership=membership)
    audit.record(by=by, did="api_client.added", to=client)
    return client
