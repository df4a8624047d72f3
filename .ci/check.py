"""Every static check, as many at a time as there are cores; failures are listed at the end. `make check` runs this."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROGRAMS = Path(sys.executable).parent
SECRET = "4Zr8vQpX1mTn6sWd0bHk3yJf7uLc9aGe2iVo5xRw8tNq1zBj"  # noqa: S105 - random, and used nowhere else
# A production environment as the README describes it; nothing answers at these addresses.
PRODUCTION = {
    "SOCIALRX_ENV": "production",
    "SECRET_KEY": f"{SECRET}{SECRET[::-1]}",
    "ALLOWED_HOSTS": "socialrx.example.org",
    "BASE_URL": "https://socialrx.example.org",
    "DATABASE_URL": f"postgres://socialrx:{SECRET}@postgres:5432/socialrx",
    "REDIS_URL": f"redis://:{SECRET}@redis:6379/0",
    "MQTT_URL": f"mqtts://consumer:{SECRET}@mosquitto:8883",
    "EMAIL_HOST": "mail.example.org",
}
# The longest first.
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "types": (["mypy", "--no-error-summary"], {}),
    "lint": (["ruff", "check", "--quiet", "."], {}),
    "format": (["ruff", "format", "--check", "--quiet", "."], {}),
    "imports": (["lint-imports", "--config", "importlinter.toml"], {}),
    "templates": (["djlint", "--quiet", "--lint", "templates"], {}),
    "model changes": (["python", "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    "migrations": (["python", ".ci/lint_migrations.py"], {"PYTHONPATH": "."}),
    "production": (["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
}


def holds(name: str, command: list[str], extra: dict[str, str]) -> bool:
    """Run one check; what it says is shown, in one piece, when it fails."""
    done = subprocess.run(
        [PROGRAMS / command[0], *command[1:]], env=os.environ | extra, capture_output=True, text=True, check=False
    )
    is_right = done.returncode == 0
    said = f"ok     {name}" if is_right else f"FAILED {name}\n{done.stdout}\n{done.stderr}"
    print(said, flush=True)
    return is_right


def main() -> int:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda name: holds(name, *CHECKS[name]), CHECKS)
        failed = [name for name, is_right in zip(CHECKS, found, strict=True) if not is_right]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
