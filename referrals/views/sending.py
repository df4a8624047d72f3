"""Sending a form: twice acts once, and after an interruption nothing typed is lost.

Each drawn form carries a random key; the first answer to it is given again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from referrals.actions import answers
from referrals.randomness import new_public_id
from referrals.selectors import answers as selectors
from referrals.views.access import ActorRequest

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


def typed(request: ActorRequest, *, but: str) -> list[tuple[str, str]]:
    """What was typed, for hidden fields of an interruption page: all but one question, which is asked again."""
    ours = {"csrfmiddlewaretoken", "once", but}
    return [(name, value) for name, values in request.POST.lists() if name not in ours for value in values]
