"""Sessions and who is expected at them."""

from django.db.models import QuerySet

from referrals.models import OnwardReferral, Service, Session
from referrals.permissions import Actor
from referrals.states import TAKES_A_PLACE


def kept_by(by: Actor) -> QuerySet[Session]:
    """The sessions of the actor's own services."""
    return Session.objects.filter(service__in=_services(by)).select_related("service")


def expected(session: Session) -> QuerySet[OnwardReferral]:
    """Who has a place at the session's service and agrees that it knows of them."""
    return OnwardReferral.objects.shared().filter(service=session.service_id, status__in=TAKES_A_PLACE)


def _services(by: Actor) -> QuerySet[Service]:
    return Service.objects.kept_by(by)
