"""Who works somewhere: invited, given another role, ended. A manager for their own organisation, an administrator for
their area, a team for the providers that it brings in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.access import second_factors
from referrals.actions.organisation import accounts, invitations
from referrals.forms.organisation.members import InviteForm, LeavingForm, RoleForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import ROLES_AT, Role
from referrals.selectors.organisation import accounts as selectors
from referrals.selectors.organisation import areas
from referrals.selectors.organisation import invitations as standing

if TYPE_CHECKING:
    from referrals.models import Invitation, Membership, Organisation


def invite(request: ActorRequest, organisation: Organisation, back: str, *of: UUID) -> HttpResponse:
    """Ask somebody to work in an organisation; 404 where it is not the actor's to fill."""
    now = timezone.now()
    roles = standing.roles_to_give(request.actor, organisation, local_day(now))
    if not roles:
        raise Http404
    initial = {"role": next(iter(roles))} if len(roles) == 1 else {}
    form = InviteForm(sent_data(request), roles=roles, initial=initial)
    if submit_form(
        form,
        lambda: invitations.invite(organisation=organisation, draft=form.draft(), by=request.actor, now=now),
    ):
        done = _("An invitation goes to %(email)s. They work here once they accept it.")
        messages.success(request, done % {"email": form.cleaned_data["email"]})
        return redirect(back, *of)
    context = {"form": form, "organisation": organisation, "back": back, "of": of[0] if of else None}
    return render(request, "manager/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER, Role.ADMINISTRATOR, recently=True)
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A role ends today; whoever supports people hands them over."""
    member, heirs = _member(request, public_id)
    form = LeavingForm(sent_data(request), heirs=_names(heirs))
    chosen = heirs or {}
    if submit_form(
        form,
        lambda: accounts.end_membership(
            membership=member,
            by=request.actor,
            now=timezone.now(),
            heir=chosen.get(form.cleaned_data.get("heir", "")),
        ),
    ):
        messages.success(request, _("The role has ended."))
        return _back(request, member)
    return _page(request, "manager/end.html", form, member, heirs)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER, Role.ADMINISTRATOR, recently=True)
def change_role(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Somebody does something else here from today; people whom they support are handed over first."""
    member, heirs = _member(request, public_id)
    form = RoleForm(sent_data(request), roles=_other_roles(request, member), heirs=_names(heirs))
    chosen = heirs or {}
    if submit_form(
        form,
        lambda: accounts.change_role(
            membership=member,
            role=Role(form.cleaned_data["role"]),
            by=request.actor,
            now=timezone.now(),
            heir=chosen.get(form.cleaned_data.get("heir", "")),
        ),
    ):
        messages.success(request, _("The role has changed."))
        return _back(request, member)
    return _page(request, "manager/role.html", form, member, heirs)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER, Role.ADMINISTRATOR, recently=True)
def reset_second_factor(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Somebody has lost their telephone and their paper."""
    member, _heirs = _member(request, public_id)
    if request.method == "POST":
        done = _("Their second step is reset. They set it up when they sign in next, and hear of it by mail.")
        run_action(request, lambda: second_factors.reset(membership=member, by=request.actor, now=timezone.now()), done)
        return _back(request, member)
    return render(request, "manager/second_factor.html", {"member": member})


@require_POST
@for_roles(Role.MANAGER, Role.ADMINISTRATOR)
def invite_again(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Another mail with another link."""
    invitation = get_invitation(request, public_id)
    send_again(request, invitation)
    return _back(request, invitation)


@require_POST
@for_roles(Role.MANAGER, Role.ADMINISTRATOR)
def withdraw_invitation(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """They are not asked any more."""
    invitation = get_invitation(request, public_id)
    withdraw(request, invitation)
    return _back(request, invitation)


def get_invitation(request: ActorRequest, public_id: UUID) -> Invitation:
    """A standing invitation that is the actor's, or 404."""
    return record_or_404(standing.get(request.actor, public_id, local_day(timezone.now())))


def send_again(request: ActorRequest, invitation: Invitation) -> None:
    """Send it, and say so."""
    now = timezone.now()
    done = _("The invitation goes out again, with a new link.")
    run_action(request, lambda: invitations.send_again(invitation=invitation, by=request.actor, now=now), done)


def withdraw(request: ActorRequest, invitation: Invitation) -> None:
    """Withdraw it, and say so."""
    now = timezone.now()
    done = _("The invitation is withdrawn: its link opens nothing.")
    run_action(request, lambda: invitations.withdraw(invitation=invitation, by=request.actor, now=now), done)


def _member(request: ActorRequest, public_id: UUID) -> tuple[Membership, dict[str, Membership] | None]:
    """The member, and who could take over the people whom they support; None where they support nobody."""
    today = local_day(timezone.now())
    member = record_or_404(areas.members(request.actor, today).filter(public_id=public_id).first())
    # What the selector has put on the row.
    if not vars(member)["supports"]:
        return member, None
    return member, {str(heir.public_id): heir for heir in selectors.colleagues(member, today)}


def _names(heirs: dict[str, Membership] | None) -> list[tuple[str, str]] | None:
    return None if heirs is None else [(key, heir.user.name) for key, heir in heirs.items()]


def _other_roles(request: ActorRequest, member: Membership) -> set[Role]:
    kind = member.organisation.kind if member.organisation else ""
    roles = {*ROLES_AT.get(kind, ())} - {Role(member.role)}
    return roles if request.actor.role is Role.ADMINISTRATOR else roles - {Role.ADMINISTRATOR}


def _page(
    request: ActorRequest,
    template: str,
    form: LeavingForm | RoleForm,
    member: Membership,
    heirs: dict[str, Membership] | None,
) -> HttpResponse:
    context = {"form": form, "member": member, "has_heir": heirs is None or bool(heirs)}
    return render(request, template, context, status=422 if form.errors else 200)


def _back(request: ActorRequest, row: Membership | Invitation) -> HttpResponse:
    """Where the actor came from: a manager's own page, or the organisation's for an administrator."""
    if request.actor.role is Role.ADMINISTRATOR and row.organisation:
        return redirect("administrator:organisation", row.organisation.public_id)
    return redirect("manager:home")
