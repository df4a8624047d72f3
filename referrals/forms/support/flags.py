"""What a link worker types about a flag."""

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm
from referrals.models.choices import FlagKind


class FlagForm(NHSForm):
    """What kind of warning it is, and what the team must know."""

    dense = True
    is_about_risk = True

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of flag is it?"),
        choices=FlagKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what kind of flag it is")},
    )
    note = forms.CharField(
        label=gettext_lazy("What must the team know and do?"),
        help_text=gettext_lazy("Only your team reads this."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class EndFlagForm(NHSForm):
    """Why a flag ends."""

    dense = True
    is_about_risk = True

    reason = forms.CharField(label=gettext_lazy("Why does it end?"), max_length=300)
