"""Alerts: who has to answer, and lists for pages."""

from datetime import date, datetime

from django.db.models import F, Prefetch, QuerySet

from devices.models import Alert, AlertCall, Responder
from devices.selectors import rules
from referrals.kit.actor import Actor
from referrals.kit.calendar import local_day
from referrals.models import Membership
from referrals.selectors.organisation import covers


def listed(by: Actor) -> QuerySet[Alert]:
    """The alerts that the actor may see, those that nobody answered first, with whoever was asked."""
    calls = AlertCall.objects.select_related("member__user")
    found = Alert.objects.visible_to(by).select_related("device", "person", "acknowledged_by__user")
    return found.prefetch_related(Prefetch("calls", calls)).order_by(
        F("acknowledged_at").desc(nulls_first=True), "-received_at", "-pk"
    )


def next_to_ask(alert: Alert, now: datetime) -> Responder | None:
    """The first on the team's list who is on duty now and was not asked about this alert."""
    team_id = alert.device.organisation_id
    asked = AlertCall.objects.filter(alert=alert).values("responder")
    on_duty = rules.responders(team_id, local_day(now)).filter(hours__in=rules.hours_at(team_id, now))
    return on_duty.exclude(pk__in=asked).order_by("place", "pk").first()


def who_stands_in(member: Membership, today: date) -> Membership:
    """The member, or who covers for them today."""
    away = covers.coming(today).filter(away=member, first_day__lte=today).select_related("covering").first()
    return away.covering if away else member


def where_to(call: AlertCall, *, by_text: bool) -> str:
    """The mobile number or the e-mail address of whoever is asked."""
    return call.responder.mobile if by_text else call.member.user.email


def is_answered(call: AlertCall) -> bool:
    """Whether somebody has it."""
    return call.alert.acknowledged_at is not None
