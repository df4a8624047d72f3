"""What a provider types about a service: its listing, whom it takes, and that it is no longer offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals import tags
from referrals.drafts import ServiceDraft
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField, PostcodeField, TelephoneField, VersionField, YesNoField
from referrals.models.choices import NeedCode, Sex
from referrals.models.services.service_choices import ClosingReason, ServiceStatus, Weekday

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from referrals.models import Service

OLDEST, MOST = 120, 9999
SHORT = {"class": "nhsuk-input--width-3", "inputmode": "numeric"}
TAKING = [
    (ServiceStatus.OPEN.value, gettext_lazy("Yes")),
    (ServiceStatus.WAITING_LIST.value, gettext_lazy("Not now: there is a waiting list")),
]
SEXES = [
    ("", gettext_lazy("Everyone")),
    (Sex.FEMALE.value, gettext_lazy("Women only")),
    (Sex.MALE.value, gettext_lazy("Men only")),
]
ADDRESS = gettext_lazy("Enter a web address, like https://www.example.org")


def _number(label: StrOrPromise, hint: StrOrPromise, most: int, whole: StrOrPromise) -> forms.IntegerField:
    """A whole number that may stay open."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(dict(SHORT)),
        error_messages={"invalid": whole, "min_value": whole, "max_value": whole},
    )


def _text(
    label: StrOrPromise, most: int, hint: StrOrPromise = "", *, rows: int = 0, required: bool = False
) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, help_text=hint, max_length=most, required=required, widget=widget)


class ListingForm(NHSForm):
    """A listing as the directory shows it, and whom the service takes.

    `version` is the one that was open; a new listing has none.
    """

    inline: ClassVar[frozenset[str]] = frozenset({"is_free", "is_step_free", "takes_self_referrals"})

    version = VersionField(initial=0)
    name = _text(gettext_lazy("Name"), 200, required=True)
    description = _text(gettext_lazy("What happens there"), 4000, rows=4)
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What does it help with?"),
        choices=NeedCode.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select what it helps with")},
    )
    location = _text(gettext_lazy("Place"), 200, gettext_lazy("For example, Longford Park café, Stretford"))
    postcode = PostcodeField(
        required=False, help_text=gettext_lazy("Of the place, so that people find what is near them")
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days?"),
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    schedule = _text(gettext_lazy("When, in words"), 600, gettext_lazy("For example, Tuesdays 10:30 to 12:00"))
    is_free = YesNoField(label=gettext_lazy("Is it free of charge?"), required=False)
    cost = _text(gettext_lazy("Cost, in words"), 600, gettext_lazy("For example, £2 for tea"))
    is_step_free = YesNoField(
        label=gettext_lazy("Is it step-free from the street?"),
        error_messages={"required": gettext_lazy("Select whether it is step-free")},
    )
    accessibility = _text(
        gettext_lazy("Access, in words"), 2000, gettext_lazy("Toilets, hearing loop, parking"), rows=2
    )
    language = forms.CharField(
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("For example, English, Urdu"),
        max_length=60,
        initial="English",
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url"}),
        error_messages={"invalid": ADDRESS},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"inputmode": "email"}),
        error_messages={"invalid": gettext_lazy("Enter an e-mail address, like name@example.org")},
    )
    phone = TelephoneField(label=gettext_lazy("Telephone"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Are you taking people?"),
        choices=TAKING,
        initial=ServiceStatus.OPEN.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select whether you are taking people")},
    )
    places = _number(
        gettext_lazy("How many places?"),
        gettext_lazy("Leave it empty if there is no limit"),
        MOST,
        gettext_lazy("Enter a number of places, like 12"),
    )
    weeks_to_wait = _number(
        gettext_lazy("How many weeks do people wait?"),
        gettext_lazy("Leave it empty if you do not know"),
        520,
        gettext_lazy("Enter a number of weeks, like 6"),
    )
    youngest = _number(
        gettext_lazy("From which age?"),
        gettext_lazy("Leave it empty if there is no lower age"),
        OLDEST,
        gettext_lazy("Enter an age in years, like 18"),
    )
    oldest = _number(
        gettext_lazy("Up to which age?"),
        gettext_lazy("Leave it empty if there is no upper age"),
        OLDEST,
        gettext_lazy("Enter an age in years, like 25"),
    )
    for_sex = forms.ChoiceField(
        label=gettext_lazy("Who can come?"), choices=SEXES, required=False, widget=forms.RadioSelect
    )
    for_carers = forms.BooleanField(label=gettext_lazy("Only people who look after someone"), required=False)
    # Its choices are the local authorities that we know.
    area_codes = forms.MultipleChoiceField(required=False)
    eligibility = _text(gettext_lazy("Anything else about who it is for"), 2000, rows=2)
    takes_self_referrals = YesNoField(
        label=gettext_lazy("Can people come without a link worker?"),
        initial="yes",
        error_messages={"required": gettext_lazy("Select whether people can come without a link worker")},
    )
    scan_grace = _number(
        gettext_lazy("For how many minutes after a session does a tag still count?"),
        gettext_lazy("A tag counts from 60 minutes before. Leave it empty if it counts to the end"),
        tags.MOST_GRACE,
        gettext_lazy("Enter a number of minutes from 0 to 240, like 15"),
    )
    asks_for_health_needs = forms.BooleanField(
        label=gettext_lazy("We must know of health needs to keep people safe"),
        help_text=gettext_lazy("Only tick this if you would act on it. Without it you see less about people."),
        required=False,
    )

    def __init__(self, data: Sent = None, *, areas: Iterable[tuple[str, str]], **options: Unpack[FormOptions]) -> None:
        chosen = forms.MultipleChoiceField(
            label=gettext_lazy("Where must people live?"),
            help_text=gettext_lazy("Tick none if they can come from anywhere"),
            choices=list(areas),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        super().__init__(data, more_fields={"area_codes": chosen}, **options)

    def clean(self) -> dict[str, object]:
        youngest, oldest = self.cleaned_data.get("youngest"), self.cleaned_data.get("oldest")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("oldest", _("The upper age must not be below the lower age"))
        return super().clean()

    def clean_scan_grace(self) -> int:
        return self.cleaned_data["scan_grace"] or 0

    def draft(self) -> ServiceDraft:
        """The listing as typed."""
        typed = {field.name: self.cleaned_data[field.name] for field in fields(ServiceDraft)}
        lists = {name: tuple(value) for name, value in typed.items() if isinstance(value, list)}
        return ServiceDraft(**typed | lists)


def initial_of(service: Service) -> dict[str, object]:
    """What the form shows of a service that is listed already."""
    found = {field.name: getattr(service, field.name) for field in fields(ServiceDraft)}
    words = {None: None, True: "yes", False: "no"}
    asked = {name: words[found[name]] for name in ListingForm.inline}
    return found | asked | {"version": service.version}


class ClosingForm(NHSForm):
    """Why and since when a service is no longer offered."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it close?"),
        choices=ClosingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why it closes")},
    )
    on = NHSDateField(
        label=gettext_lazy("Last day"),
        past=True,
        earliest=date(2000, 1, 1),
        error_messages={"required": gettext_lazy("Enter the last day")},
    )
