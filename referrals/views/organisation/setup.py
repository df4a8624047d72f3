"""The checklist of an area: what is missing or out of date, what that costs, and what mends it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role
from referrals.kit.registries import setup_checks
from referrals.kit.registries.setup_checks import State
from referrals.selectors.organisation import reference_data


@require_safe
@for_roles(Role.ADMINISTRATOR)
def checklist(request: ActorRequest) -> HttpResponse:
    """Every check with what it finds now: what is to be done stands first."""
    today = local_day(timezone.now())
    rows = [(check, check.find(request.actor, today)) for check in [*setup_checks.checks(), *reference_data.checks()]]
    rows.sort(key=lambda row: (row[1].state is State.DONE, row[0].order))
    open_rows = sum(finding.state is not State.DONE for _check, finding in rows)
    return render(request, "administrator/setup.html", {"rows": rows, "open": open_rows})
