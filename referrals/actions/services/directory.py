"""Loading a services directory: what its file says becomes providers and services, once however often it is loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from referrals.actions.onward import closings
from referrals.directory.listing import Listing, Row, RowError, sorted_out
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission
from referrals.models import Organisation, Service
from referrals.models.choices import OrganisationKind
from referrals.models.services.service_choices import ServiceStatus

R = TypeVar("R", Organisation, Service)
Values = dict[str, Any]

# What the file may change of a service; it is left as it is where the file does not say.
# Needs and places are not among them: they may have been set here since.
SAID = (
    "name",
    "description",
    "location",
    "postcode",
    "schedule",
    "days",
    "latitude",
    "longitude",
    "eligibility",
    "accessibility",
    "language",
    "area_codes",
    "cost",
    "website",
    "email",
    "phone",
    "status",
    "assured_on",
)
# Of both ages, one or neither may be a limit; proposed needs are for a person to confirm.
WORKED_OUT = ("youngest", "oldest", "proposed_needs")
BATCH = 500


@dataclass(slots=True)
class Tally:
    """What became of the rows of one table."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, or would do: counts, the rows that are in no table and why, and values that were left out."""

    organisations: Tally = field(default_factory=Tally)
    services: Tally = field(default_factory=Tally)
    refused: list[RowError] = field(default_factory=list)
    remarks: list[RowError] = field(default_factory=list)


@transaction.atomic
def load(*, rows: Iterable[Row], source: str, by: Actor, now: datetime, dry_run: bool = False) -> Loaded:
    """Add what is new, change what the file says differently, and leave alone what it no longer names."""
    check(by, Permission.RUN_SCHEDULE)
    listings, refused, remarks = sorted_out(rows)
    services = _known(Service, source, (listing.source_id for listing in listings))
    listings, moved = _without_moved(listings, services)
    loaded = Loaded(refused=sorted([*refused, *moved], key=lambda error: error.line), remarks=remarks)
    first_of = {listing.organisation_id: listing for listing in reversed(listings)}
    organisations = _known(Organisation, source, first_of)
    names = {source_id: {"name": listing.organisation} for source_id, listing in first_of.items()}
    renamed = _differing(organisations, names, loaded.organisations)
    said = {listing.source_id: _said(listing, services.get(listing.source_id)) for listing in listings}
    changed = _differing(services, said, loaded.services)
    if not dry_run:
        new = [
            _organisation(source, source_id, names[source_id], now)
            for source_id in names
            if source_id not in organisations
        ]
        organisations |= _write(Organisation, new, renamed, ["name"], by)
        _write(Service, _new_services(source, listings, services, organisations), changed, [*SAID, *WORKED_OUT], by)
        for service in changed:
            if service.status == ServiceStatus.CLOSED:
                closings.give_back_people(service=service, by=by, now=now)
    return loaded


def _known(model: type[R], source: str, source_ids: Iterable[str]) -> dict[str, R]:
    """The rows that came from here before, by id and locked."""
    rows = model._default_manager.select_for_update().filter(source=source, source_id__in=list(source_ids))
    return {row.source_id: row for row in rows}


def _without_moved(
    listings: Iterable[Listing], services: Mapping[str, Service]
) -> tuple[list[Listing], list[RowError]]:
    """A file does not hand a service, and the people referred to it, to another organisation."""
    owners = dict(Organisation.objects.filter(services__in=services.values()).values_list("pk", "source_id").distinct())
    staying, moved = [], []
    for listing in listings:
        known = services.get(listing.source_id)
        if known is None or owners[known.organisation_id] == listing.organisation_id:
            staying.append(listing)
        else:
            words = f"{listing.source_id} belongs to another organisation here than to {listing.organisation!r}"
            moved.append(RowError(listing.line, "moved", words))
    return staying, moved


def _said(listing: Listing, known: Service | None) -> Values:
    """What the listing says of its service. A confirmation that came after the file's stays, and so does a closing."""
    said = {name: value for name in SAID if (value := getattr(listing, name)) is not None}
    if listing.ages is not None:
        said["youngest"], said["oldest"] = listing.ages
    if known is None or not known.needs:
        # Until somebody has said what it helps with.
        said["proposed_needs"] = list(listing.proposed_needs)
    if known and known.assured_on and "assured_on" in said:
        said["assured_on"] = max(said["assured_on"], known.assured_on)
    if known and known.closed_on:
        said.pop("status", None)
    return said


def _differing(known: Mapping[str, R], wanted: Mapping[str, Values], tally: Tally) -> list[R]:
    """The known rows of which the file says something else, with that set; counts what became of each."""
    differing = []
    for source_id, values in wanted.items():
        row = known.get(source_id)
        if row is None:
            tally.created += 1
        elif all(getattr(row, name) == value for name, value in values.items()):
            tally.unchanged += 1
        else:
            tally.changed += 1
            for name, value in values.items():
                setattr(row, name, value)
            row.version += 1
            differing.append(row)
    return differing


def _organisation(source: str, source_id: str, values: Values, now: datetime) -> Organisation:
    kind = OrganisationKind.PROVIDER
    return Organisation(source=source, source_id=source_id, kind=kind, valid_from=local_day(now), **values)


def _new_services(
    source: str,
    listings: Iterable[Listing],
    known: Mapping[str, Service],
    organisations: Mapping[str, Organisation],
) -> list[Service]:
    return [
        Service(
            source=source,
            source_id=listing.source_id,
            organisation=organisations[listing.organisation_id],
            needs=list(listing.needs),
            **_said(listing, None),
        )
        for listing in listings
        if listing.source_id not in known
    ]


def _write(model: type[R], new: list[R], changed: list[R], fields: Iterable[str], by: Actor) -> dict[str, R]:
    """Write new and changed rows, each with its audit row; the new ones by id."""
    noun = model.__name__.lower()
    created = model._default_manager.bulk_create(new, batch_size=BATCH)
    audit.record_each(by=by, did=f"{noun}.imported", to=created)
    model._default_manager.bulk_update(changed, [*fields, "version"], batch_size=BATCH)
    audit.record_each(by=by, did=f"{noun}.updated", to=changed)
    return {row.source_id: row for row in created}
