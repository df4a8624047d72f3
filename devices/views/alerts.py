"""Calls for help: the list with who was asked and who answered, and the button by which somebody says "I have it"."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from devices.actions import alerts
from devices.selectors import alerts as selectors
from devices.selectors import loans, rules
from referrals.kit import audit
from referrals.kit.access import ActorRequest, for_roles, organisation_of
from referrals.kit.actor import Actor
from referrals.kit.buttons import run_action
from referrals.kit.calendar import local_day
from referrals.kit.pages import record_or_404
from referrals.kit.permissions import Role
from referrals.kit.registries.panels import PersonPanel

if TYPE_CHECKING:
    from referrals.models import Person

SHOWN, SHOWN_OF_ONE = 50, 3


@require_safe
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def listing(request: ActorRequest) -> HttpResponse:
    """What the team's wearables sent, those that nobody answered first."""
    found = list(selectors.listed(request.actor)[:SHOWN])
    for alert in found:
        audit.look(by=request.actor, at=alert, person_id=alert.person_id)
    words = rules.help_words(organisation_of(request).pk, local_day(timezone.now()))
    return render(request, "devices/alerts.html", {"alerts": found, "words": words})


@require_POST
@for_roles(Role.LINK_WORKER, Role.MANAGER)
def acknowledge(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The one who presses has it."""
    alert = record_or_404(selectors.listed(request.actor).filter(public_id=public_id).first())
    run_action(
        request,
        lambda: alerts.acknowledge(alert=alert, by=request.actor, now=timezone.now()),
        _("You have it. Nobody else is asked any more."),
    )
    return redirect("alerts:list")


def context(person: "Person", by: Actor, now: datetime) -> Mapping[str, object] | None:
    """What the button is for and who answers when, while the person has a wearable; and what was pressed."""
    if by.role not in {Role.PERSON, Role.LINK_WORKER}:
        return None
    running = [loan for loan in loans.of_person(person, by) if not loan.ends_at]
    if not running:
        return None
    pressed = selectors.listed(by).filter(person=person)
    words = rules.help_words(running[0].device.organisation_id, local_day(now))
    return {"words": words, "alerts": pressed[:SHOWN_OF_ONE], "is_staff": by.role is Role.LINK_WORKER}


HELP = PersonPanel(order=11, name="help", template="devices/panels/help.html", context=context)
