"""A telephone number or an e-mail address, and what is safe there."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referrals.drafts import ContactDraft
from referrals.forms.intake.referral import PersonFields
from referrals.forms.people.person_details import DetailsForm, ReasonedForm
from referrals.kit.forms.fields import TelephoneField
from referrals.models import ContactPoint
from referrals.models.choices import ContactKind
from referrals.reaches import kind_of_phone

SAFETY = ("safe_to_call", "safe_to_leave_message", "safe_to_write")


class ContactPointForm(DetailsForm):
    """A telephone number or an e-mail address, one of the two, and what is safe there."""

    phone = TelephoneField(required=False)
    email = PersonFields.base_fields["email"]
    safe_to_call = forms.BooleanField(label=gettext_lazy("Safe to call"), required=False)
    safe_to_leave_message = forms.BooleanField(label=gettext_lazy("Safe to leave a message"), required=False)
    safe_to_write = forms.BooleanField(
        label=gettext_lazy("Safe to write: texts to a mobile, or e-mails"), required=False
    )

    def clean(self) -> dict[str, object]:
        super().clean()
        typed = [self.cleaned_data.get(name) or name in self.errors for name in ("phone", "email")]
        if not any(typed):
            self.add_error("phone", _("Enter a telephone number or an e-mail address"))
        if all(typed) and not self.errors:
            self.add_error("email", _("Enter one of the two; add the other afterwards"))
        return self.cleaned_data

    @staticmethod
    def initial_of(point: ContactPoint) -> dict[str, object]:
        """What is known of it."""
        field = "email" if point.kind == ContactKind.EMAIL else "phone"
        known = {flag: getattr(point, flag) for flag in SAFETY}
        return known | {field: point.value, "version": point.person.version}

    def draft(self) -> ContactDraft:
        """As typed."""
        data = self.cleaned_data
        flags = {name: data[name] for name in SAFETY}
        if data["email"]:
            return ContactDraft(ContactKind.EMAIL.value, data["email"], **flags)
        return ContactDraft(kind_of_phone(data["phone"]), data["phone"], **flags)


class KeptContactForm(ContactPointForm, ReasonedForm):
    """The same with a reason, for a link worker, who says whether they checked it with the person."""

    is_checked = forms.BooleanField(
        label=gettext_lazy("I checked this with them: links to their own page may go there"), required=False
    )


class OwnContactForm(ContactPointForm):
    """The same in the words of the person's own page."""

    dense = False
    field_order = ("phone", "email", *SAFETY)

    safe_to_call = forms.BooleanField(label=gettext_lazy("You may call me there"), required=False)
    safe_to_leave_message = forms.BooleanField(
        label=gettext_lazy("You may leave a message there: nobody else listens to it"), required=False
    )
    safe_to_write = forms.BooleanField(
        label=gettext_lazy("You may text or e-mail me there: nobody else reads it"), required=False
    )
