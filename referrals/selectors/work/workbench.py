"""The people whom a team supports as one table: views that are always there, filters, an order, a page of rows.

However many people there are, it is the same number of queries: one counts every view, one gives the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from referrals.kit.actor import Actor
from referrals.kit.calendar import day_starts, local_day
from referrals.models import Episode, Flag, OnwardReferral, PersonAddress, Referral, Service
from referrals.selectors.work import worklists
from referrals.selectors.work.worklists import CaseloadRow
from referrals.states import OnwardStatus

# So many rows of 30 px are a screen and a half.
ROWS = 50
QUIET_AFTER = timedelta(weeks=4)
VIEWS: Mapping[str, str | Promise] = {
    "all": gettext_lazy("All"),
    "today": gettext_lazy("Due today"),
    "overdue": gettext_lazy("Overdue"),
    "waiting": gettext_lazy("Waiting for others"),
    "new": gettext_lazy("No contact yet"),
    "quiet": gettext_lazy("No contact in 4 weeks"),
}
ORDERS: Mapping[str, tuple[str | Promise, tuple[str | Combinable | OrderBy, ...]]] = {
    "due": (gettext_lazy("Due day"), ("due",)),
    "name": (gettext_lazy("Name"), ("person__family_name", "person__given_name")),
    "contact": (gettext_lazy("Last contact, longest ago first"), (F("last_contact_at").asc(nulls_first=True),)),
    "began": (gettext_lazy("Newest first"), ("-opened_at",)),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen. A blank filter lets everyone through; what is unknown is left out by the form."""

    view: str = "all"
    order: str = "due"
    need: str = ""
    status: str = ""
    flag: str = ""
    service: str = ""
    place: str = ""
    whole_team: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """The rows of one page, how many people each view has, and the numbers of the pages beside it (None: none)."""

    rows: list[CaseloadRow]
    counts: dict[str, int]
    before: int | None
    after: int | None


def bench(by: Actor, wanted: Wanted, now: datetime) -> Bench:
    """What the actor sees of their own people, or of the whole team's."""
    today = local_day(now)
    people = _filtered(_held(by, whole_team=wanted.whole_team), wanted)
    views = _views(now)
    counts = people.aggregate(**{name: Count("pk", filter=condition) for name, condition in views.items()})
    shown = people.filter(views[wanted.view]).order_by(*ORDERS[wanted.order][1], "pk")
    last = max(1, -(-counts[wanted.view] // ROWS))
    number = min(max(_number(wanted.page), 1), last)
    return Bench(
        rows=worklists.rows_of(shown[(number - 1) * ROWS : number * ROWS], today),
        counts=counts,
        before=number - 1 if number > 1 else None,
        after=number + 1 if number < last else None,
    )


def _number(page: str) -> int:
    """A page by its number; one that is none is the first."""
    return int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1


def services(by: Actor) -> QuerySet[Service]:
    """The services to which the team's people are referred on."""
    offers = OnwardReferral.objects.filter(episode__in=Episode.objects.visible_to(by).open()).open()
    return Service.objects.filter(pk__in=offers.values("service")).order_by("name")


def places(by: Actor) -> list[str]:
    """The postcode districts where the team's people live, like M33."""
    people = Episode.objects.visible_to(by).open().values("person")
    homes = PersonAddress.objects.filter(person__in=people, valid_to=None).exclude(postcode=None)
    return sorted({postcode.split()[0] for postcode in homes.values_list("postcode", flat=True) if postcode})


def _held(by: Actor, *, whole_team: bool) -> QuerySet[Episode]:
    asked = OnwardReferral.objects.filter(episode=OuterRef("pk"), status=OnwardStatus.REQUESTED)
    found = worklists.episodes(by).annotate(waits=Exists(asked))
    return found.exclude(holder=None) if whole_team else found.filter(holder=by.membership_id)


def _views(now: datetime) -> dict[str, Q]:
    today = local_day(now)
    never = Q(last_contact_at=None)
    long_ago = day_starts(today - QUIET_AFTER)
    return {
        "all": Q(),
        "today": Q(due__lte=today),
        "overdue": Q(due__lt=today),
        "waiting": Q(waits=True),
        "new": never,
        "quiet": Q(last_contact_at__lt=long_ago) | (never & Q(opened_at__lt=long_ago)),
    }


def _filtered(people: QuerySet[Episode], wanted: Wanted) -> QuerySet[Episode]:
    open_referrals = Referral.objects.open().filter(episode=OuterRef("pk"))
    offers = OnwardReferral.objects.open().filter(episode=OuterRef("pk"))
    homes = PersonAddress.objects.filter(person=OuterRef("person"), valid_to=None)
    flags = Flag.objects.standing().filter(episode__person=OuterRef("person"), episode__team=OuterRef("team"))
    filters = (
        (wanted.need, open_referrals.filter(needs__contains=[wanted.need])),
        (wanted.status, open_referrals.filter(status=wanted.status)),
        (wanted.flag, flags.filter(kind=wanted.flag)),
        (wanted.place, homes.filter(postcode__startswith=f"{wanted.place} ")),
    )
    if wanted.service:
        people = people.filter(Exists(offers.filter(service__public_id=wanted.service)))
    for value, rows in filters:
        people = people.filter(Exists(rows)) if value else people
    return people
