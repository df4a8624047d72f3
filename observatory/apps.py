"""The observatory."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "observatory"

    def ready(self) -> None:
        """Say what figures need; the checks read the models, so not before now."""
        from observatory.selectors import setup_checks as own_checks
        from referrals.kit.registries import setup_checks

        setup_checks.declare(own_checks.CHECKS)
