"""Sending a form: twice acts once, and after an interruption nothing typed is lost.

Each drawn form carries a random key; the first answer to it is given again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from referrals.actions.work import answers
from referrals.forms.intake.referral import MadeForThem
from referrals.kit.access import ActorRequest
from referrals.kit.randomness import new_public_id
from referrals.kit.refusal import Refusal
from referrals.selectors.work import answers as selectors

# Public id and reference of the referral, and the key of the person it is about.
Referred = tuple[UUID, str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """The referral that a form made; `is_repeat` when an earlier sending of the same form made it."""

    public_id: UUID
    reference: str
    is_repeat: bool


def key_of(request: ActorRequest) -> str:
    """The key that the form came with; a new one for a form that is drawn for the first time."""
    try:
        return str(UUID(request.POST.get("once", "")))
    except ValueError:
        return str(new_public_id())


def send(request: ActorRequest, refer: Callable[[], Referred]) -> Sent:
    """Send by `refer`, unless this form was sent before.

    A Refusal leaves the form's key free, so that the corrected form can be sent.
    """
    made: list[UUID] = []

    def produce() -> answers.Answer:
        public_id, reference, person_id = refer()
        made.append(public_id)
        return answers.Answer(201, {"id": str(public_id), "reference": reference}, person_id)

    answer = answers.once(
        by=request.actor,
        method="POST",
        path=request.path,
        key=key_of(request),
        content=b"",
        now=timezone.now(),
        produce=produce,
    )
    return Sent(UUID(answer.body["id"]), answer.body["reference"], is_repeat=not made)


def is_repeat(request: ActorRequest) -> bool:
    """Whether this form was sent before: then it is not judged again, for it acts no more."""
    return selectors.is_answered(request.actor, path=request.path, key=key_of(request))


def refer(
    request: ActorRequest,
    form: MadeForThem,
    produce: Callable[[], Referred],
    done: Callable[[Sent], HttpResponse],
    **context: Any,
) -> HttpResponse:
    """Stop what is urgent, send what is right, and draw the form of the area again otherwise."""
    if form.is_stopped:
        shown = {"form": form, "once": key_of(request), "typed": typed(request, but="risk")}
        return render(request, "components/stopped.html", shown, status=422)
    if form.is_bound and form.is_valid():
        try:
            sent = send(request, produce)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(sent)
    return draw(request, form, is_wrong=bool(form.errors), **context)


def draw(request: ActorRequest, form: MadeForThem, *, is_wrong: bool, **context: Any) -> HttpResponse:
    """The page of the area (of a practice, of a link worker), whose routes have the same names in each."""
    match = request.resolver_match
    area = match.namespace if match else ""
    shown = {"form": form, "area": area, "once": key_of(request), **context}
    return render(request, f"{area}/refer.html", shown, status=422 if is_wrong else 200)


def typed(request: ActorRequest, *, but: str) -> list[tuple[str, str]]:
    """What was typed, for hidden fields of an interruption page: all but one question, which is asked again."""
    ours = {"csrfmiddlewaretoken", "once", but}
    return [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]
