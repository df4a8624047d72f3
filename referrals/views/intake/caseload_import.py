"""A manager brings in the list of the people whom the team supports already: tried first, then imported."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.intake import caseloads
from referrals.directory.listing import FileError
from referrals.forms.intake import caseload
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role

if TYPE_CHECKING:
    from referrals.models import Organisation


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def import_page(request: ActorRequest) -> HttpResponse:
    """The file comes twice: it is tried first, and only the very same one is imported. Nothing of it is kept."""
    team = _team(request)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = caseload.FileForm(*typed)
    context = {"form": form, "team": team, "columns": caseload.columns()}
    if request.method == "POST" and form.is_valid():
        is_trial = form.digest != form.cleaned_data["seen"]
        try:
            context["imported"] = _load(request, form.cleaned_data["file"], timezone.now(), is_trial=is_trial)
        except FileError as error:
            form.add_error("file", str(error))
        else:
            context |= {"is_trial": is_trial, "form": caseload.FileForm(initial={"seen": form.digest})}
    return render(request, "manager/caseload_import.html", context, status=422 if form.errors else 200)


def _load(request: ActorRequest, content: bytes, now: datetime, *, is_trial: bool) -> caseloads.Imported:
    cases, refused = caseload.read(content, today=local_day(now))
    return caseloads.load(
        cases=cases, refused=refused, team=_team(request), by=request.actor, now=now, dry_run=is_trial
    )


@require_safe
@for_roles(Role.MANAGER)
def template(request: ActorRequest) -> HttpResponse:
    """The list's header, to be filled in with a spreadsheet."""
    _team(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="caseload-template.csv"'
    response.write("\ufeff")
    csv.writer(response).writerow(column.name for column in caseload.columns())
    return response


def _team(request: ActorRequest) -> Organisation:
    organisation = organisation_of(request)
    if organisation.kind != "team":
        raise Http404
    return organisation
