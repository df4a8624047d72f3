"""Flags: seen before anything else of an episode, raised, read and ended."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referrals.actions.support import flags
from referrals.forms.support.flags import EndFlagForm, FlagForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.actor import PUBLIC
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import flags as selectors
from referrals.views.support.pages import episode_context, episode_or_404, form_page, press_button

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def flags_read_first(view: View[P]) -> View[P]:
    """The page opens when the link worker has read the episode's flags.

    A form that is sent goes through, so that a flag which was raised meanwhile loses nobody's typing: it stands on the
    page that follows.
    """

    @wraps(view)
    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        # ActorMiddleware has made it one; the address of each such page names an episode.
        asked, episode_id = cast(ActorRequest, request), cast(UUID, kwargs["episode_id"])
        stop = _interruption(asked, episode_id) if request.method in {"GET", "HEAD"} else None
        return stop or view(request, *args, **kwargs)

    return cast("View[P]", gate)


def _interruption(request: ActorRequest, episode_id: UUID) -> HttpResponse | None:
    if request.actor is PUBLIC or request.actor.role is not Role.LINK_WORKER:
        return None
    unread = selectors.unread(request.actor, episode_id)
    if not unread:
        return None
    episode = episode_or_404(request, episode_id)
    return render(request, "link_worker/flags_unread.html", episode_context(episode) | {"unread": unread})


@for_roles(Role.LINK_WORKER)
def raise_flag(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Warn the team."""
    episode = episode_or_404(request, episode_id)
    form = FlagForm(sent_data(request))
    return form_page(
        request,
        episode,
        form,
        lambda: flags.raise_flag(episode=episode, by=request.actor, now=timezone.now(), **form.cleaned_data),
        title=_("Raise a flag"),
        lead=_("Everyone in the team reads it before they open this person's page."),
        submit=_("Raise the flag"),
        kind="warning",
        done=_("The flag is raised."),
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def read(request: ActorRequest, episode_id: UUID, flag_id: UUID) -> HttpResponse:
    """The link worker has read a flag."""
    episode = episode_or_404(request, episode_id)
    flag = record_or_404(selectors.get(request.actor, episode_id, flag_id))
    return press_button(
        request,
        episode,
        lambda: flags.read(flag=flag, by=request.actor, now=timezone.now()),
        _("Noted that you have read the flag."),
    )


@for_roles(Role.LINK_WORKER)
def end(request: ActorRequest, episode_id: UUID, flag_id: UUID) -> HttpResponse:
    """A flag ends, with the reason."""
    episode = episode_or_404(request, episode_id)
    flag = record_or_404(selectors.get(request.actor, episode_id, flag_id))
    form = EndFlagForm(sent_data(request))
    return form_page(
        request,
        episode,
        form,
        lambda: flags.end(flag=flag, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()),
        title=_("End this flag"),
        lead=f"{flag.get_kind_display()}: {flag.note}",
        submit=_("End the flag"),
        kind="warning",
        done=_("The flag has ended."),
    )
