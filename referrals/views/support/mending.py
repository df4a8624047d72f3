"""What was noted wrongly is put right: a contact is corrected or struck out, and that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from referrals.actions.support import contacts
from referrals.forms.support.link_worker import CorrectContactForm, StrikeOutForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import LONDON
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import episodes
from referrals.templatetags.nhsuk import nhs_datetime
from referrals.views.support.pages import episode_or_404, form_page, press_button

if TYPE_CHECKING:
    from referrals.models import Contact


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def correct(request: ActorRequest, episode_id: UUID, contact_id: UUID) -> HttpResponse:
    """A contact as it was: the wrong one stays, struck out, with the reason."""
    episode = episode_or_404(request, episode_id)
    contact = record_or_404(episodes.contact(episode, contact_id))
    form = CorrectContactForm(sent_data(request), initial=_as_it_is(contact))
    now = timezone.now()

    def act() -> None:
        data = form.cleaned_data
        said = contacts.Said(data["mode"], data["outcome"], data["note"], form.occurred_at(now), data["agreed"])
        contacts.correct(contact=contact, said=said, reason=data["reason"], by=request.actor, now=now)

    return form_page(
        request,
        episode,
        form,
        act,
        title=_("Correct a contact"),
        lead=_("What was noted before stays in the record, struck out, with the reason."),
        submit=_("Save the correction"),
        done=_("The contact is corrected."),
        section="contacts",
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.LINK_WORKER)
def strike_out(request: ActorRequest, episode_id: UUID, contact_id: UUID) -> HttpResponse:
    """A contact that was none, or another person's."""
    episode = episode_or_404(request, episode_id)
    contact = record_or_404(episodes.contact(episode, contact_id))
    form = StrikeOutForm(sent_data(request))
    return form_page(
        request,
        episode,
        form,
        lambda: contacts.strike_out(
            contact=contact, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()
        ),
        title=_("Strike out a contact"),
        lead=_("%(how)s, %(at)s. It stays in the record, struck out, and counts nowhere. You can take that back.")
        % {"how": contact.get_mode_display(), "at": nhs_datetime(contact.occurred_at)},
        submit=_("Strike it out"),
        kind="warning",
        done=_("The contact is struck out."),
        section="contacts",
    )


@require_POST
@for_roles(Role.LINK_WORKER)
def restore(request: ActorRequest, episode_id: UUID, contact_id: UUID) -> HttpResponse:
    """What was struck out was right."""
    episode = episode_or_404(request, episode_id)
    contact = record_or_404(episodes.contact(episode, contact_id))
    return press_button(
        request, episode, lambda: contacts.restore(contact=contact, by=request.actor), _("The contact stands again.")
    )


def _as_it_is(contact: Contact) -> dict[str, object]:
    at = contact.occurred_at.astimezone(LONDON)
    kept = {name: getattr(contact, name) for name in ("mode", "outcome", "note", "agreed")}
    return kept | {"when": "earlier", "on": at.date(), "at": at.time()}
