"""What a provider types: an answer to an offer, what became of a person, a register, a session."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Unpack, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.calendar import LONDON, WEEK, is_bank_holiday, local_day
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField
from referrals.kit.permissions import Role
from referrals.models.choices import StatusReason
from referrals.models.services.service_choices import AttendanceStatus, CancelReason
from referrals.models.services.services import MOST_WALK_INS
from referrals.selectors.onward.provider import RegisterLine
from referrals.states import ONWARD

WALK_INS = "walk_ins"
# A hyphen and the day follow it.
LONGEST_SERIES_CODE = 13
PLANNED_AHEAD = timedelta(days=730)
ANSWERS = [
    ("accept", gettext_lazy("Yes, we have a place")),
    ("wait", gettext_lazy("Put them on our waiting list")),
    ("reject", gettext_lazy("No")),
]
REJECT_REASONS = [
    (reason.value, reason.label)
    for reason in (
        StatusReason.NO_PLACE,
        StatusReason.NOT_ELIGIBLE,
        StatusReason.NOT_SUITABLE,
        StatusReason.SERVICE_CLOSED,
    )
]
# What a provider reports by hand; `start` follows from the register, and an offer has its own form.
REPORTS = {
    "resume": gettext_lazy("We have a place for them now"),
    "complete": gettext_lazy("They have finished"),
    "fail": gettext_lazy("They no longer come"),
}
FAIL_REASONS = [
    (reason.value, reason.label)
    for reason in (
        StatusReason.STOPPED_COMING,
        StatusReason.NOT_SUITABLE,
        StatusReason.MOVED_AWAY,
        StatusReason.SERVICE_CLOSED,
    )
]


class CancelForm(NHSForm):
    """Why a session does not take place."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it not take place?"),
        choices=CancelReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why it does not take place")},
    )


class AnswerForm(NHSForm):
    """Yes, the waiting list, or no with a reason."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Can they come?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select whether they can come")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        choices=REJECT_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why not")},
    )
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"answer": {"reject": ("reason",)}}


class ReportForm(NHSForm):
    """What became of someone with a place or on the waiting list; only what the state table lets a provider do."""

    event = forms.ChoiceField(
        label=gettext_lazy("What has changed?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what has changed")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=FAIL_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why")},
    )
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"event": {"fail": ("reason",)}}

    def __init__(self, data: Sent = None, *, status: str, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        possible = {move.event for move in ONWARD.moves if move.from_ == status and Role.PROVIDER in move.by}
        choices = [(event, label) for event, label in REPORTS.items() if event in possible]
        cast(forms.ChoiceField, self.fields["event"]).choices = choices


class RegisterForm(NHSForm):
    """One question per person expected: came, did not come, sent apologies.

    The button named `rest` answers for everyone not marked, so that a full register is two taps.
    """

    def __init__(
        self, data: QueryDict | None = None, *, lines: list[RegisterLine], walk_ins: int, in_part: bool = False
    ) -> None:
        """With `in_part` only what was sent is asked: one tap."""
        self.lines = lines
        questions: dict[str, forms.Field] = {self.name_of(line): _question(line) for line in lines}
        self.inline = frozenset(questions)  # type: ignore[misc]  # every field of this form is made with it
        fields = questions | {WALK_INS: _walk_ins(walk_ins)}
        if in_part:
            fields = {name: field for name, field in fields.items() if data and name in data}
        super().__init__(data and _with_the_rest(data, questions), more_fields=fields)

    @staticmethod
    def name_of(line: RegisterLine) -> str:
        """The field's name: the onward referral's public id, so that a late arrival changes no other field."""
        return f"person-{line.onward_referral.public_id}"

    def marks(self) -> dict[int, str]:
        """Onward referral key to attendance status, of whoever was asked for."""
        names = {self.name_of(line): line.onward_referral.pk for line in self.lines}
        return {names[name]: status for name, status in self.cleaned_data.items() if name in names}

    def walk_ins(self) -> int | None:
        """How many came without a referral; None for not said."""
        counted: int | None = self.cleaned_data.get(WALK_INS)
        return counted


def _question(line: RegisterLine) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=line.name,
        help_text=_("Scanned at the door") if line.scanned else "",
        choices=AttendanceStatus.choices,
        initial=line.marked or None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whether %(name)s came") % {"name": line.name}},
    )


def _walk_ins(counted: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many came without a referral?"),
        help_text=_("A number is enough. No names."),
        min_value=0,
        max_value=MOST_WALK_INS,
        initial=counted,
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-3", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Enter a number, like 2"),
            "min_value": _("Enter 0 or more"),
            "max_value": _("Enter %(most)d or fewer") % {"most": MOST_WALK_INS},
        },
    )


def _with_the_rest(data: QueryDict, questions: Mapping[str, forms.Field]) -> QueryDict:
    answer = data.get("rest")
    if not answer:
        return data
    filled = data.copy()
    for name in questions:
        filled.setdefault(name, answer)
    return filled


class SessionForm(NHSForm):
    """A new session: a day, a time, and how long."""

    on = NHSDateField(
        label=gettext_lazy("Day"), future=True, error_messages={"required": gettext_lazy("Enter the day")}
    )
    starts = forms.TimeField(
        label=gettext_lazy("Starts at"),
        help_text=gettext_lazy("For example, 10:30"),
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-5"}),
        error_messages={
            "required": gettext_lazy("Enter when it starts"),
            "invalid": gettext_lazy("Enter a time like 10:30"),
        },
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=5,
        max_value=720,
        initial=60,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Enter how many minutes it lasts"),
            "invalid": gettext_lazy("Enter a number of minutes, like 60"),
            "min_value": gettext_lazy("A session lasts 5 minutes or more"),
            "max_value": gettext_lazy("A session lasts 12 hours or less"),
        },
    )
    code = forms.RegexField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Capital letters, figures and hyphens, for example WALK-0412"),
        regex=r"^[A-Z0-9][A-Z0-9-]{2,19}$",
        max_length=20,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Use 3 to 20 capital letters, figures and hyphens")},
    )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > local_day(timezone.now()) + PLANNED_AHEAD:
            raise ValidationError(_("Enter a day within the next two years"), code="too_late")
        return day

    def period(self, on: date | None = None) -> tuple[datetime, datetime]:
        """When the session begins and ends (London times), on the day typed or another."""
        begins: time = self.cleaned_data["starts"]
        starts_at = datetime.combine(on or self.cleaned_data["on"], begins, LONDON)
        # Elapsed time, also where the clocks change meanwhile.
        return starts_at, starts_at.astimezone(UTC) + timedelta(minutes=self.cleaned_data["minutes"])


class SeriesForm(SessionForm):
    """Sessions every week: the first day says which weekday, and the clock says the same time all year round."""

    weeks = forms.IntegerField(
        label=gettext_lazy("For how many weeks?"),
        min_value=2,
        max_value=52,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-2", "inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Enter a number of weeks"),
            "invalid": gettext_lazy("Enter a number of weeks, like 12"),
            "min_value": gettext_lazy("Enter 2 weeks or more"),
            "max_value": gettext_lazy("Enter 52 weeks or fewer"),
        },
    )

    def __init__(self, data: Sent = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.fields["on"].label = _("First day")
        self.fields["code"].label = _("Beginning of each code")
        self.fields["code"].help_text = _("The day is added: WALK becomes WALK-260412")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if len(code) > LONGEST_SERIES_CODE:
            message = _("Use %(most)d signs or fewer") % {"most": LONGEST_SERIES_CODE}
            raise ValidationError(message, code="max_length")
        return code

    def days(self) -> list[date]:
        """The same weekday each week, bank holidays included."""
        first: date = self.cleaned_data["on"]
        return [first + week * WEEK for week in range(self.cleaned_data["weeks"])]

    def meetings(self) -> list[tuple[str, datetime, datetime]]:
        """Code, beginning and end of each session; none on a bank holiday."""
        begins = self.cleaned_data["code"]
        held = [day for day in self.days() if not is_bank_holiday(day)]
        return [(f"{begins}-{day:%y%m%d}", *self.period(day)) for day in held]

    def left_out(self) -> list[date]:
        """The days on which there is none, since they are bank holidays."""
        return [day for day in self.days() if is_bank_holiday(day)]
