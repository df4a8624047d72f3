"""Running the commands that load reference data, and what they say."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a command said, line by line."""

    said: list[str]

    @property
    def counts(self) -> str:
        """The line of counts."""
        return next(line for line in self.said if " left out" in line and " same, " in line)

    @property
    def organisations(self) -> str:
        """The line that counts organisations."""
        return next(line for line in self.said if line.startswith("organisations:"))

    @property
    def odd(self) -> list[str]:
        """The heading of each kind of anomaly."""
        return [line for line in self.said if " times " in line]


def run(command: str, file: Path, **options: Any) -> Loaded:
    """Run a command and read what it says."""
    out = StringIO()
    call_command(command, file, stdout=out, **options)
    return Loaded(out.getvalue().splitlines())
