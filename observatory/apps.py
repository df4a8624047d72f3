"""The observatory."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "observatory"

    def ready(self) -> None:
        """Say which reference data figures need; the list reads the models, so not before now."""
        from observatory.selectors import reference_kinds as own
        from referrals.kit.registries import reference_kinds

        reference_kinds.declare(own.KINDS)
