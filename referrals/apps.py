"""The record."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Fill in the registries. Their modules read the models, so not before now."""
        from referrals.kit.registries import message_kinds, person_data
        from referrals.selectors.messages import messages as words
        from referrals.selectors.people import person_data as held

        person_data.declare(held.HOLDINGS)
        message_kinds.declare(words.KINDS)
