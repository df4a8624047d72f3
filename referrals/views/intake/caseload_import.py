"""A manager brings in the list of the people whom the team supports already: tried first, then imported."""

from __future__ import annotations

import csv
from base64 import b64encode
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from referrals.actions.intake import caseloads
from referrals.directory.listing import FileError
from referrals.forms.intake import caseload, caseload_columns
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.selectors.intake.caseloads import remembered_columns

if TYPE_CHECKING:
    from referrals.models import Organisation

PREFIX = "column_"


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def import_page(request: ActorRequest) -> HttpResponse:
    """The file comes twice: it is tried first, and only the very same one is imported. Nothing of it is kept.

    A list with headings of its own comes once more: which of its columns holds what is asked, and remembered.
    """
    team = _team(request)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = caseload.FileForm(*typed)
    context: dict[str, object] = {"form": form, "team": team, "columns": caseload.columns()}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _tried(request, form, team, timezone.now())
        except caseload_columns.OtherHeadingsError as error:
            context |= _asked(request, error, team)
        except FileError as error:
            form.add_error("file", str(error))
    choices = context.get("choices")
    is_wrong = form.errors or (isinstance(choices, caseload_columns.ColumnsForm) and choices.errors)
    return render(request, "manager/caseload_import.html", context, status=422 if is_wrong else 200)


def _tried(request: ActorRequest, form: caseload.FileForm, team: Organisation, now: datetime) -> dict[str, object]:
    """The list, tried or imported: what came of it, and the lines to mend."""
    content, is_trial = form.cleaned_data["file"], form.digest != form.cleaned_data["seen"]
    remembered = remembered_columns(team)
    if chosen := _chosen(request, content, team):
        remembered = chosen
    cases, refused = caseload.read(content, today=local_day(now), remembered=remembered)
    imported = caseloads.load(cases=cases, refused=refused, team=team, by=request.actor, now=now, dry_run=is_trial)
    to_mend = caseload.to_mend(content, imported.refused, remembered=remembered) if imported.refused else ""
    return {
        "imported": imported,
        "is_trial": is_trial,
        "form": caseload.FileForm(initial={"seen": form.digest}),
        # The lines stay with whoever sent them: the page itself holds the file.
        "to_mend": b64encode(to_mend.encode("utf-8-sig")).decode() if to_mend else "",
    }


def _chosen(request: ActorRequest, content: bytes, team: Organisation) -> dict[str, str]:
    """The columns that were chosen with this file, remembered; empty where none were asked for."""
    if not any(name.startswith(PREFIX) for name in request.POST):
        return {}
    headings = caseload.headings(content)
    choices = caseload_columns.ColumnsForm(headings, request.POST)
    if not choices.is_valid():
        raise caseload_columns.OtherHeadingsError([], headings)
    chosen = choices.chosen()
    caseloads.remember_columns(team=team, headings=chosen, by=request.actor)
    return chosen


def _asked(request: ActorRequest, error: caseload_columns.OtherHeadingsError, team: Organisation) -> dict[str, object]:
    """The question which column of the list holds what, answered as far as the headings say."""
    was_asked = any(name.startswith(PREFIX) for name in request.POST)
    guess = caseload_columns.proposed(error.headings, remembered_columns(team))
    initial = {f"{PREFIX}{column}": heading for column, heading in guess.items()}
    choices = caseload_columns.ColumnsForm(error.headings, request.POST if was_asked else None, initial=initial)
    return {"choices": choices, "forms": [choices], "form": caseload.FileForm()}


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
