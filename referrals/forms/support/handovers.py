"""What is typed to hand people over: who takes over, a note, the days of an absence, the team that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Unpack, cast

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = Sequence[tuple[str, str]]


def _note(hint: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Note for whoever takes over"),
        help_text=hint,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Enter a note for whoever takes over")},
    )


class ColleagueForm(NHSForm):
    """Which colleague takes over, by (public id, name)."""

    dense: ClassVar[bool] = True
    heir = forms.ChoiceField(
        label=gettext_lazy("Who takes over?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select who takes over")},
    )
    note = _note(gettext_lazy("What they must know first, for example what you promised the person."))

    def __init__(self, data: Sent = None, *, heirs: Choices, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["heir"]).choices = list(heirs)


class AbsenceForm(NHSForm):
    """From when until when someone is away, and which colleague, by (public id, name), stands in."""

    dense: ClassVar[bool] = True
    first_day = NHSDateField(label=gettext_lazy("First day away"), future=True)
    last_day = NHSDateField(label=gettext_lazy("Last day away"), future=True)
    covering = forms.ChoiceField(
        label=gettext_lazy("Who does the tasks meanwhile?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select who does the tasks meanwhile")},
    )

    def __init__(self, data: Sent = None, *, colleagues: Choices, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["covering"]).choices = list(colleagues)


class TeamForm(NHSForm):
    """Which team goes on, by (public id, name), and that the person knows."""

    dense: ClassVar[bool] = True
    team = forms.ChoiceField(
        label=gettext_lazy("Which team goes on?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select the team that goes on")},
    )
    note = _note(gettext_lazy("Why the person comes to them, and what they must know first."))
    agrees = forms.BooleanField(
        label=gettext_lazy("The person agrees that this team gets their record"),
        error_messages={"required": gettext_lazy("Ask the person first: without their agreement nothing is sent")},
    )

    def __init__(self, data: Sent = None, *, teams: Choices, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["team"]).choices = list(teams)


class ClosingForm(NHSForm):
    """Which team, by (public id, name), takes over from the one that closes."""

    dense: ClassVar[bool] = True
    team = forms.ChoiceField(
        label=gettext_lazy("Which team takes over?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select the team that takes over")},
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("That team knows and agrees"),
        error_messages={"required": gettext_lazy("Speak with the other team first")},
    )

    def __init__(self, data: Sent = None, *, teams: Choices, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        cast(forms.ChoiceField, self.fields["team"]).choices = list(teams)
