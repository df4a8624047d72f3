"""What a link worker has to do: tasks, the team's inbox, the caseload."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from referrals.kit.actor import Actor
from referrals.kit.calendar import LONDON, age_on
from referrals.kit.paging import page_by_day
from referrals.kit.registries.task_kinds import unlisted
from referrals.models import Contact, ContactPoint, Episode, Flag, Referral, Task
from referrals.models.choices import FlagKind, NeedCode
from referrals.selectors.organisation import covers
from referrals.selectors.work import task_kinds
from referrals.selectors.work.task_kinds import ListedTask
from referrals.states import REFERRAL, ReferralStatus

NEED_LABELS = dict(NeedCode.choices)
FLAG_LABELS = dict(FlagKind.choices)
# What a listed task is shown with.
SHOWN = ("episode__person", "holder__user", "message", "referral", "onward_referral")


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One open episode as a line of the caseload; `due_on`, `last_contact_at` and `holder` may be absent."""

    episode: Episode
    age: int
    needs: list[str]
    referral: Referral | None
    due_on: date | None
    last_contact_at: datetime | None
    risk_unread: bool
    voicemail_unsafe: bool
    flags: list[str]


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One unclaimed referral; `needs` are labels."""

    referral: Referral
    needs: list[str]
    risk_unread: bool


def tasks(by: Actor, today: date, *, whole_team: bool, until: date, cursor: str = "") -> tuple[list[ListedTask], str]:
    """Open tasks that are due by a day, by due day: the actor's, those of whom they cover today and the team's unheld
    ones, or everyone's. With the cursor of the next page.
    """
    found = _tasks(by, today, whole_team=whole_team).filter(due_on__lte=until)
    page = page_by_day(found.select_related(*SHOWN), "due_on", cursor)
    return task_kinds.describe_tasks(page.rows), page.next_cursor


def later_tasks(by: Actor, today: date, *, whole_team: bool, after: date) -> int:
    """How many of these tasks are due only after a day."""
    return _tasks(by, today, whole_team=whole_team).filter(due_on__gt=after).count()


def _tasks(by: Actor, today: date, *, whole_team: bool) -> QuerySet[Task]:
    """What has a list of its own is left out."""
    found = Task.objects.visible_to(by).open().exclude(kind__in=unlisted())
    if whole_team:
        return found
    covered = covers.away_today(by.membership_id, today)
    return found.filter(Q(holder=by.membership_id) | Q(holder__in=covered) | Q(holding_team=by.organisation_id))


def unclaimed(by: Actor, cursor: str = "") -> tuple[list[InboxRow], str]:
    """The team's referrals that nobody has claimed, by due day, and the cursor of the next page."""
    found = Referral.objects.visible_to(by).filter(status=ReferralStatus.RECEIVED)
    found = found.select_related("person", "referring_organisation", "episode")
    page = page_by_day(found.annotate(risk_unread=_unread("episode")), "due_on", cursor)
    rows = [
        InboxRow(referral, [str(NEED_LABELS[code]) for code in referral.needs], vars(referral)["risk_unread"])
        for referral in page.rows
    ]
    return rows, page.next_cursor


def caseload(by: Actor, today: date, *, whole_team: bool, cursor: str = "") -> tuple[list[CaseloadRow], str]:
    """Open episodes with a holder, the next due first, and the cursor of the next page."""
    found = episodes(by).exclude(holder=None) if whole_team else episodes(by).filter(holder=by.membership_id)
    page = page_by_day(found, "due", cursor)
    return rows_of(page.rows, today), page.next_cursor


def rows_of(found: Iterable[Episode], today: date) -> list[CaseloadRow]:
    """What `episodes` gives as lines of the caseload."""
    return [_row(episode, today) for episode in found]


def episodes(by: Actor) -> QuerySet[Episode]:
    """The team's open episodes with what a line of the caseload shows of each; `due` is its next day."""
    phones = ContactPoint.objects.filter(person=OuterRef("person"), ended_at=None).exclude(kind="email")
    contacts = Contact.objects.standing().filter(episode=OuterRef("pk")).order_by("-occurred_at").values("occurred_at")
    flags = Flag.objects.standing().filter(episode__person=OuterRef("person"), episode__team=OuterRef("team"))
    open_referrals = Referral.objects.open().order_by("due_on", "pk")
    # Every open episode has an open referral and so a due day; the day it began stands in should one ever not.
    due = Coalesce(
        Min("referrals__due_on", filter=Q(referrals__status__in=REFERRAL.open)), TruncDate("opened_at", tzinfo=LONDON)
    )
    return (
        Episode.objects.visible_to(by)
        .open()
        .select_related("person", "holder__user")
        .prefetch_related(Prefetch("referrals", open_referrals, to_attr="open_referrals"))
        .annotate(
            due=due,
            last_contact_at=Subquery(contacts[:1]),
            risk_unread=_unread("pk"),
            flag_kinds=ArraySubquery(flags.order_by("kind").values("kind").distinct()),
            voicemail_unsafe=Exists(phones.filter(safe_to_leave_message=False)),
        )
    )


def _unread(episode: str) -> Exists:
    return Exists(Task.objects.open().filter(episode=OuterRef(episode), kind="risk_unread"))


def _row(episode: Episode, today: date) -> CaseloadRow:
    # What the query above has put on the row.
    found = vars(episode)
    referrals: list[Referral] = found["open_referrals"]
    needs = {code: None for referral in referrals for code in referral.needs}
    first = referrals[0] if referrals else None
    return CaseloadRow(
        episode=episode,
        age=age_on(episode.person.born_on, today),
        needs=[str(NEED_LABELS[code]) for code in needs],
        referral=first,
        due_on=first.due_on if first else None,
        last_contact_at=found["last_contact_at"],
        risk_unread=found["risk_unread"],
        voicemail_unsafe=found["voicemail_unsafe"],
        flags=[str(FLAG_LABELS[kind]) for kind in found["flag_kinds"]],
    )
