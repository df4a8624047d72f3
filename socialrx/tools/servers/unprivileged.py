"""Running a program that refuses root, as root: another user, folders of that user's own, and nothing else changed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from socialrx.tools.servers.errors import ServerError

USERS = ("postgres", "nobody")


def user() -> str | None:
    """Who such a program runs as; None means as ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    found = next((name for name in USERS if name in known), None)
    if found is None:
        message = f"As root PostgreSQL needs one of these users: {', '.join(USERS)}."
        raise ServerError(message)
    return found


def run(command: Sequence[str | Path], *, user: str | None, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command to its end in the folder, as that user."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        user=user,
        group=None if user is None else pwd.getpwnam(user).pw_gid,
        extra_groups=None if user is None else [],
        capture_output=True,
        text=True,
        check=False,
    )


def home(folder: Path, user: str | None) -> Path:
    """`folder`, made to be the user's own; where the user cannot get there, a link to a folder under /var/lib.

    A clone in a closed home folder is such a place, and the permissions of that are not ours to change.
    """
    if folder.is_symlink() and not folder.exists():
        folder.unlink()
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
        if user and not reaches(folder, user):
            folder.rmdir()
            folder.symlink_to(tempfile.mkdtemp(prefix="socialrx-", dir="/var/lib"))
    real = folder.resolve()
    if user:
        shutil.chown(real, user, pwd.getpwnam(user).pw_gid)
    return real


def reaches(folder: Path, user: str) -> bool:
    """Whether every folder above lets the user through."""
    return run(["test", "-d", folder / "."], user=user, folder=Path("/")).returncode == 0


def runnable(programs: Path, home: Path, user: str | None) -> Path:
    """The folder of programs, or a copy in `home` where the user cannot run them, as under /root."""
    if user is None or runs(programs, user):
        return programs
    package = programs.parent.parent
    copy = home / "program"
    if not copy.exists():
        draft = home / "program.draft"
        shutil.rmtree(draft, ignore_errors=True)
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, draft / part.name)
        draft.rename(copy)
    return copy / programs.relative_to(package.parent)


def runs(programs: Path, user: str) -> bool:
    """Whether the user can run what is there."""
    try:
        return run([programs / "initdb", "--version"], user=user, folder=Path("/")).returncode == 0
    except PermissionError:
        return False


def remove(folder: Path) -> None:
    """Delete the folder of `home` with everything in it, wherever it is."""
    if folder.is_symlink():
        shutil.rmtree(folder.resolve(), ignore_errors=True)
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)
