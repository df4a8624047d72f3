"""What a provider types into its ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Unpack, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.kit.actor import Actor
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import NHSDateField
from referrals.models.services.service_choices import LedgerKind
from referrals.selectors.services import ledger

if TYPE_CHECKING:
    from referrals.models import Session

MOST_POUNDS = Decimal(1_000_000)


class EntryForm(NHSForm):
    """A grant or a cost, for all the work, for a service, or for one session."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=LedgerKind.choices, widget=forms.RadioSelect)
    on = NHSDateField(label=gettext_lazy("Day"), error_messages={"required": gettext_lazy("Enter the day")})
    pounds = forms.DecimalField(
        label=gettext_lazy("How much, in pounds?"),
        help_text=gettext_lazy("For example, 42.50"),
        min_value=Decimal("0.01"),
        max_value=MOST_POUNDS,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-5", "inputmode": "decimal"}),
        error_messages={
            "required": gettext_lazy("Enter how much"),
            "invalid": gettext_lazy("Enter an amount like 42.50"),
            "min_value": gettext_lazy("Enter 0.01 or more"),
            "max_value": gettext_lazy("Enter 1,000,000 or less"),
            "max_decimal_places": gettext_lazy("Enter pounds and pence, like 42.50"),
        },
    )
    purpose = forms.CharField(
        label=gettext_lazy("What for?"),
        help_text=gettext_lazy("For example, hall hire. No names of people."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter what it was for")},
    )
    service = forms.ChoiceField(label=gettext_lazy("Which service?"), required=False)
    session_code = forms.RegexField(
        label=gettext_lazy("Session code"),
        help_text=gettext_lazy("If it was for one session, for example WALK-0412"),
        regex=r"^[A-Z0-9-]+$",
        max_length=20,
        required=False,
        error_messages={"invalid": gettext_lazy("Use capital letters, figures and hyphens, like WALK-0412")},
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )

    def __init__(self, data: Sent = None, *, by: Actor, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.by = by
        self.services = {str(service.public_id): service for service in ledger.services(by)}
        choices = [("", _("All our work")), *((key, service.name) for key, service in self.services.items())]
        cast(forms.ChoiceField, self.fields["service"]).choices = choices

    def clean_session_code(self) -> Session | None:
        """The session that the code names, or None."""
        code = self.cleaned_data["session_code"]
        found = ledger.own_sessions(self.by).filter(code=code).first() if code else None
        if code and found is None:
            raise ValidationError(_("None of your sessions has this code"), code="unknown")
        return found

    def entry(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        typed = self.cleaned_data
        return {
            "kind": typed["kind"],
            "on": typed["on"],
            "pence": int(typed["pounds"] * 100),
            "purpose": typed["purpose"],
            "service": self.services.get(typed["service"]),
            "session": typed["session_code"],
        }
