"""A manager closes their team: another one takes over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals.actions.organisation import teams
from referrals.forms.support.handovers import ClosingForm
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.selectors.organisation import teams as selectors


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def close(request: ActorRequest) -> HttpResponse:
    """What goes to which team; afterwards nobody signs in for the team that closed."""
    team = organisation_of(request)
    others = {str(other.public_id): other for other in selectors.others(team.pk)}
    typed = request.POST if request.method == "POST" else None
    form = ClosingForm(typed, teams=[(key, other.name) for key, other in others.items()])
    if typed is not None and form.is_valid():
        heir = others[form.cleaned_data["team"]]
        try:
            teams.close(team=team, heir=heir, by=request.actor, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The team has closed. %(team)s takes over.") % {"team": heir.name})
            return redirect("home")
    context = {"form": form, "team": team, "others": others, **selectors.size(team.pk)}
    return render(request, "manager/close.html", context, status=422 if form.errors else 200)
