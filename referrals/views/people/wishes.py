"""How someone wants to be told: what the pages of link workers, practices and people have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.utils import timezone

from referrals.actions.people import wishes
from referrals.forms.people.wishes import WishesForm
from referrals.kit.access import ActorRequest
from referrals.kit.pages import sent_data
from referrals.selectors.messages import messages

if TYPE_CHECKING:
    from referrals.models import Person

F = TypeVar("F", bound=WishesForm)


def wishes_form(form: type[F], request: ActorRequest, person: Person) -> F:
    """The form with what is known; it asks for the agreement to messages while there is none."""
    initial = {"told_by": person.wanted_channel, "bad_times": person.bad_times, "version": person.version}
    agreed = messages.agreed(person.pk, "get_messages")
    return form(sent_data(request), initial=initial, asks_to_agree=not agreed)


def keep_wishes(request: ActorRequest, person: Person, form: WishesForm) -> None:
    """Save what was typed."""
    data = form.cleaned_data
    wishes.keep(
        person=person,
        channel=data["told_by"],
        bad_times=data["bad_times"],
        agrees=data.get("agrees", False),
        by=request.actor,
        now=timezone.now(),
        version=data["version"],
    )
