"""The forms about an episode, with what someone types who fills them in right."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.urls import reverse

from devices.forms.loans import HandOverForm
from devices.models import Device
from referrals.actions.people.corrections import ask
from referrals.actions.support import pathways as pathway_actions
from referrals.actions.support.flags import raise_flag
from referrals.drafts import PathwayDraft
from referrals.forms.intake import search, taken_down
from referrals.forms.people import corrections, person_details
from referrals.forms.support import appointments, closing, flags, handovers, link_worker, pathways, risk
from referrals.forms.support.scores import MeasureForm
from referrals.kit.permissions import Role
from referrals.models import Contact, Goal, Membership
from tests.devices import kit
from tests.referrals.organisation.test_manager_pages import colleague
from tests.support import forms_typed as typed
from tests.support.bad_input import FormCase, Typed
from tests.support.forms_typed import date_typed
from tests.support.world import World, refer, register


def address(world: World, name: str, **keys: Any) -> str:
    """The address of a page of our person's episode."""
    return reverse(f"link_worker:{name}", kwargs={"episode_id": world.ours.referral.episode.public_id, **keys})


def _goal(world: World) -> Typed:
    return {"goal_id": Goal.objects.get(plan=world.ours.plan).public_id}


def _contact(world: World) -> Typed:
    return {"contact_id": Contact.objects.get(episode=world.ours.referral.episode).public_id}


def _service(world: World) -> Typed:
    return {"service_id": world.theirs.service.public_id}


def _onward(world: World) -> Typed:
    return {"onward_id": world.ours.onward_referral.public_id}


def _referral(world: World) -> Typed:
    return {"referral_id": world.ours.referral.public_id}


def _flag(world: World) -> Typed:
    by = world.ours.actor(Role.LINK_WORKER)
    flag = raise_flag(episode=world.ours.referral.episode, kind="safeguarding", note="Be careful", by=by, now=world.now)
    return {"flag_id": flag.public_id}


def _correction(world: World) -> Typed:
    asked = ask(about="name", text="Adah with an h", by=world.ours.actor(Role.PERSON), now=world.now)
    return {"correction_id": asked.public_id}


def _lend_url(world: World) -> str:
    """A wearable is in stock."""
    kit.wearable_of(world)
    return reverse("wearables:hand_over", args=[world.ours.referral.episode.public_id])


def _lend_typed(world: World) -> Typed:
    device = Device.objects.get(kind="wearable")
    return {"device": str(device.public_id), "agrees": "on", **date_typed("since", world.today)}


def person_version(world: World) -> Typed:
    """What a page of our person's details carries along."""
    world.ours.person.refresh_from_db()
    return {"version": str(world.ours.person.version)}


def _plan_version(world: World) -> Typed:
    return {"version": str(world.ours.plan.version)}


def _review(world: World) -> Typed:
    return date_typed("review_on", world.today + timedelta(days=30))


def _next_month(world: World) -> Typed:
    return date_typed("on", world.today + timedelta(days=30))


def episode_case(
    name: str,
    form: type[forms.BaseForm],
    did: str,
    /,
    *more: Callable[[World], Typed],
    of: Callable[[World], Typed] = lambda _world: {},
    called: str = "",
    **fixed: Any,
) -> FormCase:
    """A row, named as its route or as it is `called`; `of` gives the keys beyond the episode's, `more` what depends
    on the world.
    """

    def typed(world: World) -> Typed:
        return fixed | {key: value for part in more for key, value in part(world).items()}

    def url(world: World) -> str:
        return address(world, name, **of(world))

    return FormCase(form, Role.LINK_WORKER, url, typed, name=called or name, did=did)


def yesterday(name: str) -> Callable[[World], Typed]:
    return lambda world: date_typed(name, world.today - timedelta(days=1))


def _with_a_colleague(world: World) -> Typed:
    """Someone who could take over."""
    colleague(world)
    return {}


def _heir(_world: World) -> Typed:
    return {"heir": str(Membership.objects.get(user__email="col@example.org").public_id)}


def _template(world: World) -> Typed:
    """The team has a template, and the person no plan yet."""
    draft = PathwayDraft("Usual", ("debt",), ((20, "A budget"),))
    template = pathway_actions.keep(draft=draft, by=world.ours.actor(Role.LINK_WORKER))
    return {"template_id": template.public_id}


def _without_plan(world: World) -> str:
    referral = refer(world.ours, register(world.ours, family_name="Planless"))
    keys = {"episode_id": referral.episode.public_id, **_template(world)}
    return reverse("link_worker:template_use", kwargs=keys)


TEMPLATE = {"version": "0", "name": "New here", "needs": ["loneliness"], "goals": "20: Meet two neighbours"}
EPISODE_CASES = [
    episode_case(
        "contact",
        link_worker.ContactForm,
        "contact.recorded",
        yesterday("on"),
        mode="phone",
        outcome="no_answer",
        when="earlier",
        at="14:30",
        note="Rang twice",
        agreed="To ring on Monday",
    ),
    episode_case(
        "contact_correct",
        link_worker.CorrectContactForm,
        "contact.corrected",
        yesterday("on"),
        of=_contact,
        mode="phone",
        outcome="no_answer",
        when="earlier",
        at="14:30",
        note="Nobody was there",
        agreed="To ring on Monday",
        reason="It was her neighbour",
    ),
    episode_case(
        "contact_strike_out",
        link_worker.StrikeOutForm,
        "contact.struck_out",
        of=_contact,
        reason="Another person's",
    ),
    episode_case(
        "plan",
        link_worker.PlanForm,
        "plan.agreed",
        _review,
        _plan_version,
        what_matters="The park",
        needs=["loneliness"],
        words_loneliness="Evenings",
    ),
    episode_case(
        "appointment",
        appointments.AppointmentForm,
        "appointment.made",
        _next_month,
        at="14:30",
        minutes="60",
        mode="face_to_face",
        place="The library",
        version="0",
        tell="on",
    ),
    episode_case("goal", link_worker.GoalForm, "goal.set", _review, text="Walk", daily_steps="3000"),
    episode_case("goal_status", link_worker.GoalStatusForm, "goal.reviewed", of=_goal, status="met"),
    episode_case(
        "scores",
        MeasureForm,
        "outcomes.recorded",
        of=lambda _world: {"measure": "ons4"},
        stage="review",
        ons_happiness="6",
    ),
    episode_case(
        "scores",
        MeasureForm,
        "outcomes.recorded",
        yesterday("on"),
        of=lambda _world: {"measure": "mycaw"},
        called="MYCaW",
        stage="review",
        words_mycaw_concern_1="My knee",
        mycaw_concern_1="4",
        mycaw_wellbeing="3",
    ),
    episode_case(
        "refer_on_service",
        link_worker.ReferOnForm,
        "onward_referral.offer",
        of=_service,
        need="loneliness",
        agrees="on",
        note="Shy at first",
        what_to_do="Carries an inhaler",
    ),
    episode_case("onward_cancel", link_worker.ReasonForm, "onward_referral.cancel", of=_onward, reason="not_wanted"),
    episode_case(
        "onward_enter_in_error",
        link_worker.ReasonForm,
        "onward_referral.enter_in_error",
        of=_onward,
        reason="mistake",
    ),
    episode_case("tell_practice", risk.TellPracticeForm, "risk.told", note="Has nobody at home"),
    episode_case("flag", flags.FlagForm, "flag.raised", kind="lone_worker", note="Go in pairs"),
    episode_case("flag_end", flags.EndFlagForm, "flag.ended", of=_flag, reason="The dog has gone"),
    episode_case(
        "correction",
        corrections.CorrectionAnswerForm,
        "correction.answered",
        of=_correction,
        outcome="not_changed",
        answer="Your birth certificate has no h",
    ),
    episode_case(
        "correction_by_phone",
        corrections.CorrectionByPhoneForm,
        "correction.asked",
        about="plan",
        text="I never wanted to swim",
    ),
    episode_case("close", closing.CloseForm, "referral.close", of=_referral, reason="goals_met", note="Walks with Sam"),
    episode_case("decline", link_worker.ReasonForm, "referral.decline", of=_referral, reason="not_now"),
    episode_case(
        "death",
        person_details.DeathForm,
        "person.death_recorded",
        person_version,
        yesterday("died_on"),
        is_sure="on",
    ),
]
# Who could take over has to be there first, and whoever gives to another team goes back to the caseload.
HANDOVER_CASES = [
    episode_case(
        "hand_over",
        handovers.ColleagueForm,
        "episode.handed_over",
        _heir,
        of=_with_a_colleague,
        note="Ring after ten",
    ),
    episode_case(
        "pass_on",
        handovers.TeamForm,
        "episode.handed_over",
        lambda world: {"team": str(world.theirs.team.public_id)},
        note="Has moved to Stoke",
        agrees="on",
    ),
]
DOOR = {
    "route": "hospital",
    "referrer_organisation": "Ward 7, Trafford General",
    "referrer_name": "Sister Moore",
    "referrer_phone": "0161 496 0777",
    "consent_channel": "in_person",
    "consent_given_by": "His daughter",
    "risk": "read_first",
    "risk_note": "Dog at the door",
}


WISHES = {"told_by": "email", "bad_times": ["weekends"]}


def _taken_down(world: World) -> Typed:
    more = {"email": "nia@example.org", "address": "1 Example Street", "communication_needs": "Large print"}
    interpreter = {"needs_interpreter": "yes", "language": "Welsh", "practice": str(world.ours.practice.public_id)}
    return typed.new_patient(**DOOR, **more, **interpreter, **WISHES)


DOOR_CASES = [
    FormCase(
        search.FindAnyoneForm, Role.LINK_WORKER, lambda world: "/link-worker/find/", lambda world: {"sought": "Nia"}
    ),
    FormCase(
        search.FindPersonForm,
        Role.LINK_WORKER,
        lambda world: "/link-worker/refer/find/",
        lambda world: {"find-search": "Ada"},
    ),
    FormCase(
        taken_down.TakenDownForm,
        Role.LINK_WORKER,
        lambda world: f"/link-worker/refer/{world.ours.person.public_id}/",
        lambda world: typed.referral(**DOOR),
    ),
    FormCase(taken_down.TakenDownNewForm, Role.LINK_WORKER, lambda world: "/link-worker/refer/", _taken_down),
    FormCase(
        taken_down.TakenDownNewForm,
        Role.LINK_WORKER,
        lambda world: "/link-worker/refer/",
        lambda world: typed.new_patient(
            **DOOR,
            nhs_number="",
            nhs_number_missing_reason="not_registered",
            postcode="",
            postcode_missing_reason="withheld",
        ),
        name="TakenDownNewForm with reasons",
        attacked=("nhs_number_missing_reason", "postcode_missing_reason"),
    ),
]
CASES = [
    *EPISODE_CASES,
    *HANDOVER_CASES,
    *DOOR_CASES,
    FormCase(HandOverForm, Role.LINK_WORKER, _lend_url, _lend_typed),
    FormCase(
        pathways.TemplateForm,
        Role.LINK_WORKER,
        lambda world: reverse("link_worker:template_add"),
        lambda world: TEMPLATE | {"contacts": "5, 20", "measures": ["ons4"]},
    ),
    FormCase(pathways.UseForm, Role.LINK_WORKER, _without_plan, lambda world: {"what_matters": "Company"}),
]
