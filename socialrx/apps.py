"""The wiring of the project; nothing imports it."""

from django.apps import AppConfig

from socialrx import celery, checks


class SocialrxConfig(AppConfig):
    name = "socialrx"

    def ready(self) -> None:
        # Tasks are sent with the app that exists; without it Celery would make one that knows no settings.
        self.celery = celery.app
        checks.refuse_unsafe_production()
