"""The record."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Fill in the registries. Their modules read the models, so not before now."""
        from referrals.fhir.service_request import SERVICE_REQUEST
        from referrals.kit.registries import fhir, message_kinds, person_data
        from referrals.selectors.messages import messages as words
        from referrals.selectors.people import person_data as held

        person_data.declare(held.HOLDINGS)
        message_kinds.declare(words.KINDS)
        fhir.declare([SERVICE_REQUEST])
