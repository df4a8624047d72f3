"""Pages of no role in particular: the front door and help."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from referrals.views.access import ActorRequest, for_everyone
from socialrx.context import NAVIGATION


@require_safe
@for_everyone
def home(request: ActorRequest) -> HttpResponse:
    """Whoever is signed in goes to where their work begins; everyone else reads what this is."""
    if request.actor.role is None:
        return render(request, "home.html")
    _label, url_name = NAVIGATION[request.actor.role][0]
    return redirect(url_name)


@require_safe
@for_everyone
def help_page(request: ActorRequest) -> HttpResponse:
    """What to do in an emergency and whom to ask."""
    return render(request, "help.html")
