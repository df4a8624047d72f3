"""Comments and questions among colleagues."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm

Choices = Sequence[tuple[str, Any]]


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

    def __init__(self, *args: Any, tasks: Choices, colleagues: Choices, **kwargs: Any) -> None:
        fields: dict[str, forms.Field] = {}
        if tasks:
            whole = ("", gettext_lazy("The support as a whole"))
            fields["about"] = _choice(gettext_lazy("What it is about"), [whole, *tasks])
        if colleagues:
            nobody = ("", gettext_lazy("Nobody: it is for their link worker to see"))
            fields["asked"] = _choice(gettext_lazy("Ask a colleague for an answer"), [nobody, *colleagues])
        super().__init__(*args, more_fields=fields, **kwargs)


def _choice(label: Any, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, initial="", widget=forms.RadioSelect)
