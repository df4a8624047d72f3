"""The wiring of the project; nothing imports it."""

import gc

from django.apps import AppConfig

from socialrx import celery, checks

# Objects made before the collector of garbage looks for cycles. Python's 700 is for small programs: a migration or the
# example's load spends a tenth of its time in the collector.
COLLECT_EVERY = 50_000


class SocialrxConfig(AppConfig):
    name = "socialrx"

    def ready(self) -> None:
        # Tasks are sent with the app that exists; without it Celery would make one that knows no settings.
        self.celery = celery.app
        checks.refuse_unsafe_production()
        # The models stay to the end of the process: no need to look through them again and again.
        gc.freeze()
        gc.set_threshold(COLLECT_EVERY)
