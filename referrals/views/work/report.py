"""The team's report, as a page and as a file."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.selectors.work import team_report
from referrals.selectors.work.team_report import Report

# `?weeks=` -> what the period is called.
PERIODS = {
    "4": gettext_lazy("Last 4 weeks"),
    "13": gettext_lazy("Last 13 weeks"),
    "52": gettext_lazy("Last 52 weeks"),
}
USUAL = "13"


@require_safe
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def report(request: ActorRequest) -> HttpResponse:
    """How the team does, for a period that ends today."""
    weeks, figures = _report_asked_for(request, timezone.now())
    tabs = [
        {"label": label, "url": f"?weeks={key}", "current": key == weeks, "count": None}
        for key, label in PERIODS.items()
    ]
    context = {"report": figures, "tabs": tabs, "weeks": weeks, "within": team_report.ANSWER_WITHIN}
    return render(request, "link_worker/report.html", context)


@require_safe
@for_roles(Role.LINK_WORKER, Role.MANAGER, recently=True)
def download(request: ActorRequest) -> HttpResponse:
    """The same figures, one to a line."""
    weeks, figures = _report_asked_for(request, timezone.now())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="team-report-{weeks}-weeks.csv"'
    csv.writer(response).writerows([("part", "of", "figure", "value"), *map(_safe, _lines(figures))])
    return response


def _report_asked_for(request: ActorRequest, now: datetime) -> tuple[str, Report]:
    team = record_or_404(team_report.team_of(request.actor))
    asked = request.GET.get("weeks", USUAL)
    weeks = asked if asked in PERIODS else USUAL
    until = local_day(now) + timedelta(days=1)
    return weeks, team_report.report(team, until - timedelta(weeks=int(weeks)), until, now)


def _lines(figures: Report) -> Iterator[tuple[object, ...]]:
    for row in figures.caseloads:
        for key in ("open", "waiting", "overdue", "closed", "days"):
            yield "caseload", row["name"] or _("Nobody yet"), key, row[key]
    for row in figures.routes:
        for key in ("received", "claimed", "joined", "declined", "returned"):
            yield "referrals", row["route"], key, row[key]
    for row in figures.outcomes:
        yield "onward referrals", row["status"], "number", row["number"]
    yield "onward referrals", "answers", "in time", figures.answers.in_time
    yield "onward referrals", "answers", "due", figures.answers.due
    for line in figures.changes:
        for key in ("paired", "started", "mean", "low", "high"):
            yield "change", line.scale.code, key, getattr(line.change, key)


def _safe(line: tuple[object, ...]) -> tuple[object, ...]:
    """A name that a spreadsheet would take for a formula begins with an apostrophe."""
    return tuple(f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell for cell in line)
