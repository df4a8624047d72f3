"""Services for what a person needs, with what decides whether to send someone there today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from referrals.models import Episode, OnwardReferral, Service
from referrals.models.choices import NeedCode, ServiceStatus
from referrals.selectors.services import STALE_AFTER
from referrals.states import TAKES_A_PLACE, OnwardStatus

NEED_LABELS = dict(NeedCode.choices)


@dataclass(frozen=True, slots=True)
class Match:
    """A service beside a person's needs. `free` is None where places have no limit."""

    service: Service
    needs: list[str]
    taken: int
    waiting: int
    free: int | None
    is_stale: bool
    is_elsewhere: bool
    is_referred: bool

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self.free == 0

    @property
    def is_closed(self) -> bool:
        """Whether nobody can be referred there."""
        return bool(self.service.status == ServiceStatus.CLOSED)

    @property
    def has_waiting_list(self) -> bool:
        """Whether someone new waits."""
        return bool(self.service.status == ServiceStatus.WAITING_LIST)


def for_needs(episode: Episode, needs: Collection[str], today: date) -> list[Match]:
    """The services that help with any of the needs: the team's area first, then who has a place, then the best fit."""
    found = _services(episode).filter(needs__overlap=list(needs))
    return sorted((_match(service, needs, today) for service in found), key=_order)


def _order(match: Match) -> tuple[bool, bool, bool, bool, int]:
    is_busy = match.is_full or match.has_waiting_list
    return match.is_closed, match.is_elsewhere, is_busy, match.is_stale, -len(match.needs)


def next_after(offer: OnwardReferral, today: date) -> Service | None:
    """The next service for the same need in the team's area, confirmed, open, with a place, and not asked before."""
    asked = OnwardReferral.objects.filter(episode=offer.episode).values("service")
    found = _services(offer.episode).filter(needs__contains=[offer.need], status=ServiceStatus.OPEN)
    matches = [_match(service, [offer.need], today) for service in found.exclude(pk__in=asked).order_by("pk")]
    suitable = [match for match in matches if not (match.is_full or match.is_stale or match.is_elsewhere)]
    return min(suitable, key=_order).service if suitable else None


def one(episode: Episode, public_id: UUID, needs: Collection[str], today: date) -> Match | None:
    """One service, whatever it helps with."""
    service = _services(episode).filter(public_id=public_id).first()
    return _match(service, needs, today) if service else None


def _services(episode: Episode) -> QuerySet[Service]:
    referred = OnwardReferral.objects.open().filter(episode=episode, service=OuterRef("pk"))
    waits = Q(onward_referrals__status=OnwardStatus.ON_HOLD)
    return Service.objects.select_related("organisation").annotate(
        is_elsewhere=~Q(organisation__area_code__in=["", episode.team.area_code]),
        taken=Count("onward_referrals", filter=Q(onward_referrals__status__in=TAKES_A_PLACE)),
        waiting=Count("onward_referrals", filter=waits),
        is_referred=Exists(referred),
    )


def _match(service: Service, needs: Collection[str], today: date) -> Match:
    # What the query above has put on the row.
    found = vars(service)
    taken: int = found["taken"]
    return Match(
        service=service,
        needs=[str(NEED_LABELS[code]) for code in service.needs if code in needs],
        taken=taken,
        waiting=found["waiting"],
        free=None if service.places is None else max(service.places - taken, 0),
        is_stale=service.assured_on is None or service.assured_on < today - STALE_AFTER,
        is_elsewhere=found["is_elsewhere"],
        is_referred=found["is_referred"],
    )
