"""Contact details as the person and their practice keep them: what both have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.actions.people import contact_points, people, proofs
from referrals.forms.people.contact_points import ContactPointForm
from referrals.forms.people.person_details import NewAddressForm
from referrals.forms.people.wishes import WishesForm
from referrals.kit.access import ActorRequest
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404, sent_data, submit_form
from referrals.selectors.people import proofs as waiting
from referrals.selectors.support import episodes
from referrals.views.people.wishes import keep_wishes, wishes_form

if TYPE_CHECKING:
    from referrals.models import ContactPoint, Person


@dataclass(frozen=True, slots=True)
class Door:
    """Whose details they are, and in which area the pages stand: `person`, one's own, or `gp`, a patient's."""

    person: Person
    area: str

    def url(self, name: str, *keys: UUID) -> str:
        """The address of a page; those of a practice name the patient."""
        whose = [self.person.public_id] if self.area == "gp" else []
        return reverse(f"{self.area}:{name}", args=[*whose, *keys])


def show(request: ActorRequest, door: Door) -> HttpResponse:
    """What is known, each with a link to change it."""
    known = episodes.known_of(door.person, local_day(timezone.now()))
    points = [
        {
            "point": point,
            "change_url": door.url("contact", point.public_id),
            "end_url": door.url("contact_end", point.public_id),
            "confirm_url": door.url("contact_confirm", point.public_id) if _may_ask(door, point) else "",
        }
        for point in known.contact_points
    ]
    context = {
        "person": door.person,
        "whose": "own" if door.area == "person" else "patient",
        "known": known,
        "points": points,
        "add_url": door.url("contact_add"),
        "address_url": door.url("address"),
        "wishes_url": door.url("wishes"),
    }
    return render(request, f"{door.area}/details.html", context)


def _may_ask(door: Door, point: ContactPoint) -> bool:
    """The person asks for the message by which they confirm; whoever else keeps details does not."""
    return door.area == "person" and waiting.can_be_asked(point)


def add(request: ActorRequest, door: Door, form_class: type[ContactPointForm]) -> HttpResponse:
    """One more number or address."""
    form = form_class(sent_data(request), initial={"version": door.person.version})

    def act() -> None:
        contact_points.add(
            person=door.person,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )

    return _form_page(request, door, form, act, _("Add a telephone number or e-mail address"))


def correct(
    request: ActorRequest, door: Door, contact_point_id: UUID, form_class: type[ContactPointForm]
) -> HttpResponse:
    """Another number or address in the place of one, or another word on what is safe."""
    point = record_or_404(episodes.contact_point(door.person, contact_point_id))
    form = form_class(sent_data(request), initial=form_class.initial_of(point))

    def act() -> None:
        contact_points.correct(
            contact_point=point,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )

    return _form_page(request, door, form, act, _("Change a telephone number or e-mail address"))


def end(request: ActorRequest, door: Door, contact_point_id: UUID) -> HttpResponse:
    """A number or address that is theirs no more."""
    point = record_or_404(episodes.contact_point(door.person, contact_point_id))
    run_action(
        request,
        lambda: contact_points.end(contact_point=point, by=request.actor, now=timezone.now()),
        _("Taken off. Nobody is called or written to there any more."),
    )
    return redirect(door.url("details"))


def confirm(request: ActorRequest, door: Door, contact_point_id: UUID) -> HttpResponse:
    """Send a message there by which the person confirms that it is theirs."""
    point = record_or_404(episodes.contact_point(door.person, contact_point_id))
    run_action(
        request,
        lambda: proofs.ask(contact_point=point, by=request.actor, now=timezone.now()),
        _("A message is on its way there. Open the link in it to confirm."),
    )
    return redirect(door.url("details"))


def move(request: ActorRequest, door: Door, form_class: type[NewAddressForm]) -> HttpResponse:
    """A new address from today on."""
    form = form_class(sent_data(request), initial={"version": door.person.version})

    def act() -> None:
        people.move_house(
            person=door.person,
            draft=form.draft(),
            by=request.actor,
            now=timezone.now(),
            version=form.cleaned_data["version"],
        )

    return _form_page(request, door, form, act, _("New address"))


def told_by(request: ActorRequest, door: Door, form_class: type[WishesForm]) -> HttpResponse:
    """How they want to be told, and when not."""
    form = wishes_form(form_class, request, door.person)
    return _form_page(request, door, form, lambda: keep_wishes(request, door.person, form), _("How to be told"))


def _form_page(
    request: ActorRequest, door: Door, form: forms.Form, act: Callable[[], object], title: str
) -> HttpResponse:
    if request.method == "POST" and submit_form(form, act):
        messages.success(request, _("Saved."))
        return redirect(door.url("details"))
    context = {"form": form, "person": door.person, "title": title, "back_url": door.url("details")}
    return render(request, f"{door.area}/details_form.html", context, status=422 if form.errors else 200)
