"""What people say of sessions: their own, those of an episode, and of a service without anybody's name."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from referrals.kit.actor import Actor
from referrals.kit.calendar import WEEK, day_starts, local_day, week_of
from referrals.kit.permissions import ActorKind, Role
from referrals.models import Agreement, Attendance, Episode, Feedback, OutboundMessage, Person, Service
from referrals.models.services.service_choices import AttendanceStatus, Liked

# So many people at least stand behind what is shown of a service: of fewer one could tell who said it.
FEWEST = 5
WEEKS_SHOWN = 52
ASKED_FOR = timedelta(days=30)
SHOWN = 6
# The morning after a session, and how long a register that was kept late still lets us ask.
MORNING, ASK_WITHIN = timedelta(hours=9), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of a service: of each answer how many people gave it as their latest."""

    people: int
    counts: list[tuple[str, int]]
    comments: list[str]

    @property
    def liked(self) -> int:
        """How many people found it good."""
        return dict(self.counts)[str(Liked.GOOD.label)]


def attendances(by: Actor) -> QuerySet[Attendance]:
    """The sessions of which the actor may say how they were: their own, or those of the people they support."""
    found = Attendance.objects.select_related("session__service")
    if by.role is Role.PERSON:
        return found.filter(person=by.person_id or 0)
    if by.role is Role.LINK_WORKER and by.kind is not ActorKind.LINK:
        return found.filter(onward_referral__episode__in=Episode.objects.visible_to(by))
    return found.none()


def attendance(by: Actor, session_id: UUID, episode: Episode | None = None) -> Attendance | None:
    """One of them, by its session; for a link worker the one of the episode's person."""
    found = attendances(by).filter(session__public_id=session_id)
    return found.filter(onward_referral__episode=episode).first() if episode else found.first()


def given(attendance: Attendance) -> Feedback | None:
    """What was said of the session."""
    return Feedback.objects.filter(session=attendance.session_id, person=attendance.person_id).first()


def own(by: Actor, now: datetime) -> list[tuple[Attendance, Feedback | None]]:
    """The person's latest sessions, each with what they said of it."""
    recent = attendances(by).filter(session__starts_at__gte=now - ASKED_FOR)
    return _with_feedback(recent)


def of_episode(by: Actor, episode: Episode) -> list[tuple[Attendance, Feedback | None]]:
    """The latest sessions of an episode, each with what the person said of it."""
    return _with_feedback(attendances(by).filter(onward_referral__episode=episode))


def _with_feedback(found: QuerySet[Attendance]) -> list[tuple[Attendance, Feedback | None]]:
    rows = list(found.order_by("-session__starts_at", "-pk")[:SHOWN])
    sessions, people = [row.session_id for row in rows], {row.person_id for row in rows}
    # Not what others said of the same sessions.
    said = Feedback.objects.filter(session__in=sessions, person__in=people)
    by_both = {(one.session_id, one.person_id): one for one in said.select_related("recorded_by__user")}
    return [(row, by_both.get((row.session_id, row.person_id))) for row in rows]


def period(today: date) -> tuple[date, date]:
    """The days whose sessions are shown to a provider: ended weeks only, so that no answer stands out by its day."""
    ends = week_of(today)
    return ends - WEEKS_SHOWN * WEEK, ends - timedelta(days=1)


def of_service(service: Service, today: date) -> Said | None:
    """What people said of a service within the period; None while too few did."""
    first, last = period(today)
    within = _shareable().filter(session__service=service, given_at__lt=day_starts(last + timedelta(days=1)))
    within = within.filter(session__starts_at__gte=day_starts(first))
    comments = sorted(within.exclude(comment="").values_list("comment", flat=True))
    return _summary(Counter(dict(_latest(within)).get(service.pk, Counter())), comments)


def of_services(services: Collection[int], today: date) -> dict[int, Said]:
    """The same of several services, without comments; those of which too few people said anything are left out."""
    first, _last = period(today)
    within = _shareable().filter(session__service__in=services, session__starts_at__gte=day_starts(first))
    found = {service: _summary(counts, []) for service, counts in _latest(within)}
    return {service: said for service, said in found.items() if said}


def _shareable() -> QuerySet[Feedback]:
    """Of people who agree that services know of them: whoever took that back is not counted any more."""
    return Feedback.objects.filter(person__in=Person.objects.known_to_providers())


def _latest(found: QuerySet[Feedback]) -> list[tuple[int, Counter[str]]]:
    """For each service how many people said what, each by their latest session: nobody counts twice."""
    latest = found.order_by("session__service_id", "person_id", "-session__starts_at", "-pk")
    rows = latest.distinct("session__service_id", "person_id").values_list("session__service_id", "liked")
    counts: dict[int, Counter[str]] = {}
    for service, liked in rows:
        counts.setdefault(service, Counter())[liked] += 1
    return list(counts.items())


def _summary(counts: Counter[str], comments: list[str]) -> Said | None:
    people = counts.total()
    if people < FEWEST:
        return None
    return Said(people, [(str(liked.label), counts[liked.value]) for liked in Liked], comments)


def to_ask(now: datetime) -> QuerySet[Attendance]:
    """Who was at a session on a day before today, wants messages, and was neither asked nor has said how it was."""
    today = day_starts(local_day(now))
    if now < today + MORNING:
        return Attendance.objects.none()
    agreed = Agreement.objects.filter(person=OuterRef("person"), purpose="get_messages", withdrawn_at=None)
    said = Feedback.objects.filter(session=OuterRef("session"), person=OuterRef("person"))
    asked = OutboundMessage.objects.filter(kind="how_was_it", attendance=OuterRef("pk"))
    recent = Attendance.objects.filter(
        status=AttendanceStatus.ATTENDED,
        session__ends_at__lt=today,
        session__ends_at__gte=today - ASK_WITHIN,
        person__restricted_at=None,
    )
    return recent.filter(Exists(agreed), ~Exists(said), ~Exists(asked)).select_related("onward_referral__episode")
