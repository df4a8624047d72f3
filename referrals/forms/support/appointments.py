"""What a link worker types to make or move an appointment."""

from datetime import date, datetime, time, timedelta
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.drafts import AppointmentDraft
from referrals.kit.calendar import LONDON
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField, VersionField
from referrals.models.choices import ContactMode

# How people meet; writing to one another is no appointment.
MODES = (ContactMode.FACE_TO_FACE, ContactMode.PHONE, ContactMode.VIDEO, ContactMode.HOME_VISIT)
FURTHEST = timedelta(days=366)
LENGTHS = (15, 30, 45, 60, 90, 120)


class AppointmentForm(NHSForm):
    """When, how long, how and where; and whether the person wants to be told."""

    dense = True
    inline = frozenset({"mode"})

    on = NHSDateField(label=gettext_lazy("Date"), future=True)
    at = forms.TimeField(
        label=gettext_lazy("Time"),
        help_text=gettext_lazy("For example, 14:30"),
        widget=forms.TimeInput({"class": "nhsuk-input--width-5"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Enter a time, like 14:30"),
            "invalid": gettext_lazy("Enter a time, like 14:30"),
        },
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long"),
        choices=[(minutes, format_lazy(gettext_lazy("{number} minutes"), number=minutes)) for minutes in LENGTHS],
        coerce=int,
        initial=60,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[(mode.value, mode.label) for mode in MODES],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select how you will meet")},
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("The person sees this on their page and in a letter."),
        max_length=200,
        required=False,
    )
    # The appointment's version when the page was opened; 0 for a new one.
    version = VersionField()

    def __init__(
        self, data: Sent = None, *, asks_to_tell: bool, clash: str = "", **options: Unpack[FormOptions]
    ) -> None:
        """`clash` says what is planned at that time already: it is kept beside the new one only with a tick."""
        asked = {"tell": _tell()} if asks_to_tell else {}
        asked |= {"both": _both(clash)} if clash else {}
        super().__init__(data, more_fields=asked, **options)

    def clean_on(self) -> date:
        """Further ahead it is a slip of the pen."""
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate() + FURTHEST:
            raise ValidationError(_("Date must be within a year"), code="out_of_range", params={"part": 2})
        return day

    def clean_at(self) -> time:
        """A clock that goes forward leaves an hour out."""
        day = self.cleaned_data.get("on")
        clock: time = self.cleaned_data["at"]
        if day and not _is_real(datetime.combine(day, clock, LONDON)):
            raise ValidationError(_("There is no such time on that day: the clocks go forward"), code="no_such_time")
        return clock

    def draft(self) -> AppointmentDraft:
        """The appointment as typed."""
        data = self.cleaned_data
        starts_at = datetime.combine(data["on"], data["at"], LONDON)
        ends_at = datetime.fromtimestamp(starts_at.timestamp(), LONDON) + timedelta(minutes=data["minutes"])
        return AppointmentDraft(starts_at, ends_at, data["mode"], data["place"])


def _tell() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("The person wants to get messages and reminders (if not, tell them of this yourself)"),
        required=False,
    )


def _both(clash: str) -> forms.BooleanField:
    asked = _("%(clash)s Tick the box to keep both.") % {"clash": clash}
    return forms.BooleanField(label=_("Keep both appointments at that time"), error_messages={"required": asked})


def _is_real(moment: datetime) -> bool:
    """Whether a London clock ever shows it."""
    return datetime.fromtimestamp(moment.timestamp(), LONDON).time() == moment.time()
