"""Production refuses to start unsafe: one line per rule, used at start-up and by `manage.py check --deploy`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
SHORTEST_PASSWORD = 16


def is_weak(secret: str | None) -> bool:
    """Too short, or so few different characters that nobody drew it at random."""
    return secret is None or len(secret) < SHORTEST_PASSWORD or len(set(secret)) < SHORTEST_PASSWORD // 2


def is_open(url: SplitResult, *, encrypted: str) -> bool:
    return url.scheme != encrypted or not url.username or is_weak(url.password)


# Whether the settings break the rule, and what to do about it.
RULES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("E001", lambda s: s.DEMO, "SOCIALRX_DEMO is 1: anyone could sign in as a persona. Leave it out in production."),
    ("E002", lambda s: s.DEBUG, "DEBUG shows settings and code to strangers."),
    (
        "E003",
        lambda s: len(s.SECRET_KEY) < SHORTEST_KEY or is_weak(s.SECRET_KEY),
        "SECRET_KEY needs at least 50 random characters.",
    ),
    (
        "E004",
        lambda s: not s.ALLOWED_HOSTS or "*" in s.ALLOWED_HOSTS,
        "ALLOWED_HOSTS must name the hosts that this site answers to, and not '*'.",
    ),
    ("E005", lambda s: urlsplit(s.BASE_URL).scheme != "https", "BASE_URL must begin with https://."),
    (
        "E006",
        lambda s: is_open(urlsplit(s.MQTT_URL), encrypted="mqtts"),
        "MQTT_URL must be mqtts://name:password@host:port with a random password.",
    ),
    (
        "E007",
        lambda s: is_weak(urlsplit(s.REDIS_URL).password),
        "REDIS_URL needs a random password of at least 16 characters.",
    ),
    (
        "E008",
        lambda s: is_weak(s.DATABASES["default"]["PASSWORD"]) and not s.DATABASES["default"]["HOST"].startswith("/"),
        "DATABASE_URL needs a random password of at least 16 characters.",
    ),
    ("E009", lambda s: not s.EMAIL_HOST, "EMAIL_HOST is empty: letters would stay on this machine."),
    (
        "E010",
        lambda s: bool(s.NOTIFY_API_KEY) and not all(s.NOTIFY_TEMPLATES.values()),
        "NOTIFY_API_KEY is set: NOTIFY_EMAIL_TEMPLATE, NOTIFY_TEXT_TEMPLATE and NOTIFY_LETTER_TEMPLATE must be too.",
    ),
    (
        "E011",
        lambda s: s.TRUSTED_PROXIES < 1,
        "TRUSTED_PROXIES is 0: TLS ends at a proxy in front of us, so there is at least one. Say how many.",
    ),
)


def broken(values: Any) -> list[tuple[str, str]]:
    """Id and advice of each rule that these settings break."""
    return [(identity, advice) for identity, breaks, advice in RULES if breaks(values)]


@register(Tags.security, deploy=True)
def production_is_safe(**_: object) -> list[CheckMessage]:
    return [Error(advice, id=f"socialrx.{identity}") for identity, advice in broken(settings)]


def refuse_unsafe_production() -> None:
    """ImproperlyConfigured, with all that is to be done, when this is production and a rule is broken."""
    found = broken(settings) if settings.PRODUCTION else []
    if found:
        raise ImproperlyConfigured(
            "\n".join(["Production does not start like this:", *(advice for _, advice in found)])
        )
