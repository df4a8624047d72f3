"""Wearables and readers."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "devices"

    def ready(self) -> None:
        """Fill in the registries, the record's and our own. The modules read the models, so not before now."""
        from devices import handlers, messages
        from devices.actions.person_data import HOLDINGS
        from devices.selectors import open_kinds
        from devices.selectors import setup_checks as own_checks
        from devices.selectors import stories as own_stories
        from devices.views.alerts import HELP
        from devices.views.panels import STEPS
        from referrals.kit.registries import (
            message_kinds,
            panels,
            person_data,
            setup_checks,
            stories,
            subjects,
            task_kinds,
        )

        handlers.declare(messages.discover())
        person_data.declare(HOLDINGS)
        subjects.declare(open_kinds.SUBJECTS)
        task_kinds.declare(open_kinds.TASKS)
        message_kinds.declare(open_kinds.MESSAGES)
        panels.register(STEPS)
        stories.declare(own_stories.of_person)
        panels.register(HELP)
        setup_checks.declare(own_checks.CHECKS)
