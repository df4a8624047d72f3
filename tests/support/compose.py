"""docker-compose.yml, read as compose reads it, and the files that its image holds."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
# What the Dockerfile copies of ours; .dockerignore leaves the tools out.
IN_THE_IMAGE = re.findall(r"^COPY ([\w.]+) (?:\./|\1)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def interpolated(text: str, values: Mapping[str, str]) -> str:
    """The value as compose would make it: from `values`, a stand-in for a `${NAME:?…}` that has none there."""

    def value(found: re.Match[str]) -> str:
        stand_in = "" if found[2].startswith(":-") else found[1].lower()
        return values.get(found[1], stand_in)

    return re.sub(r"\$\{(\w+)([^}]*)\}", value, text)


def environment(values: Mapping[str, str]) -> dict[str, str]:
    """What each process of the product is given, with `values` for what stands in `.env`."""
    return {name: interpolated(value, values) for name, value in SERVICES["web"]["environment"].items()}


def copy_image(folder: Path) -> None:
    """Put into the folder what the production image holds of ours."""
    ignored = shutil.ignore_patterns("__pycache__", "tools")
    for source in IN_THE_IMAGE:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / source, ignore=ignored)
        else:
            shutil.copy(ROOT / source, folder)
