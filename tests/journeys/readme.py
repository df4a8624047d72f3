"""README's "Run it in production", read as what an operator types."""

import re

from tests.journeys.demo import ROOT

SECTION = "## Run it in production"
COMMAND = re.compile(r"^docker compose exec web python manage\.py (.+)$", re.MULTILINE)
AREA = re.compile(r"^```toml\n(.+?)^```$", re.MULTILINE | re.DOTALL)


def _section() -> str:
    return (ROOT / "README.md").read_text().split(SECTION)[1].split("\n## ")[0]


def commands() -> list[str]:
    """What follows `manage.py`, in the order of the walk."""
    return COMMAND.findall(_section())


def area() -> str:
    """The file for `setup_area`."""
    [found] = AREA.findall(_section())
    return str(found)
