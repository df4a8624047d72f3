"""The forms about an episode, a row each: where it stands, what is typed when it is right, what may not be missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from referrals.models import ContactPoint, Goal
from tests.world import World

Typed = dict[str, Any]


def _nothing(_world: World) -> Typed:
    return {}


def date_typed(name: str, day: date) -> Typed:
    """A date as its three boxes send it."""
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def _review(world: World) -> Typed:
    return date_typed("review_on", world.today + timedelta(days=30))


def _death(world: World) -> Typed:
    return _version(world) | date_typed("died_on", world.today - timedelta(days=1))


def _version(world: World) -> Typed:
    return {"version": str(world.ours.person.version)}


@dataclass(frozen=True, slots=True)
class Case:
    """`keys` beyond the episode's, the typed values (`fixed` and what depends on the world), the fields that are
    required (a date by its prefix), one free text field if there is one, and what the audit then says.
    """

    name: str
    did: str
    fixed: Typed
    required: tuple[str, ...]
    keys: Callable[[World], Typed] = _nothing
    more: Callable[[World], Typed] = _nothing
    text: str = ""

    def typed(self, world: World) -> Typed:
        """What a browser sends."""
        return self.fixed | self.more(world)

    def __str__(self) -> str:
        return self.name


def _referral(world: World) -> Typed:
    return {"referral_id": world.ours.referral.public_id}


def _onward(world: World) -> Typed:
    return {"onward_id": world.ours.onward_referral.public_id}


CASES = (
    Case(
        "contact",
        "contact.recorded",
        {"mode": "phone", "outcome": "no_answer", "when": "now", "note": "Rang twice"},
        ("mode", "outcome", "when"),
        text="note",
    ),
    Case(
        "plan",
        "plan.agreed",
        {"what_matters": "The park", "needs": ["loneliness"], "words_loneliness": "Evenings"},
        ("what_matters", "needs", "review_on"),
        more=lambda world: _review(world) | {"version": str(world.ours.plan.version)},
        text="what_matters",
    ),
    Case(
        "goal", "goal.set", {"text": "Walk", "daily_steps": "3000"}, ("text", "review_on"), more=_review, text="text"
    ),
    Case(
        "goal_status",
        "goal.reviewed",
        {"status": "met"},
        ("status",),
        keys=lambda world: {"goal_id": Goal.objects.get(plan=world.ours.plan).public_id},
    ),
    Case("scores", "outcomes.recorded", {"stage": "review", "ons_happiness": "6"}, ("stage", "ons_happiness")),
    Case(
        "refer_on_service",
        "onward_referral.offer",
        {"need": "loneliness", "agrees": "on", "note": "Shy at first"},
        ("need", "agrees"),
        keys=lambda world: {"service_id": world.theirs.service.public_id},
        text="note",
    ),
    Case("onward_cancel", "onward_referral.cancel", {"reason": "not_wanted"}, ("reason",), keys=_onward),
    Case("onward_enter_in_error", "onward_referral.enter_in_error", {"reason": "mistake"}, ("reason",), keys=_onward),
    Case("close", "referral.close", {"reason": "goals_met"}, ("reason",), keys=_referral),
    Case("decline", "referral.decline", {"reason": "not_now"}, ("reason",), keys=_referral),
    Case(
        "safety",
        "person.contact_safety_set",
        {"safe_to_call": "on"},
        ("version",),
        keys=lambda world: {"contact_point_id": ContactPoint.objects.get(person=world.ours.person).public_id},
        more=_version,
    ),
    Case("ethnicity", "person.ethnicity_set", {"category": "A"}, ("category",), more=_version),
    Case(
        "address",
        "person.moved",
        {"lines": "1 Park Road", "postcode": "m33 2ab"},
        ("postcode",),
        more=_version,
        text="lines",
    ),
    Case(
        "death",
        "person.death_recorded",
        {"is_sure": "on"},
        ("died_on", "is_sure"),
        more=_death,
    ),
)
