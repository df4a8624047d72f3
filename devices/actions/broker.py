"""The broker's accounts follow the devices table."""

from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings

from devices import credentials
from devices.models import Device


def write_accounts() -> int:
    """Make the broker's password file hold the consumer's own accounts and exactly the enabled devices.

    Safe to run at any time: a file that is right already stays untouched. Returns the number of devices.
    """
    if not settings.MQTT_PASSWORD_FILE:
        return 0
    path = Path(settings.MQTT_PASSWORD_FILE)
    present = credentials.parse(path.read_text()) if path.exists() else {}
    servers = {name: stored for name, stored in present.items() if not _is_device(name)}
    enabled = Device.objects.enabled().values_list("public_id", "secret_hash")
    devices = {str(public_id): stored for public_id, stored in enabled}
    credentials.replace(path, servers | _own_accounts(present) | devices)
    return len(devices)


def _own_accounts(present: dict[str, str]) -> dict[str, str]:
    """The consumer's and its guards', all with its secret."""
    url = urlsplit(settings.MQTT_URL)
    secret = unquote(url.password or "")
    return credentials.with_secret(present, [unquote(url.username or ""), *credentials.GUARDS], secret)


def _is_device(account: str) -> bool:
    try:
        UUID(account)
    except ValueError:
        return False
    return True
