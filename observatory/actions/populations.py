"""Loading denominators: a table of populations, practices' lists, and the residents of small areas."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from observatory.dimensions.places import Kind
from observatory.models import Population
from observatory.reference.list_sizes import Lists
from observatory.reference.populations import RESIDENCE, Counted, PopulationDraft, counted, possible
from observatory.reference.residents import Residents
from observatory.selectors import geographies
from referrals import facts
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.reference import loads
from referrals.kit.reference.loads import Counts, Edition, Table
from referrals.kit.reference.rows import Anomalies, Row
from referrals.kit.refusal import Refusal

__all__ = ["PopulationDraft", "load", "load_list_sizes", "load_residents"]

KEY, VALUES = ("dimension", "segment", "area", "edition", "valid_from"), ("valid_to", "count", "source")
LIVING = Q(area__regex=f"^{RESIDENCE.pattern}$")


@transaction.atomic
def load(
    *,
    drafts: Iterable[PopulationDraft],
    edition: Edition,
    by: Actor,
    anomalies: Anomalies | None = None,
    kind: str = "populations",
) -> Counts:
    """Put an edition of a source in place of what was loaded of it before; how the two differ.

    Rates of weeks that are released stay as they are; others take the new denominators when they are next rebuilt.
    What cannot be loaded is listed, or refused where no list is given (`row-refused`): `no-such-dimension`,
    `no-such-segment`, `ends-before-it-began`, `counted-already` (people at their practices beside where they live).
    """
    check(by, Permission.RUN_SCHEDULE)
    anomalies = anomalies or loads.all_or_nothing()
    others = Population.objects.exclude(edition=edition.name, source=edition.source)
    wanted = possible(drafts, geographies.segments(), _counted(others), anomalies)
    table = Table(Population, KEY, VALUES, whole={"edition": [edition.name], "source": [edition.source]})
    rows = _rows(wanted, edition)
    return loads.load(kind=kind, table=table, rows=rows, edition=edition, anomalies=anomalies, by=by)


@transaction.atomic
def load_list_sizes(
    *,
    rows: Iterable[Row],
    edition: Edition,
    by: Actor,
    anomalies: Anomalies,
    practices: Collection[str] | None = None,
) -> Counts:
    """Everyone on the lists of practices, by sex and age band, from the file's day until the source's next one.

    `practices`: whose lists count, None for all. Refusal: no-day.
    """
    check(by, Permission.RUN_SCHEDULE)
    lists = Lists(edition.as_of, geographies.known(Kind.PRACTICE), practices)
    lists.read(rows, anomalies)
    edition = replace(edition, as_of=lists.day)
    counts = _load_of_day("list_sizes", lists.drafts(anomalies), edition, ~LIVING, anomalies, by)
    return replace(counts, left_out=lists.left_out)


@transaction.atomic
def load_residents(
    *,
    rows: Iterable[Row],
    edition: Edition,
    by: Actor,
    anomalies: Anomalies,
    areas: Collection[str] | None = None,
) -> Counts:
    """Everyone who lives in a local authority, by sex, age band and deprivation, until the source's next edition.

    `areas`: the local authorities that count, None for all. Refusal: no-day.
    """
    check(by, Permission.RUN_SCHEDULE)
    residents = Residents(edition.as_of, facts.small_areas(), areas)
    residents.read(rows, anomalies)
    edition = replace(edition, as_of=residents.day)
    drafts = _with_regions(residents.drafts(), edition)
    counts = _load_of_day("residents", drafts, edition, LIVING, anomalies, by)
    return replace(counts, left_out=residents.left_out)


def _with_regions(drafts: Iterable[PopulationDraft], edition: Edition) -> Iterator[PopulationDraft]:
    """The residents of a local authority are those of its region too, where that is known."""
    for draft in drafts:
        yield draft
        if draft.dimension == "area" and edition.as_of:
            region = geographies.holding(Kind.REGION, draft.area, edition.as_of)
            if region:
                yield replace(draft, dimension="region", segment=region)


def _load_of_day(
    kind: str, drafts: Iterable[PopulationDraft], edition: Edition, alike: Q, anomalies: Anomalies, by: Actor
) -> Counts:
    """Load what describes one day. It holds until the source's next edition begins, and ends the one before."""
    if edition.as_of is None:
        raise Refusal("no-day", _("The file does not say which day it describes: give it with --as-of."))
    of_source = Population.objects.filter(alike, source=edition.source)
    until = of_source.filter(valid_from__gt=edition.as_of).aggregate(first=Min("valid_from"))["first"]
    until_then = (replace(draft, valid_to=until) for draft in drafts)
    earlier = of_source.exclude(edition=edition.name).filter(valid_from__lt=edition.as_of)
    earlier.filter(Q(valid_to=None) | Q(valid_to__gt=edition.as_of)).update(valid_to=edition.as_of)
    return load(drafts=until_then, edition=edition, by=by, anomalies=anomalies, kind=kind)


def _counted(rows: QuerySet[Population]) -> Iterator[Counted]:
    """Whom the populations count, each once."""
    distinct = rows.order_by("dimension", "valid_from", "valid_to", "area")
    for living in (LIVING, ~LIVING):
        for row in distinct.filter(living).distinct("dimension", "valid_from", "valid_to"):
            draft = PopulationDraft(row.dimension, row.segment, row.area, row.valid_from, row.count, row.valid_to)
            yield counted(draft)


def _rows(drafts: Iterable[PopulationDraft], edition: Edition) -> Iterator[Row]:
    for draft in drafts:
        values = {name: getattr(draft, name) for name in KEY + VALUES if name not in {"edition", "source"}}
        yield Row(draft.line, {**values, "edition": edition.name, "source": edition.source})
