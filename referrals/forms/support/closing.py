"""What a link worker types to close a referral."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext_lazy

from referrals.forms.support.link_worker import reason_field
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.models.choices import GoalStatus

if TYPE_CHECKING:
    from referrals.models import Goal


class CloseForm(NHSForm):
    """Why support ends, how each goal went, and what came of it in plain words."""

    dense = True

    note = forms.CharField(
        label=gettext_lazy("What came of it, in plain words"),
        help_text=gettext_lazy("The practice and the person read this. For example: walks with the group each week."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Sent = None, *, goals: Sequence[Goal], **options: Unpack[FormOptions]) -> None:
        """`goals` are those of which nobody has said yet how they went."""
        self.goals = goals
        asked = {_name_of(goal): _how_it_went(goal) for goal in goals}
        self.inline = frozenset(asked)  # type: ignore[misc]  # the goals are known only when the form is made
        super().__init__(data, more_fields={"reason": reason_field("close"), **asked}, **options)
        self.order_fields(["reason", *asked, "note"])

    def answered(self) -> list[tuple[Goal, str]]:
        """The goals of which it was said how they went, each with a GoalStatus."""
        said = ((goal, self.cleaned_data.get(_name_of(goal)) or "") for goal in self.goals)
        return [(goal, status) for goal, status in said if status]


def _name_of(goal: Goal) -> str:
    return f"goal-{goal.public_id}"


def _how_it_went(goal: Goal) -> forms.ChoiceField:
    return forms.ChoiceField(label=goal.text, choices=GoalStatus.choices, widget=forms.RadioSelect, required=False)
