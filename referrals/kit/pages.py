"""What pages of every app share: a record or 404, what was sent, and a form that calls an action."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import Http404, HttpRequest, QueryDict

from referrals.kit.refusal import Refusal

R = TypeVar("R")


def record_or_404(record: R | None) -> R:
    """The record; 404 where there is none that the actor may open."""
    if record is None:
        raise Http404
    return record


def sent_data(request: HttpRequest) -> QueryDict | None:
    """What was sent; None for a page that is only opened. An empty form that was sent is wrong, not unopened."""
    return request.POST if request.method == "POST" else None


def submit_form(form: forms.Form, action: Callable[[], object]) -> bool:
    """Whether the form is valid and the action did it; a Refusal becomes the form's error."""
    if not form.is_valid():
        return False
    try:
        action()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
