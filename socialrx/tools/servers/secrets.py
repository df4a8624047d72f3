"""Passwords of private servers: drawn once, kept in files that only their owner can read."""

import os
import secrets
import shutil
from pathlib import Path


def secret(folder: Path, name: str, *, owner: str | None = None) -> str:
    """The secret of that name in the folder, drawn when first asked for (256 bits, URL-safe)."""
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, secrets.token_urlsafe(32))
        if owner:
            shutil.chown(path.parent, owner)
            shutil.chown(path, owner)
    return path.read_text()


def write_private(path: Path, text: str) -> None:
    """Write or replace the file in one step, readable by its owner only."""
    draft = path.with_name(path.name + ".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
