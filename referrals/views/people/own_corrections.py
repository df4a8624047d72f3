"""A person says that something in their record is wrong."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from referrals import risk_words
from referrals.actions.people import corrections
from referrals.forms.people.corrections import CorrectionForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.views.register.own_feedback import HELP_NOW


@require_http_methods(["GET", "POST"])
@for_roles(Role.PERSON)
def ask(request: ActorRequest) -> HttpResponse:
    """What is wrong, for the link worker to answer."""
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            corrections.ask(by=request.actor, now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your link worker has been told. The answer will be on this page."))
            if risk_words.may_describe(form.cleaned_data["text"]):
                messages.warning(request, HELP_NOW)
            return redirect("person:me")
    return render(request, "person/correct.html", {"form": form}, status=422 if form.errors else 200)
