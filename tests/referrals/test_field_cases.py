"""Every small file of the field has a test that reads it, by the door that it is meant for."""

from collections.abc import Collection
from pathlib import Path

import pytest

from tests.devices.actions import test_field_cases as devices
from tests.referrals.intake import test_caseload_files as lists
from tests.referrals.intake import test_values_typed as typed
from tests.referrals.services import test_field_cases as directories

# A folder -> the cases that a test reads: from a table, or alone.
TESTED: dict[str, Collection[str]] = {
    "api": typed.ANSWERS,
    "caseload": {*lists.REAL, "c38"},
    "mqtt": {*devices.STEPS, *devices.SCANS},
    "services": directories.READ,
    "web": {*typed.PAGES, *typed.UNSAFE, "w44"},
}


@pytest.mark.parametrize("folder", TESTED)
def test_every_case_is_read(shared_data: Path, folder: str) -> None:
    cases = {path.name.partition("_")[0] for path in (shared_data / "field-cases" / folder).iterdir()}
    assert cases == set(TESTED[folder])
