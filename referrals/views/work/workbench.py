"""The people of a link worker or of the team as one table to work from."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.forms.work.workbench import WorkbenchForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.selectors.work import workbench


@require_safe
@for_roles(Role.LINK_WORKER)
def people(request: ActorRequest) -> HttpResponse:
    """`?view=`, `?show=team`, filters and an order; every one of them is a link or a form without a script."""
    services = [(str(one.public_id), one.name) for one in workbench.services(request.actor)]
    form = WorkbenchForm(request.GET, services=services, places=workbench.places(request.actor))
    wanted, now = form.wanted(request.GET.get("page", "")), timezone.now()
    bench = workbench.bench(request.actor, wanted, now)
    views = [
        {
            "label": label,
            "url": _address(request, view=name),
            "current": name == wanted.view,
            "count": bench.counts[name],
        }
        for name, label in workbench.VIEWS.items()
    ]
    context = {
        "form": form,
        "rows": bench.rows,
        "views": views,
        "today": local_day(now),
        "whole_team": wanted.whole_team,
        "mine_url": _address(request, show=""),
        "team_url": _address(request, show="team"),
        "previous_url": _address(request, page=str(bench.before)) if bench.before else "",
        "next_url": _address(request, page=str(bench.after)) if bench.after else "",
        "has_filter": any((wanted.need, wanted.status, wanted.flag, wanted.service, wanted.place)),
    }
    return render(request, "link_worker/people.html", context)


def _address(request: ActorRequest, **changes: str) -> str:
    """This table with something else chosen; it begins on its first page unless that is what changes."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"
