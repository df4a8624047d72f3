"""Choosing which of one's roles to act in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from referrals.forms.access.membership import MembershipForm
from referrals.kit.access import SESSION_KEY, ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.selectors.organisation import accounts


@require_http_methods(["GET", "POST"])
@for_roles(*Role)
def switch(request: ActorRequest) -> HttpResponse:
    """A session acts for one membership at a time; here it is changed."""
    mine = {str(membership.public_id): membership for membership in request.memberships}
    form = MembershipForm(
        request.POST if request.method == "POST" else None,
        choices=[(key, accounts.words_for(membership)) for key, membership in mine.items()],
        initial={"membership": request.membership.public_id},
    )
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = mine[form.cleaned_data["membership"]].pk
        return redirect("home")
    return render(request, "account/membership.html", {"form": form}, status=422 if form.errors else 200)
