"""How a session was."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from referrals.drafts import FeedbackDraft
from referrals.kit.forms.base import NHSForm
from referrals.models.register.feedback import BEST, WORST
from referrals.models.services.service_choices import Liked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MINUS = "\N{MINUS SIGN}"
NAMED = {WORST: gettext_lazy("very bad"), 0: gettext_lazy("neither"), BEST: gettext_lazy("very good")}


def _felt(number: int) -> tuple[str, StrOrPromise]:
    shown = f"{number}".replace("-", MINUS)
    return str(number), f"{shown}: {NAMED[number]}" if number in NAMED else shown


class FeedbackForm(NHSForm):
    """One tap is enough; the rest is for whoever wants to say more."""

    inline: ClassVar[frozenset[str]] = frozenset({"liked"})

    liked = forms.ChoiceField(
        label=gettext_lazy("How was it?"),
        choices=Liked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select how it was")},
    )
    felt = forms.TypedChoiceField(
        label=gettext_lazy("How did it feel?"),
        choices=[("", gettext_lazy("Rather not say")), *(_felt(number) for number in range(BEST, WORST - 1, -1))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("Anything else?"),
        help_text=gettext_lazy(
            "Your link worker reads this with your name. The service reads it without your name, once at least 5 "
            "people have said how it was."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def draft(self, channel: str = "") -> FeedbackDraft:
        """What was said."""
        data = self.cleaned_data
        return FeedbackDraft(data["liked"], data["felt"], data["comment"], channel)
