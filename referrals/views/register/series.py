"""Sessions every week, added at once after a look at the dates."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals.actions.services import services
from referrals.forms.onward.provider import SeriesForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.onward import provider as selectors


@require_http_methods(["GET", "POST"])
@for_roles(Role.PROVIDER)
def series(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """First the dates are shown; with the button below them they are added."""
    service = selectors.get_service(request.actor, public_id)
    if service is None:
        raise Http404
    form = SeriesForm(request.POST if request.method == "POST" else None)
    is_right = form.is_bound and form.is_valid()
    meetings = [services.Meeting(*meeting) for meeting in form.meetings()] if is_right else []
    if meetings and "sure" in request.POST:
        try:
            services.schedule_series(service=service, meetings=meetings, by=request.actor)
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            messages.success(request, _("%(number)d sessions have been added.") % {"number": len(meetings)})
            return redirect("provider:service", public_id)
    context = {
        "form": form,
        "service": service,
        "meetings": meetings,
        "left_out": form.left_out() if is_right else [],
    }
    return render(request, "provider/series.html", context, status=422 if form.errors else 200)
