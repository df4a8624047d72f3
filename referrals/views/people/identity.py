"""Who someone is: put right in two steps, so that whoever does it sees first what comes of it."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.people import identity as actions
from referrals.forms.people.identity import IdentityForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import sent_data
from referrals.kit.permissions import Role
from referrals.selectors.people import identity as selectors
from referrals.views.people.details import keep_page
from referrals.views.support.pages import episode_context, episode_or_404

NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "confirmed"}


@for_roles(Role.LINK_WORKER)
def identity(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Name, date of birth, sex and NHS number: typed, shown with what comes of it, saved."""
    episode = episode_or_404(request, episode_id)
    known = asdict(selectors.of_person(episode.person)) | {"version": episode.person.version}
    form = IdentityForm(sent_data(request), initial=known)
    if form.is_bound and form.is_valid() and not form.cleaned_data["confirmed"]:
        found = actions.preview(person=episode.person, draft=form.draft(), by=request.actor)
        if found.changed:
            typed = [(name, value) for name, value in request.POST.items() if name not in NOT_SENT_AGAIN]
            words = {"title": _("Check what you change"), "lead": ""}
            context = episode_context(episode) | words | {"typed": typed, "found": found}
            return render(request, "link_worker/identity.html", context)

    def act() -> None:
        actions.correct(
            person=episode.person,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )

    return keep_page(request, episode, form, act, _("Name, date of birth, sex and NHS number"), _("Go on"))
