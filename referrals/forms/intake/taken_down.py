"""A referral that a link worker takes down: someone phones for themselves, or a hospital, an agency, an outreach."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.forms.intake.referral import NOTHING_CHOSEN, MadeForThem, NewPersonFields, PersonFields
from referrals.kit.forms.base import Text
from referrals.kit.forms.fields import TelephoneField
from referrals.models import Organisation
from referrals.models.choices import AgreementChannel, Route
from referrals.selectors.organisation import teams
from referrals.ways_in import OTHER_ROUTES

WHO_REFERS: list[tuple[str, Text]] = [
    (Route.SELF.value, gettext_lazy("The person themselves, by phone or face to face")),
    *((route, Route(route).label) for route in OTHER_ROUTES),
]
# Somebody else asked for it there, and can be asked again.
SENT_BY_SOMEONE = frozenset({Route.HOSPITAL, Route.AGENCY})


def _choices_of_practices() -> list[tuple[str, Text]]:
    return [NOTHING_CHOSEN, *((str(practice.public_id), practice.name) for practice in teams.open_practices())]


class TakenDownForm(MadeForThem):
    """The same as a practice says, with who referred and how the person agreed."""

    inline: ClassVar[frozenset[str]] = frozenset({"consent_channel"})

    route = forms.ChoiceField(
        label=gettext_lazy("Who refers the person?"),
        choices=WHO_REFERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select who refers the person")},
    )
    referrer_organisation = forms.CharField(
        label=gettext_lazy("Organisation that refers"),
        help_text=gettext_lazy("The ward or the agency. Not if the person refers themselves."),
        max_length=200,
        required=False,
    )
    referrer_name = forms.CharField(
        label=gettext_lazy("Name of whoever refers"),
        max_length=150,
        required=False,
    )
    referrer_phone = TelephoneField(label=gettext_lazy("Their telephone number"), required=False)
    consent_channel = forms.ChoiceField(
        label=gettext_lazy("How did they agree?"),
        choices=[choice for choice in AgreementChannel.choices if choice[0] != AgreementChannel.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select how they agreed")},
    )

    @property
    def dependent_fields(self) -> frozenset[str]:
        """The referrer is part of the question who refers."""
        return super().dependent_fields | {"referrer_organisation", "referrer_name"}

    def clean(self) -> dict[str, object]:
        super().clean()
        if self.cleaned_data.get("route") in SENT_BY_SOMEONE:
            for name in ("referrer_organisation", "referrer_name"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        elif self.cleaned_data.get("route") == Route.SELF and self.cleaned_data.get("referrer_organisation"):
            self.add_error("referrer_organisation", _("Leave this empty, or select another answer to who refers"))
        return self.cleaned_data


class TakenDownNewForm(NewPersonFields, TakenDownForm):
    """The same with someone new."""

    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {**TakenDownForm.reveals, **PersonFields.reveals}
    inline: ClassVar[frozenset[str]] = TakenDownForm.inline | NewPersonFields.inline

    practice = forms.ChoiceField(label=gettext_lazy("GP surgery"), choices=_choices_of_practices, required=False)

    @property
    def surgery(self) -> Organisation | None:
        """Where the person is registered, if that is a practice we know."""
        return teams.of_choice(self.cleaned_data["practice"], "")[0]
