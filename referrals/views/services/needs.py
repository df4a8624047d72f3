"""A team's list of imported services of which nobody has said what they help with."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from referrals.actions.services import needs
from referrals.forms.services.needs import NeedsForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.selectors.services import needless

SHOWN = 10


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def confirm(request: ActorRequest) -> HttpResponse:
    """The next few, with what their words speak of; what is saved is found by need from then on."""
    waiting = needless.waiting(request.actor)
    today = local_day(timezone.now())
    # What was shown is what is answered, however the list has changed meanwhile.
    answered = _ids(request)
    shown = waiting.filter(public_id__in=answered) if answered else waiting[:SHOWN]
    form = NeedsForm(sent_data(request), services=[(service, needless.is_checked(service, today)) for service in shown])

    def save() -> None:
        for said in form.said():
            needs.confirm(service=said.service, needs=said.needs, runs=said.runs, by=request.actor, now=timezone.now())

    if form.is_bound and submit_form(form, save):
        number = len(form.said())
        words = ngettext("%(number)d service is saved.", "%(number)d services are saved.", number)
        messages.success(request, words % {"number": number})
        return redirect("link_worker:service_needs")
    context = {"form": form, "shown": [service.public_id for service in shown], "count": waiting.count()}
    return render(request, "link_worker/service_needs.html", context, status=422 if form.errors else 200)


def _ids(request: ActorRequest) -> list[UUID]:
    """The services that the page had shown; what is no id is none."""
    found = []
    for text in request.POST.getlist("shown")[:SHOWN]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
