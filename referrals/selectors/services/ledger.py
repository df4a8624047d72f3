"""A provider's own ledger: entries, balances, and what its sessions cost."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from referrals.kit.actor import Actor
from referrals.models import LedgerEntry, Service, Session
from referrals.models.services.service_choices import LedgerKind
from referrals.selectors.register import sessions

OF_GRANTS, OF_COSTS = Q(kind=LedgerKind.GRANT), Q(kind=LedgerKind.COST)


@dataclass(frozen=True, slots=True)
class Balance:
    """Pence granted and spent for a service; a blank name is what belongs to none."""

    service: str
    grants: int
    costs: int

    @property
    def left(self) -> int:
        """What is left, or below nothing what is owed."""
        return self.grants - self.costs


def entries(by: Actor) -> QuerySet[LedgerEntry]:
    """The newest first, with `is_reversed`."""
    taken_back = LedgerEntry.objects.filter(reverses=OuterRef("pk"))
    return LedgerEntry.objects.kept_by(by).select_related("service", "session").annotate(is_reversed=Exists(taken_back))


def get_entry(by: Actor, public_id: UUID) -> LedgerEntry | None:
    """One entry of the actor's organisation, or None."""
    return entries(by).filter(public_id=public_id).first()


def balances(by: Actor) -> list[Balance]:
    """For each service that has entries, by name, and for what belongs to none."""
    grants, costs = Coalesce(Sum("pence", filter=OF_GRANTS), 0), Coalesce(Sum("pence", filter=OF_COSTS), 0)
    rows = LedgerEntry.objects.kept_by(by).values("service", "service__name").order_by("service__name", "service")
    return [
        Balance(row["service__name"] or "", row["grants"], row["costs"])
        for row in rows.annotate(grants=grants, costs=costs)
    ]


def in_all(each: list[Balance]) -> Balance:
    """The sum of balances."""
    return Balance("", sum(one.grants for one in each), sum(one.costs for one in each))


@dataclass(frozen=True, slots=True)
class SessionCost:
    """What a session cost in pence, and how many people marked as having come shared it."""

    session: Session
    pence: int
    came: int

    @property
    def each(self) -> int | None:
        """Pence for each attendance, to the nearest; None where nobody came."""
        return round(self.pence / self.came) if self.came else None


def session_costs(by: Actor) -> list[SessionCost]:
    """Sessions that have costs, the newest first. Walk-ins are counted apart, and not here."""
    spent = LedgerEntry.objects.filter(OF_COSTS, session=OuterRef("pk")).values("session").annotate(sum=Sum("pence"))
    came = Count("attendances", filter=Q(attendances__status="attended"))
    rows = sessions.kept_by(by).annotate(pence=spent.values("sum"), came=came).filter(pence__isnull=False)
    return [SessionCost(row, row.pence, row.came) for row in rows.order_by("-starts_at", "-pk")]


def services(by: Actor) -> QuerySet[Service]:
    """The services that an entry may be for."""
    return Service.objects.kept_by(by)


def own_sessions(by: Actor) -> QuerySet[Session]:
    """The sessions that an entry may be for, the newest first."""
    return sessions.kept_by(by).order_by("-starts_at", "-pk")
