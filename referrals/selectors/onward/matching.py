"""Services for what a person needs, with what decides whether to send someone there today."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from referrals import criteria
from referrals.criteria import Facts
from referrals.models import Episode, OnwardReferral, PersonAddress, Service
from referrals.models.choices import NeedCode
from referrals.models.services.service_choices import ServiceStatus
from referrals.selectors.onward import suitability
from referrals.selectors.people import places
from referrals.selectors.services import searching
from referrals.selectors.services.searching import Search
from referrals.selectors.services.services import NOT_OFFERED_AFTER, STALE_AFTER
from referrals.states import TAKES_A_PLACE, WAITS_FOR_A_PLACE

# Of a search of all services; more words find fewer.
MOST = 100
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
    # What the person does not meet, in words; with a closed service it takes the service's word that it takes them.
    unmet: list[str]
    reasons: list[str]

    @property
    def needs_agreement(self) -> bool:
        """Whether the service has to be asked before anything is sent."""
        return self.is_closed or bool(self.unmet)

    @property
    def is_suitable(self) -> bool:
        """Whether someone can be sent there without a second thought."""
        return not (self.needs_agreement or self.is_busy or self.is_stale or self.is_elsewhere)

    @property
    def is_busy(self) -> bool:
        """Whether someone new would have to wait."""
        return self.is_full or self.has_waiting_list

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
        """Whether the service itself says that someone new waits."""
        return bool(self.service.status == ServiceStatus.WAITING_LIST)


def for_needs(
    episode: Episode, needs: Collection[str], today: date, search: Search = searching.EVERYTHING
) -> list[Match]:
    """The services that help with any of the needs and are as asked; every service as asked, where that is asked for.

    First whose criteria the person meets, then the team's area, then who has a place, then the nearest to their home
    and the best fit; last what nobody confirmed for long.
    """
    found = _services(episode, today, search)
    if search.everything:
        found = found.order_by(F("miles").asc(nulls_last=True), "name")[:MOST]
    else:
        found = found.filter(needs__overlap=list(needs))
    facts = suitability.facts_of(episode.person, today)
    ordered = sorted(found, key=lambda service: (_miles(service), -len(set(service.needs) & set(needs))))
    return sorted((_match(service, needs, today, search, facts) for service in ordered), key=_order)


def _miles(service: Service) -> float:
    miles: float | None = vars(service)["miles"]
    return inf if miles is None else miles


def _order(match: Match) -> tuple[bool, ...]:
    return match.is_closed, match.is_stale, bool(match.unmet), match.is_elsewhere, match.is_busy


def next_after(offer: OnwardReferral, today: date) -> Service | None:
    """The next service for the same need in the team's area, confirmed, open, with a place, and not asked before."""
    asked = set(OnwardReferral.objects.filter(episode=offer.episode).values_list("service", flat=True))
    matches = for_needs(offer.episode, [offer.need], today)
    suitable = (match.service for match in matches if match.is_suitable and match.service.pk not in asked)
    return next(suitable, None)


def get(episode: Episode, public_id: UUID, needs: Collection[str], today: date) -> Match | None:
    """One service, whatever it helps with and whenever it was confirmed: the page says so before anything is sent."""
    search = near_home(episode, Search(everything=True))
    service = _services(episode, today, search).filter(public_id=public_id).first()
    return _match(service, needs, today, search, suitability.facts_of(episode.person, today)) if service else None


def near_home(episode: Episode, search: Search = searching.EVERYTHING) -> Search:
    """The search as seen from where the person lives: the page needs no postcode, and no address bar shows one."""
    address = PersonAddress.objects.filter(person=episode.person_id, valid_to=None).first()
    return replace(search, near=places.point_of(address.postcode if address else None, _("home")))


def _services(episode: Episode, today: date, search: Search) -> QuerySet[Service]:
    """Every service that is offered at all; one that nobody confirmed for half a year only in a search of all."""
    referred = OnwardReferral.objects.open().filter(episode=episode, service=OuterRef("pk"))
    waits = Q(onward_referrals__status__in=WAITS_FOR_A_PLACE)
    taken = Count("onward_referrals", filter=Q(onward_referrals__status__in=TAKES_A_PLACE))
    offered = Service.objects.select_related("organisation")
    if not search.everything:
        offered = offered.filter(assured_on__gte=today - NOT_OFFERED_AFTER)
    services = offered.annotate(
        is_elsewhere=~Q(organisation__area_code__in=["", episode.team.area_code]),
        taken=taken,
        places_left=F("places") - taken,
        waiting=Count("onward_referrals", filter=waits),
        is_referred=Exists(referred),
    )
    return searching.narrowed(services, search)


def _match(service: Service, needs: Collection[str], today: date, search: Search, facts: Facts) -> Match:
    # What the query above has put on the row.
    found = vars(service)
    taken: int = found["taken"]
    free = None if service.places is None else max(service.places - taken, 0)
    shared = [code for code in service.needs if code in needs]
    helps = searching.need_words(shared)
    return Match(
        service=service,
        needs=[str(NEED_LABELS[code]) for code in shared],
        taken=taken,
        waiting=found["waiting"],
        free=free,
        is_stale=service.assured_on is None or service.assured_on < today - STALE_AFTER,
        is_elsewhere=found["is_elsewhere"],
        is_referred=found["is_referred"],
        unmet=criteria.unmet(suitability.asked(service), facts, _),
        reasons=searching.reasons(service, search, needs=helps, miles=found["miles"]),
    )
