"""Sessions, who is expected at them, and who is to be reminded of them."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from referrals.kit.actor import Actor
from referrals.models import Agreement, OnwardReferral, OutboundMessage, Service, Session
from referrals.selectors.support.appointments import REMINDED_WITHIN
from referrals.states import TAKES_A_PLACE


def kept_by(by: Actor) -> QuerySet[Session]:
    """The sessions of the actor's own services."""
    return Session.objects.filter(service__in=_services(by)).select_related("service")


def expected(session: Session) -> QuerySet[OnwardReferral]:
    """Who has a place at the session's service and agrees that it knows of them."""
    return OnwardReferral.objects.shared().filter(service=session.service_id, status__in=TAKES_A_PLACE)


def one_place_each(session: Session) -> QuerySet[OnwardReferral]:
    """One place of each person who is expected, to tell them of the session."""
    return (
        expected(session).order_by("episode__person_id", "pk").distinct("episode__person_id").select_related("episode")
    )


def unreminded(now: datetime) -> list[tuple[Session, OnwardReferral]]:
    """Each session to come soon with one place of each person who wants messages and was not reminded of it yet."""
    agreed = Agreement.objects.filter(person=OuterRef("person"), purpose="get_messages", withdrawn_at=None)
    reminded = OutboundMessage.objects.filter(
        kind="session_reminder", session=OuterRef("pk"), to_person=OuterRef("person")
    )
    coming = Session.objects.filter(
        starts_at__gt=now,
        starts_at__lt=now + REMINDED_WITHIN,
        cancelled_at=None,
        service__onward_referrals__in=OnwardReferral.objects.shared().taking_a_place(),
    ).annotate(place=F("service__onward_referrals"), person=F("service__onward_referrals__episode__person"))
    rows = coming.filter(Exists(agreed), ~Exists(reminded)).order_by("starts_at", "pk", "-place")
    # Somebody with two places at a service is reminded once, by the older one.
    pairs = {(session, person): place for session, person, place in rows.values_list("pk", "person", "place")}
    sessions = Session.objects.in_bulk({session for session, _person in pairs})
    places = OnwardReferral.objects.select_related("episode").in_bulk(set(pairs.values()))
    return [(sessions[session], places[place]) for (session, _person), place in pairs.items()]


def _services(by: Actor) -> QuerySet[Service]:
    return Service.objects.kept_by(by)
