"""Deciding on two people who look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import FormOptions, NHSForm, Sent

if TYPE_CHECKING:
    from referrals.models import Person

DIFFERENT = "different"


class DuplicateForm(NHSForm):
    """Two people, or one: then whose record stands."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Are they the same person?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select whether they are the same person")},
    )

    def __init__(self, data: Sent = None, *, people: list[Person], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        choices: list[tuple[str, str]] = [(DIFFERENT, _("No, they are two people"))]
        keep = [_("Yes: merge them, and keep the first record"), _("Yes: merge them, and keep the second record")]
        if len(people) == len(keep):
            choices += [(str(person.public_id), words) for person, words in zip(people, keep, strict=True)]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]  # the dict knows plain fields only
