"""What somebody had typed on this page before their sign-in ended: the page's form starts with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

_typed: ContextVar[QueryDict | None] = ContextVar("typed_before", default=None)
# A browser sends each of these whenever it sends the form, filled in or not.
ALWAYS_SENT = (forms.TextInput, forms.Textarea, forms.Select, forms.MultiWidget)


@contextmanager
def typed_before(fields: QueryDict | None) -> Iterator[None]:
    """While a page is made, forms start with these fields."""
    token = _typed.set(fields)
    try:
        yield
    finally:
        _typed.reset(token)


def typed_into(form: forms.BaseForm) -> QueryDict | None:
    """What was typed into this form of the page; None where it was another form, or nothing."""
    typed = _typed.get()
    if typed is None:
        return None
    names = {name: (form.add_prefix(name), field.widget) for name, field in form.fields.items()}
    was_sent = {
        name: not widget.value_omitted_from_data(typed, MultiValueDict(), key)
        for name, (key, widget) in names.items()
        if isinstance(widget, ALWAYS_SENT) and not isinstance(widget, forms.SelectMultiple)
    }
    is_named = any(key in typed for key, _widget in names.values()) or any(was_sent.values())
    # Not all: a page may leave some of a form's fields out.
    return typed if is_named and 2 * sum(was_sent.values()) >= len(was_sent) else None
