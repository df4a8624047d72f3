"""The wiring of the project; nothing imports it."""

from django.apps import AppConfig


class SocialrxConfig(AppConfig):
    name = "socialrx"
