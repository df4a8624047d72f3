"""Inviting people to work in an organisation: nobody gets a role who did not say yes to it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from referrals.actions.messages import messages
from referrals.actions.organisation import accounts
from referrals.drafts import InvitationDraft
from referrals.kit import audit
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import ROLES_AT, Role
from referrals.kit.refusal import Refusal
from referrals.models import Invitation, Membership, Organisation, User
from referrals.selectors.organisation import accounts as members
from referrals.selectors.organisation import areas, invitations


@transaction.atomic
def invite(*, organisation: Organisation, draft: InvitationDraft, by: Actor, now: datetime) -> Invitation:
    """Ask somebody to take a role, by a mail with a link.

    Refusals: role-not-here, not-yours, own-role, already-member, invited-already.
    """
    today, email = local_day(now), draft.email.strip().lower()
    if draft.role not in ROLES_AT[organisation.kind]:
        raise Refusal("role-not-here", _("Nobody has this role in an organisation of this kind."))
    if draft.role not in invitations.roles_to_give(by, organisation, today):
        raise Refusal("not-yours", _("You cannot invite anybody to this role here."))
    known = members.user_by_email(email)
    if known and known.pk == by.user_id:
        raise Refusal("own-role", _("Nobody gives themselves a role: ask another manager or administrator."))
    # The organisation's row is the lock: the same person is not asked twice at once.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if known and members.memberships_of(known.pk, today).filter(organisation=organisation, role=draft.role).exists():
        raise Refusal("already-member", _("They have this role here already."))
    if invitations.standing(organisation.pk).filter(email=email, role=draft.role).exists():
        raise Refusal("invited-already", _("They have been invited already: send that invitation again."))
    _take_in(organisation, by)
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=draft.role,
        email=email,
        name=draft.name,
        job_title=draft.job_title,
        invited_by_id=by.organisation_id,
        invited_at=now,
    )
    audit.record(by=by, did="invitation.sent", to=invitation, as_role=draft.role)
    messages.invite(invitation=invitation, now=now)
    return invitation


def _take_in(organisation: Organisation, by: Actor) -> None:
    """A provider that lay nowhere lies in the area that asks somebody there: its administrators keep it from now on."""
    board = areas.board_of(by.organisation_id) if organisation.parent_id is None else None
    if board and board.pk != organisation.pk:
        Organisation.objects.filter(pk=organisation.pk).update(parent=board, version=F("version") + 1)
        audit.record(by=by, did="organisation.taken_in", to=organisation)


@transaction.atomic
def send_again(*, invitation: Invitation, by: Actor, now: datetime) -> None:
    """Another mail with another link. Refusals: invitation-gone."""
    locked = _locked(invitation, by, now)
    Invitation.objects.filter(pk=locked.pk).update(version=F("version") + 1)
    locked.refresh_from_db()
    audit.record(by=by, did="invitation.sent_again", to=locked)
    messages.invite(invitation=locked, now=now)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Actor, now: datetime) -> None:
    """The invitation stands no longer; its links open nothing. Refusals: invitation-gone."""
    locked = _locked(invitation, by, now)
    Invitation.objects.filter(pk=locked.pk).update(withdrawn_at=now, version=F("version") + 1)
    audit.record(by=by, did="invitation.withdrawn", to=locked)


def accept(*, invitation: Invitation, user: User, by: Actor, now: datetime) -> Membership:
    """The user takes the role; whoever has it by then keeps it. Called under the lock of the link."""
    today, role = local_day(now), Role(invitation.role)
    # The user's row is the lock: two invitations at once must not give the same role twice.
    User.objects.select_for_update().get(pk=user.pk)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now, accepted_by=user, version=F("version") + 1)
    audit.record(by=by, did="invitation.accepted", to=invitation)
    held = members.memberships_of(user.pk, today).filter(organisation=invitation.organisation, role=role).first()
    return held or accounts.add_member(
        user=user,
        role=role,
        organisation=invitation.organisation,
        job_title=invitation.job_title,
        by=by,
        starts_on=today,
    )


def _locked(invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    """The invitation, if it still waits and is the actor's to keep."""
    Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    found = invitations.get(by, invitation.public_id, local_day(now))
    if found is None:
        raise Refusal("invitation-gone", _("This invitation was accepted or withdrawn."))
    return found
