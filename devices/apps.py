"""Wearables and readers."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "devices"
