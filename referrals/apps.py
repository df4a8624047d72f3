"""The record."""

from django.apps import AppConfig
from django.utils.translation import gettext

from referrals.kit.refusal import Refusal


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Fill in the registries, whose modules read the models, and let refusals speak the reader's language."""
        from referrals.kit.registries import message_kinds, person_data
        from referrals.selectors.messages import messages as words
        from referrals.selectors.people import person_data as held

        person_data.declare(held.HOLDINGS)
        message_kinds.declare(words.KINDS)
        Refusal.translate = staticmethod(gettext)
