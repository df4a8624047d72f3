"""The end of a referral: close, decline, return, release; and taking it up again."""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.intake import referrals
from referrals.actions.support import closing as actions
from referrals.actions.support import reopening
from referrals.forms.support.closing import CloseForm
from referrals.forms.support.link_worker import ReasonForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import closing, episodes
from referrals.views.support.pages import episode_or_404, form_page, press_button


class Words(NamedTuple):
    """What the page of an ending says."""

    title: Promise
    lead: Promise
    done: Promise


WORDS = {
    "close": Words(
        gettext_lazy("Close the referral"),
        gettext_lazy("Support has ended. A place at a service stays the person's."),
        gettext_lazy("The referral is closed and the practice has been told."),
    ),
    "decline": Words(
        gettext_lazy("The person says no"),
        gettext_lazy("They do not want support. They can be referred again at any time."),
        gettext_lazy("Noted that the person said no. The practice has been told."),
    ),
    "return": Words(
        gettext_lazy("Return to the referrer"),
        gettext_lazy("The team cannot help with this referral; the referrer hears why."),
        gettext_lazy("The referral went back to the referrer."),
    ),
}


@for_roles(Role.LINK_WORKER)
def end(request: ActorRequest, episode_id: UUID, referral_id: UUID, event: str) -> HttpResponse:
    """End a referral with a reason."""
    episode = episode_or_404(request, episode_id)
    referral = record_or_404(episodes.referral(episode, referral_id))
    form = ReasonForm(sent_data(request), event=event)
    words = WORDS[event]

    def act() -> None:
        reason = form.cleaned_data["reason"]
        referrals.end(referral=referral, event=event, reason=reason, by=request.actor, now=timezone.now())

    return form_page(
        request,
        episode,
        form,
        act,
        title=words.title,
        lead=words.lead,
        submit=_("Save"),
        kind="warning",
        done=str(words.done),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def close(request: ActorRequest, episode_id: UUID, referral_id: UUID) -> HttpResponse:
    """Close a referral: what ends with it is listed first, and what came of it is asked."""
    episode = episode_or_404(request, episode_id)
    referral = record_or_404(episodes.referral(episode, referral_id))
    form, now = CloseForm(sent_data(request), goals=closing.goals_under_way(episode)), timezone.now()

    def act() -> None:
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        actions.close(referral=referral, reason=reason, note=note, goals=form.answered(), by=request.actor, now=now)

    words = WORDS["close"]
    return form_page(
        request,
        episode,
        form,
        act,
        template="link_worker/close.html",
        title=words.title,
        lead=words.lead,
        submit=_("Close the referral"),
        kind="warning",
        done=str(words.done),
        ending=closing.what_ends(referral, now),
        lacks_last_scores=closing.lacks_last_scores(episode),
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def release(request: ActorRequest, episode_id: UUID, referral_id: UUID) -> HttpResponse:
    """Give a claimed referral back to the team."""
    episode = episode_or_404(request, episode_id)
    referral = record_or_404(episodes.referral(episode, referral_id))
    return press_button(
        request,
        episode,
        lambda: referrals.release(referral=referral, by=request.actor, now=timezone.now()),
        _("The referral is back in the team's inbox."),
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def reopen(request: ActorRequest, episode_id: UUID, referral_id: UUID, reason: str = "") -> HttpResponse:
    """Take up a closed referral again, of their own accord or because the person phoned; maybe in a newer episode."""
    episode = episode_or_404(request, episode_id)
    referral = record_or_404(episodes.referral(episode, referral_id))

    def act() -> None:
        reopening.reopen(referral=referral, by=request.actor, now=timezone.now(), reason=reason)

    run_action(request, act, _("The referral is open again."))
    return redirect("link_worker:episode", referral.episode.public_id)
