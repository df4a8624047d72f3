"""A team's own report: caseloads, referrals by route, onward referrals, what changed. Counted by the database.

Small numbers are not hidden: whoever reads this report opens, or manages those who open, the very records it counts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from referrals.kit.actor import Actor
from referrals.kit.calendar import LONDON, add_working_days, day_starts
from referrals.models import Episode, OnwardReferral, Organisation, Referral, ReferralStatusChange, Task
from referrals.models.choices import Route
from referrals.models.status_words import ONWARD_STATUSES
from referrals.selectors.support.paired_scores import ScaleChange, changes
from referrals.states import ONWARD, OnwardStatus

ANSWERED_BY = ("accept", "reject", "hold")
ANSWER_WITHIN = ONWARD.move("offer", None).due or 0


@dataclass(frozen=True, slots=True)
class Answers:
    """Offers that were answered within the working days that a service has, of those that had this long."""

    in_time: int
    due: int

    @property
    def per_cent(self) -> float | None:
        """Of the offers that had their time."""
        return 100 * self.in_time / self.due if self.due else None


# One line of a table by the names of its columns.
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one team for London days from `since` to before `until`; caseloads are as they stand now."""

    since: date
    until: date
    caseloads: list[Row]
    routes: list[Row]
    outcomes: list[Row]
    answers: Answers
    changes: list[ScaleChange]


def team_of(by: Actor) -> Organisation | None:
    """The team that the actor works for or manages."""
    return Organisation.objects.teams().filter(pk=by.organisation_id or 0).first()


def report(team: Organisation, since: date, until: date, now: datetime) -> Report:
    """Everything, in a number of queries that does not depend on how much there is."""
    start, end = day_starts(since), day_starts(until)
    return Report(
        since=since,
        until=until,
        caseloads=_caseloads(team, start, end, now),
        routes=_routes(team, start, end),
        outcomes=_outcomes(team, start, end),
        answers=_answers(team, start, end, now),
        changes=changes(team.pk, start, end),
    )


def _caseloads(team: Organisation, start: datetime, end: datetime, now: datetime) -> list[Row]:
    """Each holder's episodes; those that nobody holds wait for a claim."""
    is_open = Q(closed_at=None)
    undone = Task.objects.open().filter(episode=OuterRef("pk"))
    today = TruncDate(Value(now), tzinfo=LONDON)
    open_for = ExpressionWrapper(Value(now) - F("opened_at"), output_field=DurationField())
    rows = (
        Episode.objects.filter(team=team, person__restricted_at=None)
        .annotate(waits=Exists(undone.filter(kind="first_contact")), is_late=Exists(undone.filter(due_on__lt=today)))
        .values(name=F("holder__user__name"), member=F("holder__public_id"))
        .annotate(
            open=Count("pk", filter=is_open),
            waiting=Count("pk", filter=is_open & Q(waits=True)),
            overdue=Count("pk", filter=is_open & Q(is_late=True)),
            closed=Count("pk", filter=Q(closed_at__gte=start, closed_at__lt=end)),
            open_for=Avg(open_for, filter=is_open),
        )
        .filter(Q(open__gt=0) | Q(closed__gt=0))
        .order_by(F("name").asc(nulls_last=True))
    )
    return [row | {"days": row["open_for"].days if row["open_for"] else None} for row in rows]


def _routes(team: Organisation, start: datetime, end: datetime) -> list[Row]:
    names = dict(Route.choices)
    was = {
        name: Count("pk", filter=Q(Exists(_changes(event))))
        for name, event in (("claimed", "claim"), ("joined", "join"), ("declined", "decline"), ("returned", "return"))
    }
    rows = (
        Referral.objects.filter(team=team, person__restricted_at=None, referred_at__gte=start, referred_at__lt=end)
        .order_by("route")
        .values("route")
        .annotate(received=Count("pk"), **was)
    )
    return [row | {"name": str(names[row["route"]])} for row in rows]


def _changes(event: str) -> QuerySet[ReferralStatusChange]:
    return ReferralStatusChange.objects.filter(referral=OuterRef("pk"), event=event)


def _offers(team: Organisation, start: datetime, end: datetime) -> QuerySet[OnwardReferral]:
    found = OnwardReferral.objects.filter(episode__team=team, episode__person__restricted_at=None)
    return found.filter(offered_at__gte=start, offered_at__lt=end).exclude(status=OnwardStatus.ENTERED_IN_ERROR)


def _outcomes(team: Organisation, start: datetime, end: datetime) -> list[Row]:
    rows = _offers(team, start, end).order_by("status").values("status").annotate(number=Count("pk"))
    counts = {row["status"]: row["number"] for row in rows}
    return [
        {"status": status, "name": str(name), "number": counts[status]}
        for status, name in ONWARD_STATUSES
        if status in counts
    ]


def _answers(team: Organisation, start: datetime, end: datetime, now: datetime) -> Answers:
    """Counted from the days of offer and answer, since working days are no matter of SQL."""
    answer = Min("status_changes__occurred_at", filter=Q(status_changes__event__in=ANSWERED_BY))
    cancelled = Q(status=OnwardStatus.CANCELLED)
    rows = (
        _offers(team, start, end)
        .order_by()
        .annotate(answered_at=answer)
        .exclude(cancelled, answered_at=None)
        .values_list(TruncDate("offered_at", tzinfo=LONDON), TruncDate("answered_at", tzinfo=LONDON))
    )
    today = now.astimezone(LONDON).date()
    in_time = due = 0
    for offered, answered in rows:
        last = add_working_days(offered, ANSWER_WITHIN)
        in_time += answered is not None and answered <= last
        due += answered is not None or last < today
    return Answers(in_time, due)
