"""The web process as production starts it, but for the static files, which are collected with the image."""

from django.conf import settings

settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

from socialrx.wsgi import application  # noqa: E402 - it reads the settings

__all__ = ["application"]
