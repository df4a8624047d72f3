"""`/me/`: a person's own page. Their own fields only, never a note of the team."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from referrals.actions.access import opening
from referrals.actions.people import agreements
from referrals.actions.support import reopening
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.permissions import Role
from referrals.kit.registries import panels
from referrals.selectors.access import sign_ins
from referrals.selectors.messages import told
from referrals.selectors.people import corrections, own_record
from referrals.selectors.register import feedback
from referrals.selectors.support import appointments

STOPS_NOW = gettext_lazy("You have taken this agreement back. It stops now.")
# Support that goes on is brought to an end by people, so that nobody is left without a word.
TAKEN_BACK = {
    "share_record": gettext_lazy(
        "You have taken this agreement back. Your link worker has been asked to end the support."
    )
}


@for_roles(Role.PERSON)
def me(request: ActorRequest) -> HttpResponse:
    """Where the referral is, the plan, the next sessions, agreements, and who has looked."""
    now = timezone.now()
    person = opening.own(by=request.actor)
    if person is None:
        raise Http404
    context = {
        "person": person,
        "referrals": own_record.referrals(request.actor),
        "asks_again": own_record.asks_again(request.actor, now),
        "onward_referrals": own_record.onward_referrals(request.actor),
        "trajectories": own_record.scores(request.actor),
        "plans": own_record.plans(request.actor),
        "appointments": appointments.own(request.actor, now),
        "sessions": own_record.next_sessions(request.actor, now),
        "said": feedback.own(request.actor, now),
        "sent_messages": told.to_person(person),
        "agreements": own_record.agreements(request.actor),
        "corrections": corrections.own(request.actor),
        "looks": own_record.looks(request.actor),
        "sign_ins": sign_ins.own(request.actor, now, here=request.sign_in),
        "panels": panels.of_person(person, request.actor, now),
    }
    return render(request, "person/me.html", context)


@require_POST
@for_roles(Role.PERSON)
def give(request: ActorRequest, purpose: str) -> HttpResponse:
    """The person agrees again to what they took back."""
    return _change(request, purpose, agreements.give_again, _("You agree to this again, from now on."))


@require_POST
@for_roles(Role.PERSON)
def withdraw(request: ActorRequest, purpose: str) -> HttpResponse:
    """The person takes an agreement back."""
    return _change(request, purpose, agreements.withdraw, str(TAKEN_BACK.get(purpose, STOPS_NOW)))


@require_POST
@for_roles(Role.PERSON)
def ask_again(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The person asks for support again after it had ended."""
    referral = own_record.referral(request.actor, public_id)
    if referral is None:
        raise Http404
    run_action(
        request,
        lambda: reopening.ask_again(referral=referral, by=request.actor, now=timezone.now()),
        _("You have asked for support again. The team will contact you."),
    )
    return redirect("person:me")


def _change(request: ActorRequest, purpose: str, act: Callable[..., object], done: str) -> HttpResponse:
    """Change one of the person's own agreements, say so, and show their page."""
    person = opening.own(by=request.actor)
    if person is None:
        raise Http404
    run_action(request, lambda: act(person=person, purpose=purpose, by=request.actor, now=timezone.now()), done)
    return redirect("person:me")
