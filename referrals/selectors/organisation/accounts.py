"""Who is acting: memberships in force, and the actor that a session stands for."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models import Membership, Person, User


def memberships_of(user_id: int, today: date) -> QuerySet[Membership]:
    """The user's memberships in force today, in organisations that have not ended."""
    open_organisation = Q(organisation=None) | Q(organisation__valid_to=None) | Q(organisation__valid_to__gt=today)
    return (
        in_force(today)
        .filter(open_organisation, user=user_id, user__is_active=True)
        .select_related("organisation", "user")
        .order_by("pk")
    )


def actor_of(membership: Membership) -> Actor:
    """The actor that a membership makes of its user."""
    return Actor(
        kind=ActorKind.MEMBER,
        role=Role(membership.role),
        user_id=membership.user_id,
        membership_id=membership.pk,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
    )


def user_by_email(email: str) -> User | None:
    """The user with an e-mail address, whatever its case."""
    return User.objects.filter(email__iexact=email).first()


def worker_by_email(email: str, today: date) -> Membership | None:
    """The first role in force of somebody who works here."""
    user = user_by_email(email)
    return memberships_of(user.pk, today).exclude(role=Role.PERSON).first() if user else None


def has_password(email: str) -> bool:
    """Whether somebody signs in with the address by a password."""
    user = user_by_email(email)
    return user is not None and (user.has_usable_password() or not user.is_active)


def is_address_of(user_id: int, email: str) -> bool:
    """Whether a user has the address."""
    return User.objects.filter(pk=user_id, email__iexact=email).exists()


def own_user(person: Person) -> User | None:
    """The person's own account: not one with which they also work here, and none that was switched off."""
    works_here = Membership.objects.exclude(role=Role.PERSON).values("user")
    found = User.objects.filter(memberships__person=person, is_active=True).exclude(pk__in=works_here)
    return found.exclude(memberships__person__in=Person.objects.exclude(pk=person.pk)).order_by("pk").first()


def words_for(membership: Membership) -> str:
    """A membership as its user reads it: "Link worker, Trafford Link Workers"."""
    role = membership.get_role_display()
    return f"{role}, {membership.organisation}" if membership.organisation else role


def members(by: Actor, today: date) -> QuerySet[Membership]:
    """Who has a role in the manager's organisation today, by name, with the episodes they hold (`supports`)."""
    return with_supports(in_force(today).filter(organisation=by.organisation_id))


def with_supports(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Members by name, with how many episodes each holds (`supports`)."""
    open_episodes = Count("held_episodes", filter=Q(held_episodes__closed_at=None))
    found = members.select_related("user", "organisation").annotate(supports=open_episodes)
    return found.order_by("user__name", "pk")


def colleagues(membership: Membership, today: date) -> QuerySet[Membership]:
    """Who else has the same role in the same organisation today."""
    return (
        in_force(today)
        .filter(organisation=membership.organisation_id, role=membership.role)
        .exclude(user=membership.user_id)
        .select_related("user")
        .order_by("user__name", "pk")
    )


def in_force(today: date) -> QuerySet[Membership]:
    """Every membership that is in force on a day."""
    return Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)
