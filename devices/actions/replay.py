"""Invented people for a replayed export: real steps need a person who wears the device and agreed."""

from datetime import date, datetime

from django.db import transaction

from devices.actions import devices, loans
from devices.kinds import DeviceKind
from devices.models import Device, Loan
from referrals.actions.people import agreements, people
from referrals.drafts import PersonDraft
from referrals.kit.actor import Actor
from referrals.models import Organisation

# Nobody's: the figures of a replay stay out of every known group.
BORN_ON = date(1970, 1, 1)


@transaction.atomic
def put_on(*, wearer: str, since: datetime, by: Actor, now: datetime) -> tuple[Device, str]:
    """The wearable of a file's wearer, on loan and agreed to at least since a moment, and a new secret for it."""
    organisation = Organisation.objects.teams().order_by("pk").first()
    if organisation is None:
        message = "there is no team to own the wearables"
        raise LookupError(message)
    known = Device.objects.filter(organisation=organisation, serial=f"export-{wearer}").first()
    if known is None:
        return _put_on_first_time(organisation, wearer, since, by, now)
    loan = Loan.objects.running().get(device=known)
    if loan.starts_at > since:
        loans.correct(loan=loan, starts_at=since, ends_at=None, by=by, now=now)
    return known, devices.rotate_secret(device=known, by=by)


def _put_on_first_time(
    organisation: Organisation, wearer: str, since: datetime, by: Actor, now: datetime
) -> tuple[Device, str]:
    device, secret = devices.register(
        organisation=organisation,
        kind=DeviceKind.WEARABLE,
        label=f"Export {wearer}",
        serial=f"export-{wearer}",
        by=by,
    )
    draft = PersonDraft(
        given_name="Replayed",
        family_name=f"Export {wearer}",
        born_on=BORN_ON,
        nhs_number_missing_reason="not_known_yet",
        postcode_missing_reason="not_known_yet",
        practice_missing_reason="not_registered",
    )
    person = people.register(draft=draft, by=by, now=since)
    agreements.give(person=person, purpose="wear_device", by=by, now=since)
    loans.lend(device=device, person=person, by=by, now=now, starts_at=since)
    return device, secret
