"""A manager's pages: who works here and in which role."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.organisation import accounts
from referrals.forms.organisation.manager import ColleagueForm, LeavingForm
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.organisation import accounts as selectors
from referrals.selectors.organisation import covers
from referrals.selectors.work import attention


@require_safe
@for_roles(Role.MANAGER)
def home(request: ActorRequest) -> HttpResponse:
    """Everyone with a role in the organisation."""
    today = local_day(timezone.now())
    context = {
        "members": selectors.members(request.actor, today),
        "organisation": organisation_of(request),
        "attention": attention.by_holder(request.actor, today),
        "absences": covers.visible(request.actor, today),
    }
    return render(request, "manager/home.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def add(request: ActorRequest) -> HttpResponse:
    """Someone new."""
    organisation = organisation_of(request)
    form = ColleagueForm(request.POST if request.method == "POST" else None, kind=organisation.kind)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.add_colleague(
                organisation=organisation,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                role=Role(form.cleaned_data["role"]),
                job_title=form.cleaned_data["job_title"],
                by=request.actor,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            done = _("%(name)s has been added. They choose a password with “Reset your password” on the sign-in page.")
            messages.success(request, done % {"name": form.cleaned_data["name"]})
            return redirect("manager:home")
    context = {"form": form, "organisation": organisation}
    return render(request, "manager/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A role ends today; whoever supports people hands them over."""
    today = local_day(timezone.now())
    member = selectors.members(request.actor, today).filter(public_id=public_id).first()
    if member is None:
        raise Http404
    # What the selector has put on the row.
    supports: int = vars(member)["supports"]
    heirs = {str(heir.public_id): heir for heir in selectors.colleagues(member, today)} if supports else {}
    choices = [(key, heir.user.name) for key, heir in heirs.items()]
    form = LeavingForm(request.POST if request.method == "POST" else None, heirs=choices if supports else None)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.end_membership(
                membership=member,
                by=request.actor,
                now=timezone.now(),
                heir=heirs.get(form.cleaned_data.get("heir", "")),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The role has ended."))
            return redirect("manager:home")
    context = {"form": form, "member": member, "has_heir": bool(heirs) or not supports}
    return render(request, "manager/end.html", context, status=422 if form.errors else 200)
