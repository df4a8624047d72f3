"""Lists of a team's people as its manager would send them in."""

import csv
import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from referrals.forms.intake.caseload import columns
from referrals.kit.permissions import Role
from tests.support.world import World, an_nhs_number


class Rereadable(SimpleUploadedFile):
    """A file that may be sent several times."""

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return bytes(super().read(*args))


def case(world: World, **changes: str) -> dict[str, str]:
    """Somebody supported for three weeks, with a review that is a day late."""

    def ago(days: int) -> str:
        return f"{world.today - timedelta(days=days):%d/%m/%Y}"

    return {
        "nhs_number": an_nhs_number(50),
        "first_name": "Zoë",
        "last_name": "Carried",
        "date_of_birth": "02/01/1950",
        "postcode": "m33 2ab",
        "phone": "07700 900982",
        "safe_to_call": "yes",
        "safe_to_leave_message": "no",
        "safe_to_write": "no",
        "practice_code": "p91001",
        "referred_on": ago(40),
        "route": "GP practice",
        "needs": "loneliness; debt",
        "stage": "supported",
        "holder": world.ours.members[Role.LINK_WORKER].user.email,
        "first_contact_on": ago(21),
        "first_contact_mode": "phone",
        "last_contact_on": ago(10),
        "last_contact_mode": "Home visit",
        "next_due": ago(1),
        "what_matters": "My allotment",
        "consent_given_on": ago(40),
        **changes,
    }


def content(*cases: dict[str, str], divider: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """The bytes of a list."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in columns()], delimiter=divider, restval="")
    writer.writeheader()
    writer.writerows(cases)
    return text.getvalue().encode(encoding)


def caseload_file(*cases: dict[str, str], **how: str) -> SimpleUploadedFile:
    """A list, ready to be sent in."""
    return Rereadable("caseload.csv", content(*cases, **how), "text/csv")
