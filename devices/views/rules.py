"""What a team sets for its devices: when to ask after them, and who answers calls for help."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from devices.actions import responders
from devices.actions.responders import RulesDraft
from devices.forms.rules import ResponderForm, RulesForm
from devices.selectors import rules
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.kit.permissions import Role
from referrals.selectors.organisation import accounts


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def answering(request: ActorRequest) -> HttpResponse:
    """The list of who answers calls for help, in order, and the form for one more."""
    now = timezone.now()
    listed = list(rules.listed(request.actor, local_day(now)))
    on_list = {row.member_id for row in listed}
    staff = accounts.members(request.actor, local_day(now))
    members = {str(one.public_id): one for one in staff if one.pk not in on_list}
    form = ResponderForm(sent_data(request), members=[(key, one.user.name) for key, one in members.items()])

    def act() -> None:
        data = form.cleaned_data
        member = members[data["member"]]
        responders.add(member=member, hours=data["hours"], mobile=data["mobile"], by=request.actor, now=now)

    if request.method == "POST" and submit_form(form, act):
        messages.success(request, _("They are on the list."))
        return redirect("devices:answering")
    words = rules.help_words(organisation_of(request).pk, local_day(now))
    shown = {"form": form, "listed": listed, "words": words}
    return render(request, "manager/devices/answering.html", shown, status=422 if form.errors else 200)


@require_POST
@for_roles(Role.MANAGER)
def take_off(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Somebody answers no more."""
    now = timezone.now()
    found = record_or_404(rules.listed(request.actor, local_day(now)).filter(public_id=public_id).first())
    run_action(
        request,
        lambda: responders.take_off(responder=found, by=request.actor, now=now),
        _("They are asked no more."),
    )
    return redirect("devices:answering")


@require_http_methods(["GET", "POST"])
@for_roles(Role.MANAGER)
def settings(request: ActorRequest) -> HttpResponse:
    """When a wearable counts as silent or low, how long to wait for an answer, and when it is day."""
    kept = rules.of_team(organisation_of(request).pk)
    initial = {name: getattr(kept, name) for name in RulesForm.base_fields}
    form = RulesForm(sent_data(request), initial=initial)

    def act() -> None:
        responders.set_rules(draft=RulesDraft(**form.cleaned_data), by=request.actor)

    if request.method == "POST" and submit_form(form, act):
        messages.success(request, _("The rules are kept."))
        return redirect("devices:list")
    return render(request, "manager/devices/rules.html", {"form": form}, status=422 if form.errors else 200)
