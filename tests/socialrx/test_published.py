"""What the installation says of itself to whoever looks for weaknesses, and what it is made of."""

import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.test import Client
from django.utils import timezone


def said(*options: str) -> str:
    out = io.StringIO()
    call_command("sbom", *options, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/services/", "/nowhere/", "/static/nowhere.js", "/livez"])
def test_no_page_may_use_camera_place_or_payment(path: str) -> None:
    policy = Client().get(path).headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= {*policy.split(", ")}


def test_whoever_finds_a_weakness_reads_whom_to_tell(settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = Client().get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == f"{product.BASE_URL}/.well-known/security.txt"
    assert 0 < (datetime.fromisoformat(fields["Expires"]) - timezone.now()).days < 365
    settings.SECURITY_CONTACT = ""
    assert Client().get("/.well-known/security.txt").status_code == 404


def test_the_bill_of_materials_names_each_locked_package_with_its_licence() -> None:
    document = json.loads(said())
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    here = {one["purl"].removeprefix("pkg:pypi/") for one in document["components"]}
    lock = Path(product.BASE_DIR, "requirements-production.lock").read_text()
    # What is for another system or an older Python has a condition behind its version.
    locked = set(re.findall(r"^([\w.-]+)==([\w.]+) \\$", lock, re.MULTILINE))
    assert len(locked) > 50
    assert {f"{name}@{version}" for name, version in locked} - here == set()
    lines = said("--licences").splitlines()
    assert any(line.startswith("Django ") and "BSD" in line for line in lines)
    assert len(lines) == len(document["components"])
