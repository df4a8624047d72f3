"""The broker's accounts follow the devices table, and its access list what handles messages."""

from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings

from devices import credentials, handlers, topics
from devices.models import Device


def write_accounts() -> int:
    """Make the broker's password file hold the consumer's own account and exactly the enabled devices.

    The access list beside it opens the topics that something handles; it comes first, since a broker acknowledges what
    an account may not publish and throws it away. Safe to run at any time: a file that is right already stays
    untouched. Returns the number of devices.
    """
    if not settings.MQTT_PASSWORD_FILE:
        return 0
    path = Path(settings.MQTT_PASSWORD_FILE)
    credentials.replace_text(path.with_name(topics.ACCESS_LIST), topics.access_list(_own_name(), handlers.declared()))
    present = credentials.parse(path.read_text()) if path.exists() else {}
    servers = {
        name: stored for name, stored in present.items() if not _is_device(name) and name not in credentials.RETIRED
    }
    enabled = Device.objects.enabled().values_list("public_id", "secret_hash")
    devices = {str(public_id): stored for public_id, stored in enabled}
    credentials.replace(path, servers | _own_account(present) | devices)
    return len(devices)


def _own_account(present: dict[str, str]) -> dict[str, str]:
    secret = unquote(urlsplit(settings.MQTT_URL).password or "")
    return credentials.with_secret(present, [_own_name()], secret)


def _own_name() -> str:
    """The consumer's account."""
    return unquote(urlsplit(settings.MQTT_URL).username or "")


def _is_device(account: str) -> bool:
    try:
        UUID(account)
    except ValueError:
        return False
    return True
