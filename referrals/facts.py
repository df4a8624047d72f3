"""What happened, as facts for weekly figures: rows of `who` (a person's key), `day` (London) and perhaps a `value`.

Each takes the first day and the day after the last. People under restriction (erasure has begun) are left out.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate, TruncWeek

from referrals.kit.calendar import LONDON, day_starts
from referrals.models import (
    Attendance,
    OnwardReferral,
    Person,
    PersonAddress,
    PersonEthnicity,
    Referral,
    ReferralStatusChange,
    Session,
)
from referrals.selectors.people import places
from referrals.states import OnwardStatus

# A QuerySet of `values`, to be read or compiled into a larger statement.
Facts = QuerySet[Any, Any]


def referrals(since: date, until: date) -> Facts:
    """Each referral on the day it was sent."""
    rows = Referral.objects.filter(person__restricted_at=None)
    return _on_days(rows, "referred_at", since, until)


def first_claims(since: date, until: date) -> Facts:
    """Each referral on the day when a link worker first took it, or when it joined an episode that had one."""
    taken = ReferralStatusChange.objects.filter(event__in=("claim", "join"))
    earlier = Q(occurred_at__lt=OuterRef("occurred_at")) | Q(occurred_at=OuterRef("occurred_at"), pk__lt=OuterRef("pk"))
    rows = taken.filter(~Exists(taken.filter(earlier, referral=OuterRef("referral"))))
    return _on_days(rows, "occurred_at", since, until, person="referral__person")


def refusals(since: date, until: date) -> Facts:
    """Each referral on the day when the person said no."""
    rows = ReferralStatusChange.objects.filter(event="decline")
    return _on_days(rows, "occurred_at", since, until, person="referral__person")


def onward_referrals(since: date, until: date) -> Facts:
    """Each onward referral on the day it was offered, unless it was entered in error."""
    rows = OnwardReferral.objects.exclude(status=OnwardStatus.ENTERED_IN_ERROR)
    return _on_days(rows, "offered_at", since, until, person="episode__person")


def attendances(since: date, until: date) -> Facts:
    """Each session that someone came to, on its day."""
    return _on_days(Attendance.objects.filter(status="attended"), "occurred_at", since, until)


def first_attendances(since: date, until: date) -> Facts:
    """The first session of each onward referral that the person came to."""
    attended = Attendance.objects.filter(status="attended")
    earlier = Q(occurred_at__lt=OuterRef("occurred_at")) | Q(occurred_at=OuterRef("occurred_at"), pk__lt=OuterRef("pk"))
    rows = attended.filter(~Exists(attended.filter(earlier, onward_referral=OuterRef("onward_referral"))))
    return _on_days(rows, "occurred_at", since, until)


def referrals_with_ethnicity(since: date, until: date, categories: Collection[str]) -> Facts:
    """Each referral on the day it was sent; `value`: whether the person's ethnic category was one of these at the end
    of that week.
    """
    valid = Q(valid_to=None) | Q(valid_to__gt=OuterRef("sunday")), Q(valid_from__lte=OuterRef("sunday"))
    known = PersonEthnicity.objects.filter(*valid, person=OuterRef("who"), category__in=categories)
    sunday = ExpressionWrapper(TruncWeek("day") + timedelta(days=6), output_field=DateField())
    rows: Facts = referrals(since, until).alias(sunday=sunday).annotate(value=Exists(known))
    return rows


def held_sessions(since: date, until: date, now: datetime) -> Facts:
    """Each session that is over, on its day; `value`: whether its register is marked.

    A session has no person: `who` is the session itself.
    """
    rows = Session.objects.filter(
        cancelled_at=None, ends_at__lte=now, starts_at__gte=day_starts(since), starts_at__lt=day_starts(until)
    )
    return rows.order_by().values(
        who=F("pk"), day=TruncDate("starts_at", tzinfo=LONDON), value=Q(marked_at__isnull=False)
    )


def people() -> Facts:
    """`who`, `sex` and `born_on`: what does not change with time."""
    return Person.objects.order_by().values("sex", "born_on", who=F("pk"))


def ethnicities() -> Facts:
    """`who`, NHS `category`, and the days that it is valid from and until before."""
    return PersonEthnicity.objects.values("category", "valid_from", "valid_to", who=F("person_id"))


def addresses() -> Facts:
    """`who`, `imd_decile`, `area_code` (local authority), and the days of each address."""
    return PersonAddress.objects.values("imd_decile", "area_code", "valid_from", "valid_to", who=F("person_id"))


def areas() -> set[str]:
    """The local authorities in which people live or have lived."""
    return set(PersonAddress.objects.exclude(area_code="").values_list("area_code", flat=True).distinct())


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of local authorities by their codes, of those that are known."""
    return places.area_names(codes)


def small_areas() -> dict[str, tuple[str, int]]:
    """Every small area with its local authority and deprivation decile, by the newest edition of the index."""
    return places.small_areas()


def _on_days(rows: QuerySet[Any], moment: str, since: date, until: date, person: str = "person") -> Facts:
    bounds = {f"{moment}__gte": day_starts(since), f"{moment}__lt": day_starts(until)}
    current = rows.filter(**bounds, **{f"{person}__restricted_at": None}).order_by()
    return current.values(who=F(f"{person}_id"), day=TruncDate(moment, tzinfo=LONDON))
