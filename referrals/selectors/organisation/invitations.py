"""Invitations: who may ask whom, and which stand."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from referrals.kit.actor import Actor
from referrals.kit.permissions import ROLES_AT, Permission, Role
from referrals.models import Invitation, Organisation, OutboundMessage
from referrals.models.choices import OrganisationKind
from referrals.selectors.organisation import accounts, areas

# By which a message says that it is about an invitation.
SUBJECT = "invitation"


def roles_to_give(by: Actor, organisation: Organisation, today: date) -> frozenset[Role]:
    """The roles to which the actor may invite somebody there; none where the organisation is not theirs to fill.

    An administrator fills every organisation of their area, a manager their own, and a team the providers for whom
    nobody works and whom nobody has asked yet, or whom it has asked before. Only administrators make administrators.
    """
    if organisation.valid_to and organisation.valid_to <= today:
        return frozenset()
    roles = ROLES_AT[organisation.kind]
    if by.may(Permission.KEEP_AREA) and areas.holds(by, organisation.pk):
        return roles
    if by.may(Permission.KEEP_ORGANISATION) and by.organisation_id == organisation.pk:
        return roles - {Role.ADMINISTRATOR}
    return roles if _is_for_team(by, organisation, today) else frozenset()


def _is_for_team(by: Actor, organisation: Organisation, today: date) -> bool:
    if not by.may(Permission.INVITE_PROVIDERS) or organisation.kind != OrganisationKind.PROVIDER:
        return False
    teams = set(Invitation.objects.filter(organisation=organisation).values_list("invited_by", flat=True))
    if by.organisation_id in teams:
        return True
    return not teams and not accounts.in_force(today).filter(organisation=organisation).exists()


def standing(organisation_id: int | None) -> QuerySet[Invitation]:
    """The invitations to an organisation that wait for an answer, with what became of the latest mail (`mail`)."""
    return _waiting().filter(organisation=organisation_id)


def sent_by(by: Actor) -> QuerySet[Invitation]:
    """The invitations of the actor's team to providers that wait for an answer, with what became of the mail."""
    return _waiting().filter(invited_by=by.organisation_id, organisation__kind=OrganisationKind.PROVIDER)


def _waiting() -> QuerySet[Invitation]:
    mails = OutboundMessage.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("pk")).order_by("-pk")
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return waiting.annotate(mail=Subquery(mails.values("state")[:1])).select_related("organisation").order_by("name")


def get(by: Actor, public_id: UUID, today: date) -> Invitation | None:
    """A standing invitation that the actor may take back or send again, or None."""
    waiting = Invitation.objects.filter(public_id=public_id, accepted_at=None, withdrawn_at=None)
    found = waiting.select_related("organisation").first()
    return found if found and Role(found.role) in roles_to_give(by, found.organisation, today) else None
