"""What a practice puts right in a referral that it sent, or adds to it."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from referrals.forms.intake.referral import ReferralFields
from referrals.kit.forms.base import Text
from referrals.kit.forms.fields import VersionField


class CorrectedReferralForm(ReferralFields):
    """The reasons, the words and the risk as they stand. That the patient agreed is not asked again."""

    whom: ClassVar[Text] = gettext_lazy("patient")
    consent = None  # type: ignore[assignment]  # Django's way to leave out a field of the form above

    # The referral's version when the page was opened.
    version = VersionField()
