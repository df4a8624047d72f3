"""The team's print queue: letters that wait, to print and to tick off."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from referrals.actions.messages import letters
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.buttons import run_action
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.selectors.messages import letters as selectors


@for_roles(Role.LINK_WORKER)
def waiting(request: ActorRequest) -> HttpResponse:
    """Which letters wait."""
    now = timezone.now()
    context = {"letters": selectors.listed(request.actor, now), "count": selectors.waiting(request.actor, now).count()}
    return render(request, "link_worker/letters.html", context)


@for_roles(Role.LINK_WORKER)
def printed(request: ActorRequest) -> HttpResponse:
    """The letters themselves, one a page."""
    context = {"letters": letters.read(by=request.actor, now=timezone.now())}
    return render(request, "link_worker/letters_print.html", context)


@require_POST
@for_roles(Role.LINK_WORKER)
def posted(request: ActorRequest, letter_id: UUID) -> HttpResponse:
    """One is in the post."""
    now = timezone.now()
    letter = record_or_404(selectors.get(request.actor, letter_id, now))
    run_action(
        request,
        lambda: letters.post(letter=letter, by=request.actor, now=now),
        _("Noted that the letter is in the post."),
    )
    return redirect("link_worker:letters")
