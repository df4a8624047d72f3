"""An administrator's pages about the organisations of an area: listed, added, changed, ended, merged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.organisation import merging, organisations
from referrals.forms.organisation.organisations import AddForm, EditForm, FilterForm, MergeForm, SureForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.paging import NumberedPage, page_by_number
from referrals.kit.permissions import Role
from referrals.selectors.organisation import areas, invitations, teams
from referrals.views.organisation import members

if TYPE_CHECKING:
    from referrals.models import Membership, Organisation

PAGE_SIZE = 50


@require_safe
@for_roles(Role.ADMINISTRATOR)
def home(request: ActorRequest) -> HttpResponse:
    """Every organisation of the area, with who refers to which team and how many work there."""
    form = FilterForm(request.GET)
    found = areas.listed(request.actor, _today(), form.search())
    page = page_by_number(found, request.GET.get("page", ""), PAGE_SIZE)
    return render(request, "administrator/organisations.html", {"form": form, **_pages(request, page)})


@require_safe
@for_roles(Role.ADMINISTRATOR)
def staff(request: ActorRequest) -> HttpResponse:
    """Who works where."""
    page = page_by_number(areas.staff(request.actor, _today()), request.GET.get("page", ""), PAGE_SIZE)
    return render(request, "administrator/staff.html", _pages(request, page))


@require_safe
@for_roles(Role.ADMINISTRATOR)
def organisation(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One organisation: what is known of it, who works there, who is invited."""
    found = _organisation(request, public_id)
    context = {
        "organisation": found,
        "members": areas.of_organisation(found.pk, _today()),
        "invitations": invitations.standing(found.pk),
        "practices": areas.referring_to(found, _today()),
        "is_open": found.valid_to is None or found.valid_to > _today(),
        "can_end": found.kind != "icb",
    }
    return render(request, "administrator/organisation.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def add(request: ActorRequest) -> HttpResponse:
    """A new organisation of the area."""
    parents = _choices(areas.parents(request.actor, _today()))
    form = AddForm(sent_data(request), parents=parents, teams=_teams(request))
    made: list[Organisation] = []
    if submit_form(form, lambda: made.append(_add(request, form))):
        messages.success(request, _("%(name)s has been added.") % {"name": made[0].name})
        return redirect("administrator:organisation", made[0].public_id)
    return render(request, "administrator/add.html", {"form": form}, status=422 if form.errors else 200)


def _add(request: ActorRequest, form: AddForm) -> Organisation:
    return organisations.add_from(draft=form.draft(form.cleaned_data["kind"]), by=request.actor, now=timezone.now())


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Another name, code, place or contact, or another team to refer to."""
    found = _organisation(request, public_id)
    parents = _choices(areas.parents_for(request.actor, found.kind, _today()))
    form = EditForm(sent_data(request), parents=parents, teams=_teams(request), initial=_initial(found))
    if submit_form(
        form,
        lambda: organisations.edit(
            organisation=found, draft=form.draft(found.kind), version=form.cleaned_data["version"], by=request.actor
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("administrator:organisation", public_id)
    context = {"form": form, "organisation": found}
    return render(request, "administrator/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The organisation is no more."""
    found = _organisation(request, public_id)
    form = SureForm(sent_data(request))
    if submit_form(form, lambda: organisations.end(organisation=found, by=request.actor, now=timezone.now())):
        messages.success(request, _("%(name)s has ended.") % {"name": found.name})
        return redirect("administrator:organisations")
    context = {"form": form, "organisation": found, "workers": areas.of_organisation(found.pk, _today()).count()}
    return render(request, "administrator/end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def merge(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Another organisation goes on in its place."""
    found = _organisation(request, public_id)
    others = {str(one.public_id): one for one in areas.alike(request.actor, found, _today())}
    form = MergeForm(sent_data(request), others=[(key, one.name) for key, one in others.items()])
    asked: list[int] = []
    if submit_form(
        form,
        lambda: asked.append(
            merging.merge(
                organisation=found, into=others[form.cleaned_data["into"]], by=request.actor, now=timezone.now()
            )
        ),
    ):
        heir = others[form.cleaned_data["into"]]
        done = ngettext(
            "%(name)s goes on. One person has been invited there.",
            "%(name)s goes on. %(number)d people have been invited there.",
            asked[0],
        )
        messages.success(request, done % {"name": heir.name, "number": asked[0]})
        return redirect("administrator:organisation", heir.public_id)
    context = {
        "form": form,
        "organisation": found,
        "others": others,
        "workers": areas.of_organisation(found.pk, _today()).count(),
        **(teams.size(found.pk) if found.kind == "team" else {}),
    }
    return render(request, "administrator/merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR, recently=True)
def invite(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Ask somebody to work in an organisation of the area."""
    return members.invite(request, _organisation(request, public_id), "administrator:organisation", public_id)


def _pages(request: ActorRequest, page: NumberedPage[Organisation] | NumberedPage[Membership]) -> dict[str, object]:
    """A page of rows with the addresses of the pages beside it."""
    return {
        "page": page,
        "previous_url": _address(request, page.before),
        "next_url": _address(request, page.after),
    }


def _address(request: ActorRequest, number: int | None) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}" if number else ""


def _today() -> date:
    return local_day(timezone.now())


def _organisation(request: ActorRequest, public_id: UUID) -> Organisation:
    return record_or_404(areas.get(request.actor, public_id))


def _choices(rows: Iterable[Organisation]) -> dict[str, tuple[int, str]]:
    return {str(one.public_id): (one.pk, one.name) for one in rows}


def _teams(request: ActorRequest) -> dict[str, tuple[int, str]]:
    return _choices(areas.teams_for(request.actor, local_day(timezone.now())))


def _initial(found: Organisation) -> dict[str, object]:
    return {
        "name": found.name,
        "ods_code": found.ods_code or "",
        "parent": str(found.parent.public_id) if found.parent else "",
        "refers_to": str(found.refers_to.public_id) if found.refers_to else "",
        "email": found.email,
        "phone": found.phone,
        "area_code": found.area_code,
        "version": found.version,
    }
