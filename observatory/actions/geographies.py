"""Loading places: a table of them with their days, networks as on one day, and the register of practices."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from observatory.dimensions.places import Kind
from observatory.models import Geography
from observatory.reference import networks, places, practices, spans
from observatory.reference.spans import GeographyDraft, Spans
from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.reference import loads
from referrals.kit.reference.loads import Counts, Edition, Table
from referrals.kit.reference.rows import Anomalies, Row
from referrals.kit.refusal import Refusal

__all__ = ["GeographyDraft", "load", "load_networks", "load_practices"]

KEY, VALUES = ("code", "valid_from"), ("kind", "name", "parent", "valid_to", "edition", "source")
# A file that ends more than a tenth of what is there, and more than a handful, is likely to be a part of one.
HANDFUL, TENTH = 10, 10
ABOVE = {Kind.PCN, Kind.ICB, Kind.REGION}


@dataclass(frozen=True, slots=True)
class Change:
    """What is known of places before a file and after it."""

    before: Mapping[str, Spans]
    after: Mapping[str, Spans]


@transaction.atomic
def load(
    *, drafts: Iterable[GeographyDraft], edition: Edition, by: Actor, anomalies: Anomalies | None = None
) -> Counts:
    """Put an edition of a source in place of what was loaded of the source before; how the two differ.

    Released figures stay as they are; others find people's places anew when they are next rebuilt. What cannot be
    loaded is listed, or refused where no list is given (`row-refused`): `two-places-at-once`, `ends-before-it-began`,
    `no-such-place` (a parent that is not known), `wrong-kind-of-place` (one that cannot hold it).
    """
    check(by, Permission.RUN_SCHEDULE)
    anomalies = anomalies or loads.all_or_nothing()
    others = list(_drafts(Geography.objects.exclude(source=edition.source)))
    wanted = places.possible(drafts, others, anomalies)
    named = (replace(draft, edition=edition.name, source=edition.source) for draft in wanted)
    table = Table(Geography, KEY, VALUES, whole={"source": [edition.source]})
    return loads.load(kind="geographies", table=table, rows=_rows(named), edition=edition, anomalies=anomalies, by=by)


@transaction.atomic
def load_networks(*, rows: Iterable[Row], edition: Edition, by: Actor, anomalies: Anomalies) -> Counts:
    """Let every practice be in the network, board and region that the file has for its day.

    A network, board or region that the file does not name has ended by that day. So has no practice: the register says
    that. A file of an earlier day fills in the past and ends nothing. Refusals: no-day, ends-too-many.
    """
    check(by, Permission.RUN_SCHEDULE)
    said = networks.snapshot(
        rows, edition=edition.name, source=edition.source, as_of=edition.as_of, anomalies=anomalies
    )
    if said.day is None:
        raise Refusal("no-day", _("The file does not say which day it describes: give it with --as-of."))
    before = _known()
    after = {code: spans.follow(before.get(code, []), draft) for code, draft in said.places.items()}
    newest = loads.newest_day("networks", "practices")
    if newest is None or said.day >= newest:
        gone = [code for code, span in _there(before, said.day).items() if code not in after and span.kind in ABOVE]
        _check_ends(gone, len(_there(before, said.day)))
        after |= {code: spans.end(before[code], said.day) for code in gone}
    edition = replace(edition, as_of=said.day)
    return _put("networks", Change(before, after), edition, anomalies, by)


@transaction.atomic
def load_practices(
    *, rows: Iterable[Row], edition: Edition, by: Actor, anomalies: Anomalies, is_part: bool = False
) -> Counts:
    """Let every practice begin and end when the register says, in its network or else in its board.

    A practice that is closed, dormant or not named is no practice any more; what was stays. `is_part`: the file is a
    part of the register, so what it does not name stays. Refusals: no-day, older-edition, ends-too-many.
    """
    check(by, Permission.RUN_SCHEDULE)
    if edition.as_of is None:
        raise Refusal("no-day", _("The file does not say which day it describes: give it with --as-of."))
    newest = loads.newest_day("practices")
    if newest and edition.as_of < newest:
        raise Refusal("older-edition", _("An edition of %s is loaded: an older one cannot follow.") % newest)
    before = _known()
    register = practices.Register(edition.name, edition.source, edition.as_of, before)
    register.read(rows, anomalies)
    if not is_part:
        there = [span for span in _there(before, edition.as_of).values() if span.kind is Kind.PRACTICE]
        _check_ends([code for code in register.gone() if code not in register.spans], len(there))
        register.end_unnamed(anomalies)
    counts = Counts(left_out=register.left_out)
    return _put("practices", Change(before, register.spans), edition, anomalies, by, counts)


def _there(known: Mapping[str, Spans], day: date) -> dict[str, GeographyDraft]:
    """What each place is on a day, of those that are there."""
    return {code: span for code, of_code in known.items() if (span := spans.on(of_code, day))}


def _check_ends(gone: list[str], there: int) -> None:
    if len(gone) > HANDFUL and len(gone) * TENTH > there:
        raise Refusal(
            "ends-too-many",
            _("%(gone)s of %(there)s places would end: this looks like a part of the file.")
            % {"gone": len(gone), "there": there},
        )


def _known() -> dict[str, list[GeographyDraft]]:
    """The spans of each place that a network file or the register may change."""
    known = defaultdict(list)
    rows = Geography.objects.filter(kind__in=networks.KINDS).order_by("code", "valid_from")
    for draft in _drafts(rows):
        known[draft.code].append(draft)
    return dict(known)


def _drafts(rows: QuerySet[Geography]) -> Iterator[GeographyDraft]:
    for row in rows.values(*KEY, *VALUES):
        yield GeographyDraft(**{**row, "kind": Kind(row["kind"])})


def _rows(drafts: Iterable[GeographyDraft]) -> Iterable[Row]:
    return (Row(draft.line, {name: getattr(draft, name) for name in KEY + VALUES}) for draft in drafts)


def _put(
    kind: str, change: Change, edition: Edition, anomalies: Anomalies, by: Actor, counts: Counts | None = None
) -> Counts:
    """Count the places that differ, and write the spans of those."""
    counts = counts or Counts()
    differing = []
    for code, after in change.after.items():
        before = list(change.before.get(code, ()))
        _count(counts, before, list(after), edition)
        if before != list(after):
            differing.append(code)
    if differing:
        table = Table(Geography, KEY, VALUES, whole={"code": differing})
        drafts = (draft for code in differing for draft in change.after[code])
        loads.put(table=table, rows=_rows(drafts), anomalies=anomalies)
    counts.refused = anomalies.refused
    loads.keep(kind=kind, edition=edition, counts=counts, by=by)
    return counts


def _count(counts: Counts, before: list[GeographyDraft], after: list[GeographyDraft], edition: Edition) -> None:
    """Count one place by what became of it."""
    day = edition.as_of
    if not before:
        counts.new += 1
    elif before == after:
        counts.same += 1
    elif day and spans.on(before, day) and not spans.on(after, day):
        counts.ended += 1
    else:
        counts.changed += 1
