"""What a provider types: an answer to an offer, a register, a session."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.calendar import LONDON
from referrals.forms.base import NHSForm
from referrals.forms.fields import NHSDateField
from referrals.models.choices import AttendanceStatus, StatusReason
from referrals.selectors.provider import RegisterLine

ANSWERS = [
    ("accept", gettext_lazy("Yes, we have a place")),
    ("wait", gettext_lazy("Put them on our waiting list")),
    ("reject", gettext_lazy("No")),
]
REJECT_REASONS = [
    (reason.value, reason.label)
    for reason in (StatusReason.NO_PLACE, StatusReason.NOT_ELIGIBLE, StatusReason.NOT_SUITABLE, StatusReason.SERVICE_CLOSED)
]


class AnswerForm(NHSForm):
    """Yes, the waiting list, or no with a reason."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Can they come?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether they can come")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        choices=REJECT_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why not")},
    )
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"answer": {"reject": ("reason",)}}


class RegisterForm(NHSForm):
    """One question per person expected: came, did not come, sent apologies."""

    def __init__(self, *args: Any, lines: list[RegisterLine], **kwargs: Any) -> None:
        self.base_fields = {self.name_of(line): self._question(line) for line in lines}
        super().__init__(*args, **kwargs)
        self.lines = lines

    @staticmethod
    def name_of(line: RegisterLine) -> str:
        """The field's name: the onward referral's public id, so that a late arrival changes no other field."""
        return f"person-{line.onward_referral.public_id}"

    @staticmethod
    def _question(line: RegisterLine) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=line.name,
            help_text=", ".join(line.flags),
            choices=AttendanceStatus.choices,
            initial=line.marked or None,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose whether %(name)s came") % {"name": line.name}},
        )

    def marks(self) -> dict[int, str]:
        """Onward referral key to attendance status."""
        return {line.onward_referral.pk: self.cleaned_data[self.name_of(line)] for line in self.lines}


class SessionForm(NHSForm):
    """A new session: a day, a time, and how long."""

    on = NHSDateField(label=gettext_lazy("Day"), future=True)
    starts = forms.TimeField(
        label=gettext_lazy("Starts at"),
        help_text=gettext_lazy("For example, 10:30"),
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-5"}),
        error_messages={"invalid": gettext_lazy("Enter a time like 10:30")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=5,
        max_value=720,
        initial=60,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-3", "inputmode": "numeric"}),
    )
    code = forms.RegexField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Capital letters, figures and hyphens, for example WALK-0412"),
        regex=r"^[A-Z0-9][A-Z0-9-]{2,19}$",
        max_length=20,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Use 3 to 20 capital letters, figures and hyphens")},
    )

    def period(self) -> tuple[datetime, datetime]:
        """When the session begins and ends (London times)."""
        begins: time = self.cleaned_data["starts"]
        starts_at = datetime.combine(self.cleaned_data["on"], begins, LONDON)
        return starts_at, starts_at + timedelta(minutes=self.cleaned_data["minutes"])
