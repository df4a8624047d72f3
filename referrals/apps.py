"""The record."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate
from django.utils.translation import gettext

from referrals.kit.refusal import Refusal


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Fill in the registries, whose modules read the models, and let refusals speak the reader's language."""
        from referrals.actions.work import known
        from referrals.api.fhir import types as fhir_types
        from referrals.kit import sign_ins
        from referrals.kit.registries import (
            fhir,
            message_kinds,
            person_data,
            reference_kinds,
            setup_checks,
            subjects,
            task_kinds,
        )
        from referrals.selectors.messages import kinds as words
        from referrals.selectors.organisation import reference_data
        from referrals.selectors.organisation import setup_checks as own_checks
        from referrals.selectors.people import person_data as held
        from referrals.selectors.work import subjects as own_subjects
        from referrals.selectors.work import task_kinds as own_tasks

        person_data.declare(held.HOLDINGS)
        subjects.declare(own_subjects.SUBJECTS)
        task_kinds.declare(own_tasks.KINDS)
        message_kinds.declare(words.KINDS)
        reference_kinds.declare(reference_data.KINDS)
        setup_checks.declare(own_checks.CHECKS)
        fhir.declare(fhir_types.SOURCES, fhir_types.WRITERS)
        Refusal.translate = staticmethod(gettext)
        user_logged_in.connect(sign_ins.begun)
        user_logged_out.connect(sign_ins.ended)
        post_migrate.connect(known.store_after_migrate, sender=self)
