"""The consumer's sign of life, in Redis: it vanishes by itself when the consumer stops giving it."""

from django.core.cache import cache

KEY = "devices:consumer-heartbeat"
# Seconds; the consumer gives a sign every few seconds.
LASTS = 15


def give() -> None:
    """The consumer is connected to the broker and storing."""
    cache.set(KEY, "alive", timeout=LASTS)


def is_alive() -> bool:
    """Whether a consumer gave a sign in the last 15 seconds."""
    return cache.get(KEY) is not None
