"""Another day for a command and for all that it starts: their clock is shifted, and the machine's own stays.

Time goes on from there. What counts seconds (timeouts, pauses) is not touched.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from socialrx.tools.servers import binaries
from socialrx.tools.servers.errors import ServerError

# Debian's libfaketime 0.9.10 breaks Python's `time.sleep`; the wheel's is built without what breaks it.
LIBRARY = Path("vendor/libfaketime/src/libfaketime.so.1")
SHIFT, PRELOAD, SECONDS_STAY = "FAKETIME", "LD_PRELOAD", "FAKETIME_DONT_FAKE_MONOTONIC"
# Seconds between asking for the time here and there.
CLOSE = 30


def shifted(by: timedelta, folder: Path) -> dict[str, str]:
    """The variables that shift a command's clock; on top of a shift of our own. ServerError where that cannot be done.

    The library is copied into `folder`, which has to be open to whoever the command and its children run as.
    """
    wheel = binaries.wheel_folder("libfaketime")
    if wheel is None or not (wheel / LIBRARY).exists():
        message = "No libfaketime: install the Python package libfaketime."
        raise ServerError(message)
    library = folder / LIBRARY.name
    # Put in place in one step: who runs with it already keeps the file that they opened.
    draft = library.with_name(f"{library.name}.{os.getpid()}")
    shutil.copy(wheel / LIBRARY, draft)
    draft.chmod(0o755)
    draft.replace(library)
    seconds = round(by.total_seconds()) + round(float(os.environ.get(SHIFT, "0")))
    others = [name for name in os.environ.get(PRELOAD, "").split(":") if name and Path(name).name != LIBRARY.name]
    environment = {
        PRELOAD: ":".join([str(library), *others]),
        SHIFT: f"{seconds:+d}",
        SECONDS_STAY: "1",
    }
    _prove(by, environment)
    return environment


def own() -> dict[str, str]:
    """The variables of our own shift, for a command that is started later by someone else."""
    return {name: os.environ[name] for name in (PRELOAD, SHIFT, SECONDS_STAY) if name in os.environ}


def unshifted(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without a shift, for a program that does not bear it."""
    return {name: value for name, value in environment.items() if name != PRELOAD}


def _prove(by: timedelta, environment: Mapping[str, str]) -> None:
    """A library for another machine is left out without a word, so that the time has to be looked at."""
    there = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    if abs(float(there.stdout) - time.time() - by.total_seconds()) > CLOSE:
        message = "The clock cannot be shifted on this machine: libfaketime is for Linux on x86-64."
        raise ServerError(message)
