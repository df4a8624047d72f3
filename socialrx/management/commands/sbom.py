"""`manage.py sbom`: what the installation is made of, as CycloneDX 1.6; `--licences` as a list to read."""

import json
import re
from importlib import metadata

from django.core.management.base import BaseCommand, CommandParser

# What a package says where it says nothing.
UNKNOWN = "not declared"
# A licence whose whole text stands in the field is named by its first line.
LONGEST = 80


class Command(BaseCommand):
    help = "The packages that are installed here, each with its version and its licence."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--licences", action="store_true", help="one line for each package: name, version, licence")

    def handle(self, *args: object, licences: bool, **options: object) -> None:  # a flag of argparse
        found = {one.name.lower(): one for one in metadata.distributions() if one.name}
        packages = [found[name] for name in sorted(found)]
        if licences:
            for package in packages:
                self.stdout.write(f"{package.name} {package.version}: {licence_of(package)}")
            return
        document = {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "components": [component(package) for package in packages],
        }
        self.stdout.write(json.dumps(document, indent=2))


def component(package: metadata.Distribution) -> dict[str, object]:
    """One package as CycloneDX writes it."""
    return {
        "type": "library",
        "name": package.name,
        "version": package.version,
        "purl": f"pkg:pypi/{re.sub('[-_.]+', '-', package.name).lower()}@{package.version}",
        "licenses": [{"license": {"name": licence_of(package)}}],
    }


def licence_of(package: metadata.Distribution) -> str:
    """The licence that a package declares, in the newest of the three ways in which packages do."""
    said = package.metadata
    declared = "".join(said.get_all("License-Expression") or [])
    kinds = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    written = "".join(said.get_all("License") or []).strip().splitlines()
    return declared or ", ".join(kinds) or (written[0][:LONGEST] if written else UNKNOWN)
