"""What a link worker types: contacts, plans, goals, onward referrals, endings."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import ClassVar, Unpack

from django import forms
from django.utils.translation import gettext_lazy

from referrals.drafts import GoalDraft, PlanDraft
from referrals.kit.calendar import LONDON
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField, VersionField
from referrals.models.choices import (
    ContactMode,
    ContactOutcome,
    GoalStatus,
    NeedCode,
    StatusReason,
)
from referrals.selectors.onward.matching import Match

# Event -> the reasons that can explain it.
END_REASONS: Mapping[str, tuple[StatusReason, ...]] = {
    "close": (StatusReason.GOALS_MET, StatusReason.UNREACHABLE, StatusReason.MOVED_AWAY, StatusReason.NOT_SUITABLE),
    "decline": (StatusReason.NOT_WANTED, StatusReason.NOT_NOW),
    "return": (StatusReason.NOT_SUITABLE, StatusReason.DUPLICATE, StatusReason.UNREACHABLE, StatusReason.MISTAKE),
    "withdraw": (StatusReason.MISTAKE, StatusReason.DUPLICATE, StatusReason.NOT_WANTED, StatusReason.NOT_NOW),
    "cancel": (
        StatusReason.NOT_WANTED,
        StatusReason.NOT_NOW,
        StatusReason.NOT_SUITABLE,
        StatusReason.SERVICE_CLOSED,
        StatusReason.MOVED_AWAY,
    ),
    "enter_in_error": (StatusReason.MISTAKE,),
}


class ContactForm(NHSForm):
    """A contact, now or earlier."""

    dense = True
    inline = frozenset({"mode", "outcome"})
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {"when": {"earlier": ("on", "at")}}

    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=ContactMode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select how you made contact")},
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=ContactOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what came of it")},
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[("now", gettext_lazy("Just now")), ("earlier", gettext_lazy("Earlier"))],
        initial="now",
        widget=forms.RadioSelect,
    )
    on = NHSDateField(label=gettext_lazy("Date of the contact"), past=True)
    at = forms.TimeField(
        label=gettext_lazy("Time"),
        help_text=gettext_lazy("For example, 14:30"),
        widget=forms.TimeInput({"class": "nhsuk-input--width-5"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter a time, like 14:30")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the team"),
        help_text=gettext_lazy("Only your team reads this."),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    agreed = forms.CharField(
        label=gettext_lazy("What you agreed"),
        help_text=gettext_lazy("This can go into the clinical record: write nothing about other people."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def occurred_at(self, now: datetime) -> datetime:
        """When it was, as an aware moment; `now` unless it was earlier."""
        day, clock = self.cleaned_data["on"], self.cleaned_data["at"]
        return datetime.combine(day, clock or time.min, LONDON) if day else now


class CorrectContactForm(ContactForm):
    """A contact as it was, and why what was noted is wrong."""

    reason = forms.CharField(label=gettext_lazy("Why is what was noted wrong?"), max_length=300)


class StrikeOutForm(NHSForm):
    """Why a contact is struck out."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it wrong?"), help_text=gettext_lazy("For example, another person's"), max_length=300
    )


class PlanForm(NHSForm):
    """What matters, the needs behind it with the person's words, and when to look at it again."""

    dense = True
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {
        "needs": {code: (f"words_{code}",) for code in NeedCode.values}
    }

    what_matters = forms.CharField(
        label=gettext_lazy("What matters to the person"),
        help_text=gettext_lazy("In their words. They read this on their own page."),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What they want help with"),
        choices=NeedCode.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    review_on = NHSDateField(label=gettext_lazy("Look at the plan again on"), future=True)
    # The plan's version when the page was opened; 0 where there was no plan.
    version = VersionField()

    def __init__(self, data: Sent = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, more_fields={f"words_{code}": _own_words() for code in NeedCode.values}, **options)

    def draft(self) -> PlanDraft:
        """The plan as typed; goals are added on their own page."""
        data = self.cleaned_data
        needs = tuple((code, data[f"words_{code}"] or "") for code in data["needs"])
        return PlanDraft(what_matters=data["what_matters"], review_on=data["review_on"], needs=needs)


def _own_words() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("In their words"), max_length=500, required=False)


class GoalForm(NHSForm):
    """One goal, with a number of steps if a step counter can show it."""

    dense = True

    text = forms.CharField(
        label=gettext_lazy("Goal"),
        help_text=gettext_lazy("In the person's words, for example: walk to the park with Sam every week."),
        max_length=300,
    )
    daily_steps = forms.IntegerField(
        label=gettext_lazy("Steps a day"),
        help_text=gettext_lazy("Drawn as a line in the person's step chart."),
        min_value=1,
        max_value=100_000,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "nhsuk-input--width-5"}),
        error_messages={
            "invalid": gettext_lazy("Steps a day must be a whole number, like 4000"),
            "min_value": gettext_lazy("Steps a day must be 1 or more"),
            "max_value": gettext_lazy("Steps a day must be 100,000 or fewer"),
        },
    )
    review_on = NHSDateField(label=gettext_lazy("Look at the goal again on"), future=True)

    def draft(self) -> GoalDraft:
        """The goal as typed."""
        data = self.cleaned_data
        return GoalDraft(text=data["text"], review_on=data["review_on"], daily_steps=data["daily_steps"])


class GoalStatusForm(NHSForm):
    """How a goal goes."""

    inline = frozenset({"status"})
    status = forms.ChoiceField(
        label=gettext_lazy("How is it going?"), choices=GoalStatus.choices, widget=forms.RadioSelect
    )


class ReferOnForm(NHSForm):
    """Why this service, what it should know, and the person's agreement that it does."""

    dense = True

    # Its choices are the needs that this person and this service share.
    need = forms.ChoiceField()
    note = forms.CharField(
        label=gettext_lazy("Note for the service"),
        help_text=gettext_lazy("Only what the service needs. The person can read it too."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    what_to_do = forms.CharField(
        label=gettext_lazy("What whoever runs the session should do"),
        help_text=gettext_lazy(
            "For example: carries an inhaler, or needs a chair with arms. Write no diagnosis: volunteers read this."
        ),
        max_length=200,
        required=False,
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("The person agrees that this service learns their name, how to reach them and this need"),
        error_messages={"required": gettext_lazy("Ask the person first: without their agreement nothing is sent")},
    )

    may_ask_next = forms.BooleanField(
        label=gettext_lazy("If they do not answer within ten working days, ask the next suitable service instead"),
        help_text=gettext_lazy(
            "Only if the person wants this: that service then learns the same, and reads the same note."
        ),
        required=False,
    )

    def __init__(
        self, data: Sent = None, *, needs: Collection[str], match: Match, **options: Unpack[FormOptions]
    ) -> None:
        """Where something speaks against it, the service has to be asked first; where they would wait, the person."""
        asked = {"is_agreed": _agreed_with_service()} if match.needs_agreement else {}
        asked |= {"may_wait": _wants_to_wait()} if match.is_busy else {}
        super().__init__(data, more_fields={"need": _need(needs), **asked}, **options)


def _agreed_with_service() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("I have agreed this with the service"),
        error_messages={
            "required": gettext_lazy("Ask the service first: tick this only if it takes this person all the same")
        },
    )


def _wants_to_wait() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("The person wants to go on the waiting list"),
        error_messages={"required": gettext_lazy("Ask the person first: tick this only if they want to wait")},
    )


def _need(needs: Collection[str]) -> forms.ChoiceField:
    choices = [(code, label) for code, label in NeedCode.choices if code in needs]
    return forms.ChoiceField(label=gettext_lazy("What it should help with"), choices=choices, widget=forms.RadioSelect)


class ReasonForm(NHSForm):
    """Why something ends; the event decides which reasons there are."""

    def __init__(self, data: Sent = None, *, event: str, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, more_fields={"reason": reason_field(event)}, **options)


def reason_field(event: str) -> forms.ChoiceField:
    """The question why, with the reasons that an event can have."""
    choices = [(reason.value, reason.label) for reason in END_REASONS[event]]
    return forms.ChoiceField(label=gettext_lazy("Reason"), choices=choices, widget=forms.RadioSelect)
