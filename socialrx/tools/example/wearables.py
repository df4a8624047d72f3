"""Devices: readers at the doors, wearables with people, and a few in the cupboard."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice

from devices.actions import devices, loans, responders
from devices.kinds import DeviceKind
from devices.models import Device
from devices.models.alerts import BY_DAY
from referrals.actions.people import agreements
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.calendar import day_starts
from referrals.models import Membership, Organisation, Person
from socialrx.tools.example.cast import Cast

WORN, FRESH, STOCK = 26, 10, 4
# Of each team, by day; at night nobody answers, and the pages say so.
WHO_ANSWER = 2
# A full 120 days and the day before them.
DAYS_ON_LOAN = 121


@dataclass(frozen=True, slots=True)
class Held:
    """A device with its secret, which is kept nowhere else; `fresh` has sent nothing yet, though it is on loan."""

    device: Device
    secret: str
    person: Person | None = None
    fresh: bool = False
    days_on_loan: int = 0


def add_readers(cast: Cast) -> dict[str, Held]:
    """A reader for each service of the first place that has one at its door: the service's key -> the reader."""
    listed_with_reader = [listed for listed in cast.sides[0].listed.values() if listed.offer.reader]
    return {
        listed.offer.key: _add(cast, f"Reader: {listed.offer.name}", f"RD-{number:03d}", listed.service.organisation)
        for number, listed in enumerate(listed_with_reader, start=1)
    }


def list_who_answer(cast: Cast) -> None:
    """Put link workers of each team on its list of who answers calls for help."""
    for side in cast.sides:
        for worker in side.workers[:WHO_ANSWER]:
            member = Membership.objects.get(pk=worker.membership_id or 0)
            responders.add(member=member, hours=BY_DAY, mobile="", by=side.manager, now=day_starts(cast.today))


def lend(cast: Cast, wearers: list[Person], lately: dict[Person, int]) -> list[Held]:
    """A wearable for each of them, the last ten fresh, then `lately` (person -> days on loan), then some in stock.

    A small example has fewer people than wearables, so that some have two.
    """
    side = cast.sides[0]
    labels = iter(range(1, 1000))
    held = []
    for index, person in enumerate(islice(cycle(wearers), WORN + FRESH)):
        by = side.workers[index % 3]
        held.append(_lend(cast, next(labels), person, DAYS_ON_LOAN, by=by, fresh=index >= WORN))
    # Someone whom the team does not know yet got theirs when the surgery set the example up.
    held += [_lend(cast, next(labels), person, days, by=SCHEDULE, fresh=False) for person, days in lately.items()]
    return held + [_wearable(cast, next(labels)) for _ in range(STOCK)]


def _lend(cast: Cast, number: int, person: Person, days: int, *, by: Actor, fresh: bool) -> Held:
    one = _wearable(cast, number)
    since = day_starts(cast.today - timedelta(days=days))
    agreements.give(person=person, purpose="wear_device", by=by, now=since, channel="phone")
    loans.lend(device=one.device, person=person, by=by, now=since)
    return Held(one.device, one.secret, person, fresh=fresh, days_on_loan=days)


def _wearable(cast: Cast, number: int) -> Held:
    return _add(cast, f"Wearable {number:02d}", f"WR-{number:03d}")


def _add(cast: Cast, label: str, serial: str, site: Organisation | None = None) -> Held:
    side = cast.sides[0]
    kind = DeviceKind.READER if site else DeviceKind.WEARABLE
    device, secret = devices.register(
        organisation=side.team, kind=kind, label=label, serial=serial, site=site, by=side.manager
    )
    return Held(device, secret)
