"""Putting right what is known of a person: a link worker's pages, which begin at the list of all details."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.people import circumstances, deaths, people
from referrals.forms.people.identity import ConditionsForm, NeedsForm, PracticeForm
from referrals.forms.people.person_details import AddressForm, DeathForm, EthnicityForm
from referrals.forms.people.wishes import WishesForm
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.calendar import local_day
from referrals.kit.pages import sent_data
from referrals.kit.permissions import Role
from referrals.selectors.people import changes, corrections, proofs
from referrals.selectors.support import episodes
from referrals.views.people.wishes import keep_wishes, wishes_form
from referrals.views.support.pages import episode_context, episode_or_404, form_page

if TYPE_CHECKING:
    from referrals.models import Episode


def page_of(episode: Episode) -> str:
    """The address of the list of all details."""
    return reverse("link_worker:person", args=[episode.public_id])


def keep_page(
    request: ActorRequest, episode: Episode, form: forms.Form, act: Callable[[], object], title: str, submit: str = ""
) -> HttpResponse:
    """A form of the person's details, which leads back to all of them."""
    words = {"submit": submit or _("Save"), "done": _("Saved."), "leads_to": page_of(episode)}
    return form_page(request, episode, form, act, title=title, **words)


@for_roles(Role.LINK_WORKER)
def person(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Every detail with a link to change it, what the person says is wrong, and what was changed."""
    episode = episode_or_404(request, episode_id)
    context = episode_context(episode) | {
        "asked_by_message": proofs.asked_by_the_team(episode.person),
        "changes": changes.of_person(episode.person),
        "corrections": corrections.of_episode(request.actor, episode),
    }
    return render(request, "link_worker/person.html", context)


@for_roles(Role.LINK_WORKER)
def ethnicity(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The ethnic category since a day."""
    episode = episode_or_404(request, episode_id)
    form = EthnicityForm(sent_data(request), initial={"version": episode.person.version})

    def act() -> None:
        people.set_ethnicity(person=episode.person, by=request.actor, now=timezone.now(), **form.cleaned_data)

    return keep_page(request, episode, form, act, _("Ethnic category"))


@for_roles(Role.LINK_WORKER)
def address(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """An address since a day."""
    episode = episode_or_404(request, episode_id)
    form = AddressForm(sent_data(request), initial={"version": episode.person.version})

    def act() -> None:
        people.move_house(
            person=episode.person,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
        )

    return keep_page(request, episode, form, act, _("New address"), _("Save address"))


@for_roles(Role.LINK_WORKER)
def practice(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The practice where the person is registered since a day."""
    episode = episode_or_404(request, episode_id)
    form = PracticeForm(sent_data(request), initial={"version": episode.person.version})

    def act() -> None:
        people.change_practice(
            person=episode.person,
            practice=form.chosen,
            missing_reason=form.cleaned_data["practice_missing_reason"],
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
        )

    return keep_page(request, episode, form, act, _("GP surgery"))


@for_roles(Role.LINK_WORKER)
def needs(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """Language and interpreter, communication needs, going online, caring."""
    episode = episode_or_404(request, episode_id)
    form = NeedsForm(sent_data(request), initial=NeedsForm.initial_of(episode.person))

    def act() -> None:
        circumstances.set_needs(person=episode.person, by=request.actor, now=timezone.now(), **form.cleaned_data)

    return keep_page(request, episode, form, act, _("Language, communication and caring"))


@for_roles(Role.LINK_WORKER)
def conditions(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """The long-term conditions that matter for support."""
    episode = episode_or_404(request, episode_id)
    known = episodes.known_of(episode.person, local_day(timezone.now()))
    initial = {"version": episode.person.version, "codes": known.condition_codes}
    form = ConditionsForm(sent_data(request), initial=initial)

    def act() -> None:
        circumstances.set_conditions(person=episode.person, by=request.actor, now=timezone.now(), **form.cleaned_data)

    return keep_page(request, episode, form, act, _("Long-term conditions"))


@for_roles(Role.LINK_WORKER)
def told_by(request: ActorRequest, episode_id: UUID) -> HttpResponse:
    """How the person wants to be told, and when not."""
    episode = episode_or_404(request, episode_id)
    form = wishes_form(WishesForm, request, episode.person)
    title = _("How they want to be told")
    return keep_page(request, episode, form, lambda: keep_wishes(request, episode.person, form), title)


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
