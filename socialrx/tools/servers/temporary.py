"""Short-lived servers: in a folder that is removed afterwards, with the environment that the settings read."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from socialrx.tools.servers.errors import ServerError
from socialrx.tools.servers.together import Servers

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "socialrx.settings",
    "SOCIALRX_ENV": "test",
    "SECRET_KEY": "only for tests, where nothing is secret",
}


# Of Linux: files in memory, where nothing waits for a disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - only to make a private folder in it
# Bytes that have to be free there; a container may have next to nothing.
ENOUGH = 4 * 2**30


def new_folder() -> Path:
    """A temporary folder that another user can pass through, since PostgreSQL runs as one when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="socialrx-", dir=MEMORY if _has_room(MEMORY) else None))
    folder.chmod(0o711)
    return folder


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ENOUGH


@contextlib.contextmanager
def temporary_servers() -> Iterator[dict[str, str]]:
    """The environment of running servers; nothing in them waits for the disk."""
    servers = _started(attempts=3)
    try:
        yield ENVIRONMENT | {"SOCIALRX_DATA": str(servers.folder)} | servers.environment
    finally:
        servers.remove()


def _started(attempts: int) -> Servers:
    """Running servers. A port may be taken between its choice and the server's start: then others are tried."""
    servers = Servers(new_folder(), durable=False)
    try:
        servers.start()
    except ServerError:
        servers.remove()
        if attempts == 1:
            raise
        return _started(attempts - 1)
    return servers
