"""Reference data: which edition of each kind is loaded, since when, and what is missing without it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.kit.registries import reference_kinds
from referrals.kit.registries.reference_kinds import ReferenceKind
from referrals.kit.registries.setup_checks import Check, Finding, State
from referrals.models import Postcode, ReferenceLoad, SmallArea

MONTH = timedelta(days=30)
# Where reference data stands in the checklist: after organisations and people, before devices and messages.
REFERENCE = 100
KINDS = [
    ReferenceKind(
        "small_areas",
        10,
        _("Small areas with their deprivation and local authority"),
        _("No figures by deprivation or local authority."),
        SmallArea,
    ),
    ReferenceKind(
        "postcodes",
        20,
        _("Postcodes and the small areas that they lie in"),
        _("Nobody's address has a deprivation or a local authority, and no service a distance."),
        Postcode,
        months=6,
    ),
]


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """A kind of reference data with the newest edition's last load, None for none; `is_missing`: nothing is there."""

    kind: ReferenceKind
    last: ReferenceLoad | None
    is_missing: bool
    is_out_of_date: bool


def checks() -> list[Check]:
    """One check of the set-up for each declared kind."""
    return [
        Check(
            kind.command, REFERENCE + kind.order, kind.title, kind.missing, partial(_find, kind), command=kind.command
        )
        for kind in reference_kinds.kinds()
    ]


def _find(kind: ReferenceKind, _by: Actor, today: date) -> Finding:
    found = edition(kind, today)
    words = _("Edition %s") % found.last.edition if found.last else ""
    if found.is_missing:
        return Finding(State.MISSING)
    return Finding(State.OLD if found.is_out_of_date else State.DONE, words)


def edition(kind: ReferenceKind, today: date) -> LoadedEdition:
    """What is loaded of a kind."""
    loads = ReferenceLoad.objects.filter(kind=kind.name).select_related("user")
    last = loads.order_by(F("as_of").desc(nulls_last=True), "-recorded_at", "-pk").first()
    # Not counted: there are millions of postcodes.
    is_there = kind.model._default_manager.filter(kind.rows).exists()
    old = last is not None and kind.months is not None and today > _described(last) + kind.months * MONTH
    return LoadedEdition(kind, last, not is_there, old)


def _described(last: ReferenceLoad) -> date:
    """The day that an edition describes, or failing that the day of the load."""
    return last.as_of or local_day(last.recorded_at)
