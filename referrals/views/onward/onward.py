"""Referring on: which service, what it should know, and taking an offer back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.actions.onward import onward_referrals
from referrals.forms.services.services import ReferOnFilterForm
from referrals.forms.support.link_worker import ReasonForm, ReferOnForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.onward import matching
from referrals.selectors.register import feedback
from referrals.selectors.support import episodes
from referrals.views.support.pages import episode_context, episode_or_404, form_page


@for_roles(Role.LINK_WORKER)
def services(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Services for the person's needs, each with its places as they are now."""
    episode = episode_or_404(request, episode_id)
    needs = episodes.needs_of(episode)
    form = ReferOnFilterForm(request.GET)
    search = matching.near_home(episode, form.search())
    today = local_day(timezone.now())
    matches = matching.for_needs(episode, needs, today, search)
    said = feedback.of_services([match.service.pk for match in matches], today)
    rows = [(match, said.get(match.service.pk)) for match in matches]
    context = episode_context(episode) | {"matches": rows, "form": form, "search": search}
    return render(request, "link_worker/refer_on.html", context)


@for_roles(Role.LINK_WORKER)
def refer_on(request: ActorRequest, episode_id: UUID, service_id: UUID) -> HttpResponse:
    """Refer the person to one service; what speaks against it today is said before it is sent."""
    episode = episode_or_404(request, episode_id)
    needs = episodes.needs_of(episode)
    match = record_or_404(matching.get(episode, service_id, needs, local_day(timezone.now())))
    shared = [code for code in match.service.needs if code in needs] or match.service.needs or needs
    only = shared[0] if len(shared) == 1 else None
    form = ReferOnForm(sent_data(request), needs=shared, match=match, initial={"need": only})

    def offer() -> None:
        onward_referrals.offer(
            episode=episode,
            service=match.service,
            need=form.cleaned_data["need"],
            note=form.cleaned_data["note"],
            what_to_do=form.cleaned_data["what_to_do"],
            is_agreed=form.cleaned_data.get("is_agreed", False),
            may_wait=form.cleaned_data.get("may_wait", False),
            may_ask_next=form.cleaned_data["may_ask_next"],
            by=request.actor,
            now=timezone.now(),
        )

    return form_page(
        request,
        episode,
        form,
        offer,
        template="link_worker/refer_on_service.html",
        match=match,
        done=_("Sent to %(service)s. They have 10 working days to answer.") % {"service": match.service.name},
    )


TITLES = {
    "cancel": gettext_lazy("Cancel this onward referral"),
    "enter_in_error": gettext_lazy("Mark as entered by mistake"),
}


@for_roles(Role.LINK_WORKER)
def end(request: ActorRequest, episode_id: UUID, onward_id: UUID, event: str) -> HttpResponse:
    """Cancel an onward referral, or say that it was a mistake."""
    episode = episode_or_404(request, episode_id)
    onward_referral = record_or_404(episodes.onward_referral(episode, onward_id))
    form = ReasonForm(sent_data(request), event=event)

    def move() -> None:
        onward_referrals.move(
            onward_referral=onward_referral,
            event=event,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            now=timezone.now(),
        )

    return form_page(
        request,
        episode,
        form,
        move,
        title=TITLES[event],
        lead=onward_referral.service.name,
        submit=_("Save"),
        kind="warning",
        done=_("Saved: %(service)s has been told.") % {"service": onward_referral.service.name},
    )
