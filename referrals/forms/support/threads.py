"""Comments and questions among colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import FormOptions, NHSForm, Sent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = Sequence[tuple[str, "StrOrPromise"]]


class ReplyForm(NHSForm):
    """More to a thread."""

    text = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Only your team reads this."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class ThreadForm(ReplyForm):
    """A new comment: on the whole or on something planned; for whoever holds the episode, or for a colleague."""

    dense = True

    def __init__(
        self, data: Sent = None, *, tasks: Choices, colleagues: Choices, **options: Unpack[FormOptions]
    ) -> None:
        fields: dict[str, forms.Field] = {}
        if tasks:
            whole = ("", gettext_lazy("The support as a whole"))
            fields["about"] = _choice(gettext_lazy("What it is about"), [whole, *tasks])
        if colleagues:
            nobody = ("", gettext_lazy("Nobody: it is for their link worker to see"))
            fields["asked"] = _choice(gettext_lazy("Ask a colleague for an answer"), [nobody, *colleagues])
        super().__init__(data, more_fields=fields, **options)


def _choice(label: StrOrPromise, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, initial="", widget=forms.RadioSelect)
