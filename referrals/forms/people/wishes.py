"""How someone wants to be told of appointments, and when not."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Unpack

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from referrals.drafts import ContactDraft
from referrals.kit.forms.base import FormOptions, NHSForm, Sent
from referrals.kit.forms.fields import VersionField
from referrals.models.choices import Channel, ContactKind
from referrals.models.people.detail_choices import BadTime

CHANNELS: list[tuple[str, str | Promise]] = [
    (Channel.TEXT.value, gettext_lazy("Text message")),
    (Channel.EMAIL.value, gettext_lazy("E-mail")),
    (Channel.LETTER.value, gettext_lazy("Letter")),
    (Channel.PHONE.value, gettext_lazy("Phone call")),
]
NOT_ASKED = ("", gettext_lazy("Not asked"))
# What is said where there is no such number or address.
NO_MEANS: Mapping[str, Promise] = {
    Channel.TEXT: gettext_lazy("Enter a mobile number for text messages, or choose another way"),
    Channel.EMAIL: gettext_lazy("Enter an e-mail address, or choose another way"),
    Channel.LETTER: gettext_lazy("Enter house, street and postcode for letters, or choose another way"),
    Channel.PHONE: gettext_lazy("Enter a telephone number that is safe to call, or choose another way"),
}


class WishFields(NHSForm):
    """The questions as a referral asks them; nobody has to answer."""

    told_by = forms.ChoiceField(
        label=gettext_lazy("How do they want to be told of appointments?"),
        help_text=gettext_lazy("An answer means that they agree to messages and reminders, and that this way is safe."),
        choices=[NOT_ASKED, *CHANNELS],
        required=False,
    )
    bad_times = forms.MultipleChoiceField(
        label=gettext_lazy("When do they not want to be rung or texted?"),
        choices=BadTime.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def _refuse_without_means(self, contacts: Iterable[ContactDraft]) -> None:
        """What they chose needs a number or an address of that kind on the same page."""
        chosen = self.cleaned_data["told_by"]
        has_address = bool(self.cleaned_data["address"] and self.cleaned_data["postcode"])
        if missing := lacks_means(chosen, contacts, has_address=has_address):
            self.add_error("told_by", missing)


def lacks_means(chosen: str, contacts: Iterable[ContactDraft], *, has_address: bool) -> str | Promise:
    """What has to be there for the way that somebody chose, if it is not; blank where it is, or nothing was chosen."""
    means = {channel for contact in contacts for channel in _means(contact)}
    if has_address:
        means.add(Channel.LETTER)
    return NO_MEANS[chosen] if chosen and chosen not in means else ""


def _means(contact: ContactDraft) -> Iterator[Channel]:
    if contact.kind == ContactKind.EMAIL:
        yield Channel.EMAIL
    elif contact.safe_to_call:
        yield Channel.PHONE
    if contact.kind == ContactKind.MOBILE:
        yield Channel.TEXT


class WishesForm(NHSForm):
    """The same of someone known; `agrees` is asked while there is no agreement to messages."""

    dense = True

    told_by = forms.ChoiceField(
        label=gettext_lazy("How do they want to be told of appointments?"),
        choices=[*CHANNELS, ("", gettext_lazy("They do not mind"))],
        widget=forms.RadioSelect,
        required=False,
    )
    bad_times = forms.MultipleChoiceField(
        label=gettext_lazy("When do they not want to be rung or texted?"),
        choices=BadTime.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("They agree to get messages and reminders"),
        help_text=gettext_lazy("Without it nothing is sent."),
        required=False,
    )
    version = VersionField()

    def __init__(self, data: Sent = None, *, asks_to_agree: bool, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        if not asks_to_agree:
            del self.fields["agrees"]


class OwnWishesForm(WishesForm):
    """The same in the words of the person's own page."""

    dense = False

    told_by = forms.ChoiceField(
        label=gettext_lazy("How do you want to be told of appointments?"),
        choices=[*CHANNELS, ("", gettext_lazy("I do not mind"))],
        widget=forms.RadioSelect,
        required=False,
    )
    bad_times = forms.MultipleChoiceField(
        label=gettext_lazy("When do you not want to be rung or texted?"),
        choices=BadTime.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("I agree to get messages and reminders"),
        help_text=gettext_lazy("Without it nothing is sent."),
        required=False,
    )
