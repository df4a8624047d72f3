"""What is wrong in a record, and the answer."""

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import NHSForm
from referrals.models.choices import CorrectionAbout, CorrectionOutcome


class CorrectionForm(NHSForm):
    """What it is about, and what is wrong, as the person puts it."""

    about = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=CorrectionAbout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what it is about")},
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong, and how should it be?"),
        help_text=gettext_lazy("Your link worker reads this and answers on your page, usually within 5 working days."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class CorrectionByPhoneForm(CorrectionForm):
    """The same, as the link worker hears it."""

    dense = True

    text = forms.CharField(
        label=gettext_lazy("What do they say is wrong, and how should it be?"),
        help_text=gettext_lazy("In their words: they read it on their page, with your answer."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class CorrectionAnswerForm(NHSForm):
    """What was done, and a sentence for the person."""

    dense = True

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did you do?"),
        choices=CorrectionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what you did")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Your answer in a sentence"),
        help_text=gettext_lazy("The person reads this on their page. Where nothing changes, say why."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
