"""The public directory for other systems: the same services, and of each what everybody may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import ceil, floor
from uuid import UUID

from django.apps import apps
from django.db.models import Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from referrals import criteria
from referrals.directory import hours, publishing
from referrals.directory.publishing import Published, Taxonomy, Term
from referrals.models import Service
from referrals.models.choices import NeedCode
from referrals.selectors.onward import suitability
from referrals.selectors.people import places
from referrals.selectors.people.places import Point
from referrals.selectors.services import services as directory
from referrals.selectors.services.searching import Search

METRES_IN_A_MILE = 1609.344


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What another system asks for; blank and None ask for nothing. Ages are years, `within` metres from `near`."""

    words: str = ""
    day: str = ""
    term: UUID | None = None
    taxonomy: UUID | None = None
    organisation: UUID | None = None
    youngest_from: Decimal | None = None
    oldest_to: Decimal | None = None
    opens_from: time | None = None
    closes_to: time | None = None
    changed_from: datetime | None = None
    # GSS code of the local authority whose people are meant; blank for somewhere of which it is not known.
    area_code: str | None = None
    near: Point | None = None
    within: Decimal | None = None
    only_with_place: bool = False


def matching(today: date, asked: Asked) -> QuerySet[Service]:
    """Listed services that are as asked, each with `changed_at`, in the order of the directory."""
    need = {term.id: term.code for term in taxonomy().terms}.get(asked.term) if asked.term else ""
    if need is None or asked.taxonomy not in {None, publishing.TAXONOMY_ID}:
        return Service.objects.none()
    search = Search(need=need, day=asked.day, words=asked.words, near=asked.near)
    services = _with_change(directory.matching(today, search)).filter(*_conditions(asked))
    return services if asked.opens_from is asked.closes_to is None else _meeting(services, asked)


def get(today: date, public_id: UUID) -> Service | None:
    """One listed service."""
    return _with_change(directory.listed(today)).filter(public_id=public_id).first()


def published(services: Iterable[Service]) -> list[Published]:
    """What everybody may see of services of `matching` or `get`."""
    rows = list(services)
    area_names = places.area_names({code for service in rows for code in service.area_codes})
    named = taxonomy()
    return [_published(service, area_names, named) for service in rows]


def taxonomy() -> Taxonomy:
    """What services help with."""
    terms = [Term(need.value, str(need.label)) for need in NeedCode]
    return Taxonomy(
        _("What services help with"), _("Why people are referred, as social prescribing records it."), terms
    )


def _with_change(services: QuerySet[Service]) -> QuerySet[Service]:
    """With the time of the last change, or of coming in."""
    history: type[Model] = apps.get_model("referrals", "ServiceEvent")
    rows = history._default_manager.filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
    changed = Subquery(rows.annotate(last=Max("pgh_created_at")).values("last"))
    return services.annotate(changed_at=Coalesce(changed, "recorded_at"))


def _conditions(asked: Asked) -> list[Q]:
    known = Q(latitude__isnull=False) | Q(is_step_free=True)
    for column in ("location", "postcode", "accessibility"):
        known |= ~Q(**{column: ""})
    conditions = {
        "taxonomy": ~Q(needs=[]),
        "organisation": Q(organisation__public_id=asked.organisation),
        "youngest_from": Q(youngest__gte=ceil(asked.youngest_from or 0)),
        "oldest_to": Q(oldest__lte=floor(asked.oldest_to or 0)),
        "changed_from": Q(changed_at__gte=asked.changed_from),
        "area_code": Q(area_codes=[]) | Q(area_codes__contains=[asked.area_code]),
        "within": Q(miles__lte=float(asked.within or 0) / METRES_IN_A_MILE),
    }
    placed = [known] if asked.only_with_place else []
    return [*placed, *(condition for name, condition in conditions.items() if getattr(asked, name) is not None)]


def _meeting(services: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    """Those whose words say hours within the ones asked for."""

    def is_within(words: str) -> bool:
        found = hours.in_words(words)
        return (
            found is not None
            and (asked.opens_from is None or found[0] >= asked.opens_from)
            and (asked.closes_to is None or found[1] <= asked.closes_to)
        )

    told = services.order_by().values_list("pk", "schedule")
    return services.filter(pk__in=[pk for pk, words in told if is_within(words)])


def _published(service: Service, area_names: dict[str, str], named: Taxonomy) -> Published:
    only_for = [words for words in _criteria(service) if words]
    terms = {term.code: term for term in named.terms}
    return Published(
        id=service.public_id,
        name=service.name,
        organisation_id=service.organisation.public_id,
        organisation=service.organisation.name,
        description=service.description,
        helps_with=[terms[code] for code in service.needs],
        taxonomy=named.name,
        location=service.location,
        postcode=service.postcode,
        latitude=service.latitude,
        longitude=service.longitude,
        schedule=service.schedule,
        days=service.days,
        eligibility=[service.eligibility, *only_for],
        youngest=service.youngest,
        oldest=service.oldest,
        area_names={code: area_names.get(code, code) for code in service.area_codes},
        accessibility=[*filter(None, [service.accessibility]), *([_("Step-free")] if service.is_step_free else [])],
        cost=service.cost,
        free=_("Free of charge") if service.is_free else "",
        website=service.website,
        email=service.email,
        # As on its page.
        phone=service.phone or service.organisation.phone,
        languages=[name for part in service.language.split(",") if (name := part.strip())],
        assured_on=service.assured_on,
        changed_at=vars(service)["changed_at"],
    )


def _criteria(service: Service) -> list[str]:
    """What it asks of people beside their age and where they live, in words."""
    asked = suitability.asked(service)
    return [
        criteria.sexes(asked, _),
        criteria.carers(asked, _) if asked.for_carers else "",
        "" if service.takes_self_referrals else _("You need a link worker to come here."),
    ]
