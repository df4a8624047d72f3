"""What a provider sees: the least about a person that its service needs, and only of people offered to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind
from referrals.models import Attendance, ContactPoint, OnwardReferral, Service, Session
from referrals.selectors.register import sessions
from referrals.states import TAKES_A_PLACE, WAITS_FOR_A_PLACE, WAITS_FOR_AN_ANSWER


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One person on a register: the onward referral's key, the name, and what was marked (or nothing yet).

    `to_know` is what to do or know in receiving them: no diagnosis. Of namesakes the name says the year of birth.
    """

    onward_referral: OnwardReferral
    name: str
    to_know: list[str]
    marked: str
    scanned: bool = False


def offers(by: Actor) -> QuerySet[OnwardReferral]:
    """Offers that wait for an answer, the longest waiting first."""
    return _visible(by).filter(status__in=WAITS_FOR_AN_ANSWER).order_by("due_on", "pk")


def people_at(by: Actor, service: Service) -> QuerySet[OnwardReferral]:
    """Who has a place at a service or waits for one."""
    return _visible(by).filter(service=service, status__in=TAKES_A_PLACE | WAITS_FOR_A_PLACE).order_by("offered_at")


def get_offer(by: Actor, public_id: UUID) -> OnwardReferral | None:
    """One onward referral to the actor's organisation, or None."""
    return _visible(by).filter(public_id=public_id).first()


def _visible(by: Actor) -> QuerySet[OnwardReferral]:
    return OnwardReferral.objects.visible_to(by).select_related("service", "episode__person", "episode__team")


def services(by: Actor) -> QuerySet[Service]:
    """The organisation's services with `taken` places and how many `waiting`."""
    taken = Count("onward_referrals", filter=Q(onward_referrals__status__in=TAKES_A_PLACE))
    waiting = Count("onward_referrals", filter=Q(onward_referrals__status__in=WAITS_FOR_A_PLACE))
    return Service.objects.kept_by(by).annotate(taken=taken, waiting=waiting)


def get_service(by: Actor, public_id: UUID) -> Service | None:
    """One of the organisation's services, or None."""
    return services(by).filter(public_id=public_id).first()


def going(service: Service) -> int:
    """How many people have a place, wait for one, or are offered."""
    return OnwardReferral.objects.open().filter(service=service).count()


def registers_to_mark(by: Actor, now: datetime) -> QuerySet[Session]:
    """Sessions that have begun and whose register is not complete, the newest first."""
    return (
        sessions.kept_by(by).filter(starts_at__lte=now, marked_at=None, cancelled_at=None).order_by("-starts_at", "-pk")
    )


def coming_sessions(by: Actor, now: datetime) -> QuerySet[Session]:
    """Sessions still to come, the next first."""
    return sessions.kept_by(by).filter(starts_at__gt=now, cancelled_at=None).order_by("starts_at", "pk")


def next_session(service: Service, now: datetime) -> Session | None:
    """When the service meets next."""
    return Session.objects.filter(service=service, starts_at__gt=now, cancelled_at=None).order_by("starts_at").first()


def coming_sessions_of(by: Actor, service: Service, now: datetime) -> QuerySet[Session]:
    """A service's sessions still to come, the next first."""
    return coming_sessions(by, now).filter(service=service)


def past_sessions_of(by: Actor, service: Service, now: datetime) -> QuerySet[Session]:
    """A service's sessions that have begun or will not be held, the newest first."""
    mine = sessions.kept_by(by).filter(service=service)
    return mine.exclude(starts_at__gt=now, cancelled_at=None).order_by("-starts_at", "-pk")


def get_session(by: Actor, public_id: UUID) -> Session | None:
    """One session of the organisation's services, or None."""
    return sessions.kept_by(by).filter(public_id=public_id).first()


def expected_at(session: Session) -> int:
    """How many people have a place at the session's service, of whom it may know."""
    return sessions.expected(session).count()


def register(session: Session, by: Actor) -> list[RegisterLine]:
    """Who is expected, by family name, with what is marked so far. Whoever came by a link sees names alone."""
    expected = sessions.expected(session).select_related("service", "episode__person")
    rows = list(expected.order_by("episode__person__family_name", "episode__person__given_name", "pk"))
    marked = {row.person_id: row for row in Attendance.objects.filter(session=session)}
    names = Counter(row.episode.person.full_name.casefold() for row in rows)
    return [_line(row, marked.get(row.episode.person_id), by, names) for row in rows]


def _line(onward_referral: OnwardReferral, row: Attendance | None, by: Actor, names: Counter[str]) -> RegisterLine:
    person, is_volunteer = onward_referral.episode.person, by.kind is ActorKind.LINK
    has_namesake = names[person.full_name.casefold()] > 1
    born = _("%(name)s, born %(year)d") % {"name": person.full_name, "year": person.born_on.year}
    return RegisterLine(
        onward_referral=onward_referral,
        name=born if has_namesake else person.full_name,
        to_know=[] if is_volunteer else what_to_do(onward_referral),
        marked=row.status if row else "",
        scanned=bool(row and row.source == "reader" and not is_volunteer),
    )


def what_to_do(onward_referral: OnwardReferral) -> list[str]:
    """What a register tells of receiving somebody, folded and never on paper: no diagnosis."""
    person = onward_referral.episode.person
    language = _("Interpreter: %(language)s") % {"language": person.language} if person.needs_interpreter else ""
    return list(filter(None, [language, person.communication_needs, onward_referral.what_to_do]))


def access_flags(onward_referral: OnwardReferral) -> list[str]:
    """What the service must know to decide on an offer; health needs only where it declared that it needs them."""
    flags = what_to_do(onward_referral)
    if onward_referral.service.asks_for_health_needs:
        flags += [row.get_code_display() for row in onward_referral.episode.person.long_term_conditions.all()]
    return flags


def safe_phones(onward_referral: OnwardReferral) -> QuerySet[ContactPoint]:
    """The numbers on which the service may call the person."""
    return ContactPoint.objects.filter(
        person=onward_referral.episode.person_id,
        kind__in=["home_phone", "mobile"],
        safe_to_call=True,
        ended_at=None,
    )
