"""What someone types to refer themselves. It never says whether they are known already."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.drafts import URGENT, IntakeDraft
from referrals.forms.intake.referral import NOTHING_CHOSEN, PersonFields, ReferralFields
from referrals.forms.people.wishes import CHANNELS
from referrals.kit.forms.base import Text
from referrals.kit.forms.fields import NHSDateField
from referrals.models import Organisation
from referrals.models.choices import NeedCode, Risk
from referrals.models.people.detail_choices import BadTime
from referrals.selectors.organisation import teams


def _choices(organisations: Iterable[Organisation]) -> list[tuple[str, Text]]:
    return [NOTHING_CHOSEN, *((str(organisation.public_id), organisation.name) for organisation in organisations)]


class SelfReferralForm(PersonFields, ReferralFields):
    """One page: who you are, how to reach you, what you could use help with, and whether help is needed now."""

    dense = False
    reveals: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {**ReferralFields.reveals, **PersonFields.reveals}
    reasons: ClassVar[dict[str, str]] = PersonFields.reasons
    inline: ClassVar[frozenset[str]] = frozenset({"needs_interpreter"})
    option_hints: ClassVar[dict[str, dict[str, Text]]] = {
        "risk": {URGENT: gettext_lazy("For example, you have thoughts of ending your life, or someone is hurting you")}
    }
    field_order = ("needs", "note", "risk", "risk_note", "given_name", "family_name", "born_on", "phone")

    # Set by `clean`: where they are registered, if that is a practice we know, and who gets the referral.
    chosen_surgery: Organisation | None = None
    receiving_team: Organisation | None = None

    born_on = NHSDateField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("For example, 15 3 1952"),
        past=True,
        autocomplete="bday",
    )
    practice = forms.ChoiceField(
        label=gettext_lazy("Your GP surgery"), choices=lambda: _choices(teams.open_practices()), required=False
    )
    team = forms.ChoiceField(
        label=gettext_lazy("If your surgery is not in the list: the team near you"),
        choices=lambda: _choices(teams.open_teams()),
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What could you use help with?"),
        help_text=gettext_lazy("Select all that apply."),
        choices=NeedCode.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select what you could use help with")},
    )
    note = forms.CharField(
        label=gettext_lazy("In your own words"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )
    risk = forms.ChoiceField(
        label=gettext_lazy("Are you or is someone else in danger?"),
        choices=[
            (Risk.NONE.value, gettext_lazy("No")),
            (Risk.READ_FIRST.value, gettext_lazy("There is something you should know before you call")),
            (URGENT, gettext_lazy("Yes, help is needed now")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select whether someone is in danger")},
    )
    risk_note = forms.CharField(
        label=gettext_lazy("What should we know?"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    told_by = forms.ChoiceField(
        label=gettext_lazy("How do you want to be told of appointments?"),
        help_text=gettext_lazy("Choose only what is safe: nobody else should read it. You can change this later."),
        choices=CHANNELS,
        widget=forms.RadioSelect,
        required=False,
    )
    bad_times = forms.MultipleChoiceField(
        label=gettext_lazy("When do you not want to be rung or texted?"),
        choices=BadTime.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that a link worker team sees this and calls or writes to me"),
        error_messages={"required": gettext_lazy("Tick the box if you agree. Without it we cannot take this further.")},
    )

    def clean(self) -> dict[str, object]:
        super().clean()
        if not {"practice", "team"} & self.errors.keys():
            self.chosen_surgery, self.receiving_team = teams.of_choice(
                self.cleaned_data["practice"], self.cleaned_data["team"]
            )
            if self.receiving_team is None:
                self.add_error("practice", _("Select your GP surgery, or the team near you"))
        return self.cleaned_data

    @property
    def surgery(self) -> Organisation | None:
        return self.chosen_surgery

    def draft(self) -> IntakeDraft:
        """What was typed, and the team that gets it."""
        return replace(super().draft(), team_id=self.receiving_team.pk if self.receiving_team else None)
