"""Putting right what is known of a person."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.people import deaths, people
from referrals.forms.people.person_details import AddressForm, DeathForm, EthnicityForm, SafetyForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.pages import record_or_404, sent_data
from referrals.kit.permissions import Role
from referrals.selectors.support import episodes
from referrals.views.support.pages import episode_or_404, form_page


@for_roles(Role.LINK_WORKER)
def safety(request: ActorRequest, episode_id: UUID, contact_point_id: UUID) -> HttpResponse:
    """What is safe to do with a phone number or e-mail address."""
    episode = episode_or_404(request, episode_id)
    point = record_or_404(episodes.contact_point(episode.person, contact_point_id))
    flags = ("safe_to_call", "safe_to_leave_message", "safe_to_write")
    initial = {flag: getattr(point, flag) for flag in flags} | {"version": episode.person.version}
    form = SafetyForm(sent_data(request), initial=initial)
    return form_page(
        request,
        episode,
        form,
        lambda: people.set_safety(contact_point=point, by=request.actor, **form.cleaned_data),
        title=_("What is safe?"),
        lead=f"{point.get_kind_display()}: {point.value}",
        submit=_("Save"),
        done=_("Saved."),
    )


@for_roles(Role.LINK_WORKER)
def ethnicity(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The ethnic category from today on."""
    episode = episode_or_404(request, episode_id)
    form = EthnicityForm(sent_data(request), initial={"version": episode.person.version})
    return form_page(
        request,
        episode,
        form,
        lambda: people.set_ethnicity(person=episode.person, by=request.actor, now=timezone.now(), **form.cleaned_data),
        title=_("Ethnic category"),
        submit=_("Save"),
        done=_("Saved."),
    )


@for_roles(Role.LINK_WORKER)
def address(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """A new address from today on."""
    episode = episode_or_404(request, episode_id)
    form = AddressForm(sent_data(request), initial={"version": episode.person.version})

    def move() -> None:
        people.move_house(
            person=episode.person,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )

    return form_page(
        request, episode, form, move, title=_("New address"), submit=_("Save address"), done=_("Address saved.")
    )


@for_roles(Role.LINK_WORKER)
def death(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """A date of death."""
    episode = episode_or_404(request, episode_id)
    form = DeathForm(sent_data(request), initial={"version": episode.person.version})

    def record() -> None:
        deaths.record(
            person=episode.person,
            died_on=form.cleaned_data["died_on"],
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )

    return form_page(
        request,
        episode,
        form,
        record,
        title=_("Record a death"),
        lead=_("This ends every referral and offer, and stops every message, nudge and task."),
        submit=_("Record the death"),
        kind="warning",
        done=_("The date of death is recorded. Nothing more will be sent."),
    )
