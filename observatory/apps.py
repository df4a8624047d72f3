"""The observatory."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "observatory"

    def ready(self) -> None:
        """Say which reference data figures need, and what else; the lists read the models, so not before now."""
        from observatory.selectors import reference_kinds as own
        from observatory.selectors import setup_checks as own_checks
        from referrals.kit.registries import reference_kinds, setup_checks

        reference_kinds.declare(own.KINDS)
        setup_checks.declare(own_checks.CHECKS)
