"""What narrows the people of a team down. It stands in an address: codes and a postcode district, nobody's name."""

from collections.abc import Collection
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy

from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.models.choices import FlagKind, NeedCode
from referrals.models.status_words import REFERRAL_STATUSES
from referrals.selectors.work.workbench import ORDERS, VIEWS, Wanted
from referrals.states import ReferralStatus

# A person in the table has a link worker.
HELD = frozenset({ReferralStatus.CLAIMED.value, ReferralStatus.SUPPORTED.value})
Choices = Collection[tuple[str, str]]


class WorkbenchForm(NHSForm):
    """A view, whose people, five filters and an order."""

    dense = True
    all_optional = True

    view = forms.ChoiceField(choices=list(VIEWS.items()), required=False, widget=forms.HiddenInput)
    show = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)
    need = forms.ChoiceField(
        label=gettext_lazy("Need"), choices=[("", gettext_lazy("Any")), *NeedCode.choices], required=False
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[
            ("", gettext_lazy("Any")),
            *[(code, label) for code, label in REFERRAL_STATUSES if code in HELD],
        ],
        required=False,
    )
    flag = forms.ChoiceField(
        label=gettext_lazy("Flag"), choices=[("", gettext_lazy("Any")), *FlagKind.choices], required=False
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=[(code, label) for code, (label, _by) in ORDERS.items()], required=False
    )

    def __init__(
        self, data: Sent = None, *, services: Choices, places: Collection[str], **options: Unpack[FormOptions]
    ) -> None:
        more = {
            "service": _choice(gettext_lazy("Service"), services),
            "place": _choice(gettext_lazy("Place"), [(place, place) for place in places]),
        }
        super().__init__(data, more_fields=more, **options)

    def wanted(self, page: str) -> Wanted:
        """What is asked for; what could not be read asks for nothing."""
        self.full_clean()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(whole_team=said.pop("show", "") == "team", page=page, **said)


def _choice(label: object, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=str(label), choices=[("", gettext_lazy("Any")), *choices], required=False)
