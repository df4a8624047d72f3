"""Sending a referral from a page: twice acts once, and after an interruption nothing typed is lost.

Each drawn form carries a random key; the first answer to it is given again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from referrals import risk_words
from referrals.actions.intake.judging import MAY_BE_A_RISK, refuse_if_urgent
from referrals.actions.intake.receive import LOOKS_KNOWN, SENT_ALREADY, receive
from referrals.actions.people import duplicates
from referrals.actions.work import answers
from referrals.drafts import URGENT, IntakeDraft
from referrals.forms.intake.referral import ReferralFields
from referrals.kit import rate_limit
from referrals.kit.access import ActorRequest
from referrals.kit.actor import PUBLIC
from referrals.kit.randomness import new_public_id
from referrals.kit.refusal import Refusal
from referrals.selectors.intake import referrals
from referrals.ways_in import WayIn

# Sent with a form whose words may describe a risk: they were looked at once more.
CONSIDERED = "risk_considered"


@dataclass(frozen=True, slots=True)
class Sent:
    """The referral that a form made; `is_repeat` when an earlier sending of the same form made it."""

    public_id: UUID
    reference: str
    is_repeat: bool


def send(
    request: ActorRequest, form: ReferralFields, way: WayIn, context: Mapping[str, object], *, known: UUID | None = None
) -> Sent | HttpResponse:
    """Send the form by a way in, about someone new or `known`; or else the page that asks for more.

    That is the form again, with `context`, or the page of an interruption: help is needed now, the words may
    describe a risk, someone is alike, or it was sent before.
    """
    if form.is_bound:
        try:
            refuse_if_urgent(form.risk_answered)
            if form.is_valid():
                return _send_once(request, _draft(request, form, known), way)
        except Refusal as refusal:
            if question := ask_of_risk(request, form, refusal):
                return question
            if refusal.code == LOOKS_KNOWN:
                return _ask_about_lookalikes(request, form)
            if refusal.code == SENT_ALREADY:
                return _ask_about_repeat(request, _draft(request, form, known))
            form.add_error(None, refusal.message)
    return draw_form(request, form, context, is_wrong=bool(form.errors))


def _draft(request: ActorRequest, form: ReferralFields, known: UUID | None) -> IntakeDraft:
    """What was typed, and what its sender has said on the pages of interruptions."""
    asked_about, again = (frozenset(request.POST.getlist(name)) for name in ("asked", "again"))
    considered = is_considered(request)
    return replace(form.draft(), known=known, asked_about=asked_about, again=again, risk_considered=considered)


def is_considered(request: ActorRequest) -> bool:
    """Whether the sender was asked about the words that may describe a risk, and has looked."""
    return CONSIDERED in request.POST


def ask_of_risk(request: ActorRequest, form: ReferralFields, refusal: Refusal) -> HttpResponse | None:
    """The page of an interruption, where a refusal is about risk: help is needed now, or the words may describe one."""
    if refusal.code == URGENT:
        return _stop(request, form)
    return _ask_about_words(request, form) if refusal.code == MAY_BE_A_RISK else None


def _send_once(request: ActorRequest, draft: IntakeDraft, way: WayIn) -> Sent:
    """A Refusal leaves the form's key free, so that the corrected form can be sent."""
    if way.is_public:
        rate_limit.check(request, way.code)
    now = timezone.now()
    with (
        rate_limit.details(request.actor),
        answers.once(
            by=request.actor, method="POST", path=request.path, key=_key_of(request), content=b"", now=now
        ) as first,
    ):
        is_repeat = first.answer is not None
        answer = first.answer or first.give(_receive(request, draft, way, now))
    return Sent(UUID(answer.body["id"]), answer.body["reference"], is_repeat)


def _receive(request: ActorRequest, draft: IntakeDraft, way: WayIn, now: datetime) -> answers.Answer:
    by = PUBLIC if way.is_public else request.actor
    referral = receive(draft=draft, way=way, by=by, now=now)
    body = {"id": str(referral.public_id), "reference": referral.reference}
    return answers.Answer(201, body, referral.person_id)


def draw_form(
    request: ActorRequest, form: ReferralFields, context: Mapping[str, object], *, is_wrong: bool
) -> HttpResponse:
    """The form's page in its area (a practice's, a link worker's, the public's)."""
    area = _area_of(request)
    shown = {"form": form, "area": area, "once": _key_of(request), **context}
    return render(request, f"{area}/refer.html", shown, status=422 if is_wrong else 200)


def _stop(request: ActorRequest, form: ReferralFields) -> HttpResponse:
    """Nothing was sent: whom to call, and a way back to the form with the risk question open."""
    shown = {"form": form, "once": _key_of(request), "typed": _typed(request, but="risk")}
    return render(request, [f"{_area_of(request)}/urgent.html", "components/stopped.html"], shown, status=422)


def _ask_about_words(request: ActorRequest, form: ReferralFields) -> HttpResponse:
    """The words may describe a risk, and the answer was no: back to that question, or sent as it is."""
    shown = {
        "form": form,
        "found": risk_words.found_in(form.cleaned_data["note"]),
        "considered": CONSIDERED,
        "typed": _typed(request, but="risk"),
        "answered": _typed(request, but=CONSIDERED),
        "once": _key_of(request),
    }
    area = _area_of(request)
    return render(request, [f"{area}/may_be_a_risk.html", "components/may_be_a_risk.html"], shown, status=422)


def _ask_about_lookalikes(request: ActorRequest, form: ReferralFields) -> HttpResponse:
    """Before anything is sent: is it one of these?

    Whoever has the NHS number is joined by it, so that what is new about reaching them is added.
    """
    person = form.draft().person
    alike = duplicates.warn(draft=person, by=request.actor) if person else []
    shown = {
        "alike": alike,
        "may_differ": not any(one.is_same_number for one in alike),
        "typed": _typed(request, but="asked"),
        "once": _key_of(request),
    }
    return render(request, f"{_area_of(request)}/duplicates.html", shown, status=422)


def _ask_about_repeat(request: ActorRequest, draft: IntakeDraft) -> HttpResponse:
    """The page was sent before: where that is, and one button for whoever means one more."""
    shown = {
        "area": _area_of(request),
        "sent": list(referrals.just_before(request.actor, draft, timezone.now())),
        "typed": _typed(request, but="again"),
        "once": _key_of(request),
    }
    return render(request, "components/sent_already.html", shown, status=422)


def _area_of(request: ActorRequest) -> str:
    """Whose pages these are: their routes and templates have the same names in each area."""
    return request.resolver_match.namespace if request.resolver_match else ""


def _key_of(request: ActorRequest) -> str:
    """The key that the form came with; a new one for a form that is drawn for the first time."""
    try:
        return str(UUID(request.POST.get("once", "")))
    except ValueError:
        return str(new_public_id())


def _typed(request: ActorRequest, *, but: str) -> list[tuple[str, str]]:
    """What was typed, for hidden fields of an interruption page: all but one question, which is asked again."""
    ours = {"csrfmiddlewaretoken", "once", but}
    return [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]
