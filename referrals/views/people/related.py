"""People close to a person: whom to call, who cares for them, who may decide for them."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.people import circumstances
from referrals.forms.people.identity import EndForm, RelatedForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import episodes
from referrals.views.people.details import keep_page
from referrals.views.support.pages import episode_or_404


@for_roles(Role.LINK_WORKER)
def add(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Someone close to the person."""
    episode = episode_or_404(request, episode_id)
    form = RelatedForm(sent_data(request), initial={"version": episode.person.version})

    def act() -> None:
        circumstances.add_related(
            person=episode.person,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )

    return keep_page(request, episode, form, act, _("Add someone close to them"))


@for_roles(Role.LINK_WORKER)
def correct(request: ActorRequest, episode_id: UUID, related_id: UUID) -> HttpResponse:
    """Put right what is known of someone close to the person."""
    episode = episode_or_404(request, episode_id)
    related = record_or_404(episodes.related_person(episode.person, related_id))
    form = RelatedForm(sent_data(request), initial=RelatedForm.initial_of(related))

    def act() -> None:
        circumstances.correct_related(
            related=related,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )

    return keep_page(request, episode, form, act, _("Someone close to them"))


@for_roles(Role.LINK_WORKER)
def end(request: ActorRequest, episode_id: UUID, related_id: UUID) -> HttpResponse:
    """They are close to the person, or may decide for them, no more."""
    episode = episode_or_404(request, episode_id)
    related = record_or_404(episodes.related_person(episode.person, related_id))
    form = EndForm(sent_data(request), initial={"version": episode.person.version})

    def act() -> None:
        circumstances.end_related(related=related, by=request.actor, now=timezone.now(), **form.cleaned_data)

    title = _("Take off %(name)s") % {"name": related.name}
    return keep_page(request, episode, form, act, title, _("Take them off"))
