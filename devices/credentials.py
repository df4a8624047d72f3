"""A device's secret and what the broker keeps of it: Mosquitto's `$7$` form (PBKDF2 with SHA-512).

Plain rule without a framework, shared by the devices table, the demo's brokers and the password file.
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

# Mosquitto's own figure. Secrets are 192 random bits, so that a slow hash would protect nothing more,
# and the broker checks one in its only thread at every connection.
ITERATIONS = 101
SALT_BYTES = 12
# Accounts of an earlier release, which no broker keeps any more.
RETIRED = ("guard-1", "guard-2")


def hash_secret(secret: str, *, salt: bytes | None = None, iterations: int = ITERATIONS) -> str:
    """`$7$<iterations>$<salt>$<hash>` as Mosquitto reads it; a random salt unless one is given."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    digest = hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, iterations)
    return f"$7${iterations}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def verify(secret: str, stored: str) -> bool:
    """Whether the stored hash is this secret's, in constant time; False for anything that is no such hash."""
    try:
        _, kind, iterations, salt, _ = stored.split("$")
        again = hash_secret(secret, salt=base64.b64decode(salt), iterations=int(iterations))
    except ValueError:
        return False
    return kind == "7" and hmac.compare_digest(again, stored)


def with_secret(accounts: Mapping[str, str], names: Iterable[str], secret: str) -> dict[str, str]:
    """These names' hashes of a secret; one that is right already stays as it is."""
    stored = {name: accounts.get(name, "") for name in names}
    return {name: found if verify(secret, found) else hash_secret(secret) for name, found in stored.items()}


def render(accounts: Mapping[str, str]) -> str:
    """A password file: account names with their stored hashes, in the order of the names."""
    for name in accounts:
        if not name or any(sign in name for sign in ":\r\n"):
            message = f"{name!r} cannot be an account name in a password file."
            raise ValueError(message)
    return "".join(f"{name}:{accounts[name]}\n" for name in sorted(accounts))


def parse(text: str) -> dict[str, str]:
    """The accounts and hashes of a password file."""
    return dict(line.split(":", 1) for line in text.splitlines() if line)


def replace(path: Path, accounts: Mapping[str, str]) -> None:
    """Put the accounts into the password file, as `replace_text` does."""
    replace_text(path, render(accounts))


def replace_text(path: Path, text: str) -> None:
    """Put a text into a file of the broker in one step: a reader sees the old file or the new.

    A file that says so already stays as it is, so that the broker has nothing to read again. The broker may
    be another user than the writer, so the file can be read by its group.
    """
    if path.exists() and path.read_text() == text:
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text)
    draft.chmod(0o640)
    draft.replace(path)
