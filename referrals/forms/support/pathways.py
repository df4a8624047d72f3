"""What a team types about its templates of care pathways, and what is asked when one is used."""

import re
from collections.abc import Sequence
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.drafts import PathwayDraft
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import VersionField
from referrals.models.choices import NeedCode
from referrals.selectors.support.scores import offered

GOAL = re.compile(r"([0-9]{1,3})\s*[:,]\s*(\S.{0,299})")
MOST_GOALS, MOST_CONTACTS, LATEST = 10, 12, 260


class GoalsField(forms.CharField):
    """One goal a line: working days, a colon, and the words."""

    def clean(self, value: object) -> tuple[tuple[int, str], ...]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = [GOAL.fullmatch(line) for line in lines]
        goals = tuple((int(match[1]), match[2]) for match in found if match)
        if len(goals) != len(lines) or any(not 1 <= days <= LATEST for days, _text in goals):
            message = _("Begin each line with 1 to 260 working days, like 20: Walk to the park every week")
            raise ValidationError(message, code="invalid")
        if len(goals) > MOST_GOALS:
            raise ValidationError(_("Enter 10 goals or fewer"), code="too_many")
        return goals

    def prepare_value(self, value: str | Sequence[tuple[int, str]] | None) -> str:
        return value if isinstance(value, str) else "\n".join(f"{days}: {text}" for days, text in value or ())


class DaysField(forms.CharField):
    """Several numbers of working days."""

    def clean(self, value: object) -> tuple[int, ...]:
        text = super().clean(value)
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not all(re.fullmatch(r"[0-9]{1,3}", part) and 1 <= int(part) <= LATEST for part in parts):
            raise ValidationError(
                _("Enter 1 to 260 working days, with commas between them, like 5, 20"), code="invalid"
            )
        if len(parts) > MOST_CONTACTS:
            raise ValidationError(_("Enter 12 contacts or fewer"), code="too_many")
        return tuple(sorted({int(part) for part in parts}))

    def prepare_value(self, value: str | Sequence[int] | None) -> str:
        return value if isinstance(value, str) else ", ".join(str(days) for days in value or ())


class TemplateForm(NHSForm):
    """A template. `version` is the one that was open; a new template has none."""

    dense = True

    version = VersionField(initial=0)
    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("For example, New to the area"), max_length=100
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What it helps with"), choices=NeedCode.choices, widget=forms.CheckboxSelectMultiple
    )
    goals = GoalsField(
        label=gettext_lazy("Goals"),
        help_text=gettext_lazy("One a line: working days until it is reviewed, a colon, and the goal"),
        max_length=3500,
        widget=forms.Textarea({"rows": 5}),
    )
    contacts = DaysField(
        label=gettext_lazy("Planned contacts"),
        help_text=gettext_lazy("Working days until each of them, for example 5, 20, 60"),
        max_length=100,
        required=False,
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures to use"), choices=offered, widget=forms.CheckboxSelectMultiple, required=False
    )

    def draft(self) -> PathwayDraft:
        """The template as typed."""
        data = self.cleaned_data
        return PathwayDraft(
            data["name"], tuple(data["needs"]), data["goals"], data["contacts"], tuple(data["measures"])
        )


class UseForm(NHSForm):
    """Using a template for a person; without a plan it is asked what matters to them."""

    def __init__(self, data: Sent = None, *, has_plan: bool, **options: Unpack[FormOptions]) -> None:
        asked = forms.CharField(
            label=gettext_lazy("What matters to the person"),
            help_text=gettext_lazy("In their words. They read this on their own page."),
            max_length=4000,
            widget=forms.Textarea({"rows": 5}),
        )
        super().__init__(data, more_fields={} if has_plan else {"what_matters": asked}, **options)
