"""A note that may describe a risk is put to whoever wrote it, once, before it is saved: nothing typed is lost by it."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from referrals import risk_words
from referrals.kit import audit
from referrals.kit.access import ActorRequest
from referrals.kit.permissions import Permission

# What its writer answered: `YES`, there is a risk that the team must know of, or no.
ANSWER, YES = "risk_considered", "yes"
OURS = frozenset({"csrfmiddlewaretoken", ANSWER})
# Shorter texts are names and places.
SHORTEST = 200


def ask_first(request: ActorRequest, form: forms.Form, person_id: int) -> HttpResponse | None:
    """The question, where the form holds such words and its writer was not asked yet; a "no" is written down."""
    if request.method != "POST" or not form.is_valid() or getattr(form, "is_about_risk", False):
        return None
    found = [words for text in _texts(form) for words in risk_words.found_in(text)]
    if not found:
        return None
    if ANSWER in request.POST:
        audit.record(by=request.actor, did="risk.considered", person_id=person_id, answer=_answer(request))
        return None
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in OURS]
    shown = {"found": found, "typed": typed, "answer": ANSWER, "may_flag": may_flag(request)}
    return render(request, "link_worker/may_be_a_risk.html", shown, status=422)


def is_a_risk(request: ActorRequest) -> bool:
    """Whether its writer has just said that there is a risk."""
    return _answer(request) == YES


def may_flag(request: ActorRequest) -> bool:
    """Whether a flag can be raised by them; else somebody of the team is asked to read what they wrote."""
    return request.actor.may(Permission.SUPPORT)


def _answer(request: ActorRequest) -> str:
    return YES if request.POST.get(ANSWER) == YES else "no"


def _texts(form: forms.Form) -> list[str]:
    """What was written freely into the form."""
    written = (name for name, field in form.fields.items() if isinstance(field, forms.CharField) and _is_long(field))
    return [text for name in written if isinstance(text := form.cleaned_data.get(name), str)]


def _is_long(field: forms.CharField) -> bool:
    return (field.max_length or 0) >= SHORTEST
