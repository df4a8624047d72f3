"""A link worker takes down a referral: someone phones, or a hospital, an agency or an outreach sends a person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.access import opening
from referrals.forms.intake.search import FindPersonForm
from referrals.forms.intake.taken_down import TakenDownForm, TakenDownNewForm
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.paging import PAGE_SIZE
from referrals.kit.permissions import Role
from referrals.selectors.intake import gp, referrals
from referrals.selectors.people import people as selectors
from referrals.views.intake import sending
from referrals.ways_in import TAKEN_DOWN


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def refer(request: ActorRequest) -> HttpResponse:
    """Someone new, and a way to find someone whom the team knows."""
    form, find_form = TakenDownNewForm(sent_data(request)), FindPersonForm(prefix="find")
    return _answer(request, sending.send(request, form, TAKEN_DOWN, {"find_form": find_form}))


@require_POST
@for_roles(Role.LINK_WORKER)
def find(request: ActorRequest) -> HttpResponse:
    """The team's people who match, above the form for someone new."""
    find_form = FindPersonForm(request.POST, prefix="find")
    people_found = None
    if find_form.is_valid():
        people_found = list(selectors.matching(request.actor, find_form.cleaned_data["search"])[:PAGE_SIZE])
        audit.record(by=request.actor, did="people.searched", rows=len(people_found))
    context = {"forms": [find_form], "find_form": find_form, "people": people_found}
    return sending.draw_form(request, TakenDownNewForm(), context, is_wrong=bool(find_form.errors))


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def refer_person(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Someone whom the team knows: nothing that is known is asked again."""
    person = record_or_404(opening.patient(public_id=public_id, by=request.actor))
    context = {"person": person, "open_referrals": gp.open_referrals(request.actor, person)}
    form = TakenDownForm(sent_data(request))
    return _answer(request, sending.send(request, form, TAKEN_DOWN, context, known=person.public_id))


def _answer(request: ActorRequest, sent: sending.Sent | HttpResponse) -> HttpResponse:
    if isinstance(sent, HttpResponse):
        return sent
    messages.success(request, _("The referral %(reference)s is taken down.") % {"reference": sent.reference})
    referral = record_or_404(referrals.get(request.actor, sent.public_id))
    return redirect("link_worker:episode", referral.episode.public_id)
