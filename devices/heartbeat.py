"""The consumer's sign of life, in Redis: it vanishes by itself when the consumer stops giving it."""

from datetime import timedelta

from django.core.cache import cache

KEY = "devices:consumer-heartbeat"
# Seconds; the consumer gives a sign every few seconds.
LASTS = 15


def give(*, longest: timedelta = timedelta()) -> None:
    """The consumer is listening and storing. `longest` is the longest from an acknowledgement to a commit since."""
    cache.set(KEY, round(longest / timedelta(milliseconds=1)), timeout=LASTS)


def is_alive() -> bool:
    """Whether a consumer gave a sign in the last 15 seconds."""
    return cache.get(KEY) is not None


def longest() -> int | None:
    """Milliseconds from acknowledgement to commit, the longest of the last seconds; None without a sign of life."""
    found = cache.get(KEY)
    return found if isinstance(found, int) else None
