"""An outcome measure as it is asked: a row of radios for each item, so that an answer is one tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.calendar import day_starts
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField
from referrals.measures import Measure
from referrals.models.choices import OutcomeMeasure, OutcomeStage
from referrals.models.support.measure_names import LONELINESS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# How each item is asked. ONS4 is the Office for National Statistics' own wording (OGL 3.0).
QUESTIONS: Mapping[str, StrOrPromise] = {
    OutcomeMeasure.ONS_SATISFACTION: gettext_lazy("How satisfied are you with your life nowadays?"),
    OutcomeMeasure.ONS_WORTHWHILE: gettext_lazy("How far do you feel the things you do in your life are worthwhile?"),
    OutcomeMeasure.ONS_HAPPINESS: gettext_lazy("How happy did you feel yesterday?"),
    OutcomeMeasure.ONS_ANXIETY: gettext_lazy("How anxious did you feel yesterday?"),
    OutcomeMeasure.UCLA_1: gettext_lazy("How often do you feel that you lack companionship?"),
    OutcomeMeasure.UCLA_2: gettext_lazy("How often do you feel left out?"),
    OutcomeMeasure.UCLA_3: gettext_lazy("How often do you feel isolated from others?"),
    OutcomeMeasure.LONELY: gettext_lazy("How often do you feel lonely?"),
    OutcomeMeasure.MYCAW_CONCERN_1: gettext_lazy("How much does the first concern bother you now?"),
    OutcomeMeasure.MYCAW_CONCERN_2: gettext_lazy("How much does the second concern bother you now?"),
    OutcomeMeasure.MYCAW_WELLBEING: gettext_lazy("How is your well-being now?"),
}
HINTS: Mapping[str, StrOrPromise] = {
    "ons4": gettext_lazy("0 is not at all, 10 is completely."),
    "mycaw": gettext_lazy("0 is as good as it could be, 6 is as bad as it could be."),
}
HOW_OFTEN = [
    (1, gettext_lazy("Hardly ever or never")),
    (2, gettext_lazy("Some of the time")),
    (3, gettext_lazy("Often")),
]
# Items whose answers are words.
ANSWERS: Mapping[str, Sequence[tuple[int, StrOrPromise]]] = {
    "ucla_1": HOW_OFTEN,
    "ucla_2": HOW_OFTEN,
    "ucla_3": HOW_OFTEN,
    "lonely": LONELINESS,
}
WORDS = "words_"


class MeasureForm(NHSForm):
    """One measure. What the person does not answer stays open; a concern that they named before is rated again."""

    dense = True
    inline = frozenset({"stage", *OutcomeMeasure.values})

    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        choices=OutcomeStage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select when in the support this is asked")},
    )
    on = NHSDateField(label=gettext_lazy("Day it was asked, if not today"), past=True, required=False)

    def __init__(
        self, data: Sent = None, *, measure: Measure, concerns: Mapping[str, str], **options: Unpack[FormOptions]
    ) -> None:
        self.measure, self.concerns = measure, concerns
        super().__init__(data, more_fields=self._item_fields(), **options)
        # The answers first: stage and day are mostly right as they stand.
        self.order_fields([name for name in self.fields if name not in self.base_fields])

    def _item_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for item, scale in self.measure.items.items():
            if item in self.measure.in_own_words and item not in self.concerns:
                fields[WORDS + item] = _words(item)
            answers = ANSWERS.get(item) or [(value, str(value)) for value in range(scale.least, scale.most + 1)]
            fields[item] = _answer(item, self.concerns.get(item), HINTS.get(self.measure.code, ""), answers)
        return fields

    def clean(self) -> dict[str, object]:
        data = super().clean()
        for item in self.measure.in_own_words - self.concerns.keys():
            self._check_concern(item)
        if not self.errors and not self.answers():
            raise ValidationError(_("Choose at least one answer"), code="nothing")
        return data

    def _check_concern(self, item: str) -> None:
        """A concern is named and rated, or neither."""
        words, answer = self.cleaned_data.get(WORDS + item), self.cleaned_data.get(item)
        if words and answer is None:
            self.add_error(item, ValidationError(_("Choose how much it bothers them"), code="required"))
        if not words and answer is not None and WORDS + item not in self.errors:
            self.add_error(WORDS + item, ValidationError(_("Enter the concern in their words"), code="required"))

    def answers(self) -> dict[str, int]:
        """Item -> answer, for the items that were answered."""
        given = {item: self.cleaned_data.get(item) for item in self.measure.items}
        return {item: value for item, value in given.items() if value is not None}

    def own_words(self) -> dict[str, str]:
        """Item -> what it rates, for the concerns that were rated."""
        named = {item: self.cleaned_data.get(WORDS + item) for item in self.measure.in_own_words}
        return {item: self.concerns.get(item) or named[item] or "" for item in self.measure.in_own_words}

    def occurred_at(self, opened_at: datetime) -> datetime | None:
        """When it was asked: None for now. A day stands at its start, or at the start of the episode if on its day."""
        day = self.cleaned_data["on"]
        if not day:
            return None
        start = day_starts(day)
        return opened_at if start.date() == opened_at.astimezone(start.tzinfo).date() else start


def _answer(
    item: str, concern: str | None, hint: StrOrPromise, answers: Sequence[tuple[int, StrOrPromise]]
) -> forms.TypedChoiceField:
    question = QUESTIONS.get(item) or OutcomeMeasure(item).label
    return forms.TypedChoiceField(
        label=concern or question,
        help_text=hint,
        choices=[(str(value), str(label)) for value, label in answers],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def _words(item: str) -> forms.CharField:
    return forms.CharField(
        label=OutcomeMeasure(item).label, help_text=_("In their own words."), max_length=200, required=False
    )
