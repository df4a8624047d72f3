"""Other doors than a practice's: a link worker takes down who was sent by whom."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.access import opening
from referrals.actions.intake import referrals
from referrals.actions.people import people
from referrals.forms.intake.taken_down import FindPersonForm, TakenDownForm, TakenDownNewForm
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.paging import PAGE_SIZE
from referrals.kit.permissions import Role
from referrals.selectors.intake import gp
from referrals.selectors.intake import referrals as referral_selectors
from referrals.selectors.organisation import teams
from referrals.selectors.people import people as selectors
from referrals.views.intake import sending


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def refer(request: ActorRequest) -> HttpResponse:
    """Someone new, and a way to find someone whom the team knows."""
    form = TakenDownNewForm(sent_data(request))
    return _refer(request, form, lambda: _send_new(request, form), find_form=FindPersonForm(prefix="find"))


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
    return sending.draw(request, TakenDownNewForm(), is_wrong=bool(find_form.errors), **context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def refer_person(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Someone whom the team knows: nothing that is known is asked again."""
    person = record_or_404(opening.patient(public_id=public_id, by=request.actor))
    form = TakenDownForm(sent_data(request))
    return _refer(
        request,
        form,
        lambda: _send(request, person, form),
        person=person,
        open_referrals=gp.open_referrals(request.actor, person),
    )


def _refer(
    request: ActorRequest, form: TakenDownForm, send: Callable[[], sending.Referred], **context: Any
) -> HttpResponse:
    def taken_down(sent: sending.Sent) -> HttpResponse:
        messages.success(request, _("The referral %(reference)s is taken down.") % {"reference": sent.reference})
        referral = record_or_404(referral_selectors.get(request.actor, sent.public_id))
        return redirect("link_worker:episode", referral.episode.public_id)

    return sending.refer(request, form, send, taken_down, **context)


def _send_new(request: ActorRequest, form: TakenDownNewForm) -> sending.Referred:
    draft = form.person_draft(form.surgery.pk if form.surgery else None)
    person = people.find_or_register(draft=draft, by=request.actor, now=timezone.now())
    return _send(request, person, form)


def _send(request: ActorRequest, person: Any, form: TakenDownForm) -> sending.Referred:
    referral = referrals.refer(
        person=person,
        draft=form.referral_draft(form.cleaned_data["route"]),
        team=record_or_404(teams.referred_to_by(request.actor)),
        by=request.actor,
        now=timezone.now(),
    )
    return referral.public_id, referral.reference, person.pk
