"""Onward referrals to services, and whether the person came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models.choices import NeedCode
from referrals.models.intake.referrals import APPEND_ONLY, Episode, StatusChange
from referrals.models.organisation.organisations import Membership
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention, tracked
from referrals.models.services.service_choices import AttendanceSource, AttendanceStatus
from referrals.models.services.services import Service, Session
from referrals.models.status_words import NEXT_ACTIONS, ONWARD_STATUSES
from referrals.states import ONWARD, SEEN_BY_PROVIDER, TAKES_A_PLACE


class OnwardReferralQuerySet(models.QuerySet["OnwardReferral"]):
    def visible_to(self, by: Actor) -> OnwardReferralQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is Role.PERSON:
            return self.filter(episode__person=by.person_id)
        current = self.filter(episode__person__restricted_at=None)
        if by.role is Role.LINK_WORKER:
            return current.filter(episode__team=by.organisation_id)
        if by.role in {Role.PROVIDER, Role.MANAGER}:
            return self.shared().filter(_known_at(by))
        if by.role is Role.GP:
            return current.filter(episode__referrals__referring_organisation=by.organisation_id).distinct()
        return self.none()

    def shared(self) -> OnwardReferralQuerySet:
        """What a provider may read of these today: an offer stays open after the person took their agreement back."""
        return self.filter(episode__person__in=Person.objects.known_to_providers())

    def open(self) -> OnwardReferralQuerySet:
        return self.filter(status__in=ONWARD.open)

    def taking_a_place(self) -> OnwardReferralQuerySet:
        return self.filter(status__in=TAKES_A_PLACE)


def _known_at(by: Actor) -> Q:
    """What a provider knows of; a manager knows who has a place, to give them a tag for the door."""
    at_service = Q(service__organisation=by.organisation_id)
    if by.role is Role.PROVIDER:
        return at_service & Q(status__in=SEEN_BY_PROVIDER)
    return (at_service | Q(episode__team=by.organisation_id)) & Q(status__in=TAKES_A_PLACE)


_OPEN = Q(status__in=sorted(ONWARD.open))


@tracked
class OnwardReferral(Record):
    """A link worker refers a person to a service.

    While open the provider holds it, with a next action and a due day.
    """

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="onward_referrals")
    service = models.ForeignKey(Service, models.PROTECT, related_name="onward_referrals")
    need = models.CharField(max_length=20, choices=NeedCode)
    note = models.TextField(_("note for the service"), max_length=1000, blank=True)
    # For whoever keeps the register, who is told no diagnosis: "carries an inhaler".
    what_to_do = models.CharField(_("what to do at a session"), max_length=200, blank=True, default="", db_default="")
    referred_by = models.ForeignKey(Membership, models.PROTECT, related_name="onward_referrals")
    offered_at = models.DateTimeField()
    status = models.CharField(max_length=16, choices=ONWARD_STATUSES)
    next_action = models.CharField(max_length=20, choices=NEXT_ACTIONS, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # The person wants the next suitable service asked if this one does not answer in time.
    may_ask_next = models.BooleanField(default=False, db_default=False)
    # The unanswered one that this takes the place of; one only. Restricted: both go together in an erasure.
    follows = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="followed_by")

    objects = OnwardReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="onward_status", condition=Q(status__in=[value for value, _label in ONWARD_STATUSES])
            ),
            models.CheckConstraint(
                name="onward_open_has_next_and_due",
                condition=(_OPEN & ~Q(next_action="") & Q(due_on__isnull=False))
                | (~_OPEN & Q(next_action="", due_on=None)),
            ),
            models.UniqueConstraint(name="onward_one_open", fields=["episode", "service"], condition=_OPEN),
        ]
        indexes = [
            models.Index(name="onward_of_service", fields=["service", "status"]),
            models.Index(name="onward_when", fields=["offered_at"]),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class OnwardStatusChange(StatusChange):
    """The history of an onward referral."""

    onward_referral = models.ForeignKey(OnwardReferral, models.PROTECT, related_name="status_changes")

    class Meta:
        ordering = ["occurred_at", "pk"]
        triggers = [APPEND_ONLY]
        indexes = [models.Index(name="onward_change_event", fields=["event", "occurred_at"])]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class Attendance(Record):
    """Whether a person came to a session; one row, whoever or whatever recorded it."""

    RETENTION = Retention.HEALTH

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    onward_referral = models.ForeignKey(OnwardReferral, models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=15, choices=AttendanceStatus)
    source = models.CharField(max_length=10, choices=AttendanceSource)
    occurred_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_once", fields=["session", "person"]),
            models.CheckConstraint(name="attendance_status", condition=Q(status__in=AttendanceStatus.values)),
            models.CheckConstraint(name="attendance_source", condition=Q(source__in=AttendanceSource.values)),
        ]
        indexes = [models.Index(name="attendance_when", fields=["occurred_at"])]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def episode(self) -> Episode:
        """The episode in which the person was referred to the service."""
        return self.onward_referral.episode
