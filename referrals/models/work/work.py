"""Work that waits: tasks on worklists, messages in the outbox, weeks that changed, requests already answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models.choices import Channel, MessageState
from referrals.models.intake.referrals import Episode, Referral
from referrals.models.onward.onward import Attendance, OnwardReferral
from referrals.models.organisation.clients import ApiClient
from referrals.models.organisation.organisations import Membership, Organisation
from referrals.models.people.corrections import CorrectionRequest
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention
from referrals.models.services.services import Service, Session
from referrals.models.support.support import Appointment
from referrals.models.work.known import SUBJECT_EXISTS, KnownNameConstraint, subject_columns_together

# The columns by which a task says what it is about.
TASK_SUBJECT = ("referral", "onward_referral", "message", "subject_kind", "subject_id")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, by: Actor) -> TaskQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is Role.LINK_WORKER:
            return self.filter(episode__team=by.organisation_id, episode__person__restricted_at=None)
        return self.none()

    def open(self) -> TaskQuerySet:
        return self.filter(done_at=None)


class Task(Record):
    """One thing on one worklist: a link worker's, or the team's until someone takes it."""

    RETENTION = Retention.HEALTH

    kind = models.CharField(max_length=40)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="tasks")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="tasks")
    onward_referral = models.ForeignKey(OnwardReferral, models.PROTECT, null=True, blank=True, related_name="tasks")
    # What a call should tell the person.
    message = models.ForeignKey("OutboundMessage", models.PROTECT, null=True, blank=True, related_name="tasks")
    # What else it is about: a declared subject that has no column of its own here.
    subject_kind = models.CharField(max_length=40, null=True, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    holder = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="tasks")
    holding_team = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="tasks")
    due_on = models.DateField()
    # The day for which one of several alike is planned; what is not planned stands once until it is done.
    planned_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            KnownNameConstraint(name="task_kind", column="kind", known="referrals_knowntaskkind"),
            KnownNameConstraint(name="task_subject_kind", column="subject_kind", known="referrals_knownsubject"),
            subject_columns_together("task_subject_whole"),
            models.UniqueConstraint(
                name="task_once",
                fields=["episode", "kind", *TASK_SUBJECT, "planned_on"],
                condition=Q(done_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="task_one_holder",
                condition=Q(holder__isnull=False, holding_team=None) | Q(holder=None, holding_team__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="task_worklist", fields=["holder", "due_on"], condition=Q(done_at=None)),
            models.Index(
                name="task_subject", fields=["subject_kind", "subject_id"], condition=Q(subject_kind__isnull=False)
            ),
        ]
        triggers = [SUBJECT_EXISTS]

    def __str__(self) -> str:
        return str(self.public_id)


class OutboundMessage(Record):
    """A message that will be sent: who, about what, as ids. Its words are made when it goes out, and
    a message to a person asks again then whether they still agree to get messages.
    """

    RETENTION = Retention.HEALTH

    kind = models.CharField(max_length=40)
    # The same thing told twice has the same key, so it is told once.
    once_key = models.CharField(max_length=120, unique=True)
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="messages")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="messages")
    onward_referral = models.ForeignKey(OnwardReferral, models.PROTECT, null=True, blank=True, related_name="messages")
    # A message about a listing is about nobody.
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="messages")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="messages")
    attendance = models.ForeignKey(Attendance, models.PROTECT, null=True, blank=True, related_name="messages")
    correction = models.ForeignKey(CorrectionRequest, models.PROTECT, null=True, blank=True, related_name="messages")
    # The one to come at the service of the onward referral.
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="messages")
    # What else it is about: a declared subject that has no column of its own here.
    subject_kind = models.CharField(max_length=40, null=True, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # Since when whoever sends has been away, as tried with this message.
    unanswered_since = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Where Notify took it: its id there, and when to ask what became of it, until that is known or forgotten.
    notify_id = models.UUIDField(null=True, blank=True)
    ask_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            KnownNameConstraint(name="message_kind_known", column="kind", known="referrals_knownmessagekind"),
            KnownNameConstraint(name="message_subject_kind", column="subject_kind", known="referrals_knownsubject"),
            subject_columns_together("message_subject_whole"),
            models.CheckConstraint(
                name="message_one_recipient",
                condition=Q(to_organisation__isnull=False, to_person=None)
                | Q(to_organisation=None, to_person__isnull=False),
            ),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=Q(state__in=["sent", "delivered"], sent_at__isnull=False)
                | Q(state="waiting", sent_at=None)
                # It may have failed on its way or before it went.
                | Q(state="failed"),
            ),
            models.CheckConstraint(
                name="message_asked_about_is_with_notify",
                condition=Q(ask_at=None) | Q(state="sent", notify_id__isnull=False),
            ),
            models.CheckConstraint(name="message_failed_says_why", condition=~Q(state="failed") | ~Q(failure="")),
        ]
        indexes = [
            models.Index(name="message_waiting", fields=["not_before"], condition=Q(state="waiting")),
            models.Index(name="message_to_ask_about", fields=["ask_at"], condition=Q(ask_at__isnull=False)),
            models.Index(
                name="message_subject", fields=["subject_kind", "subject_id"], condition=Q(subject_kind__isnull=False)
            ),
        ]
        triggers = [SUBJECT_EXISTS]

    def __str__(self) -> str:
        return str(self.public_id)


class ChangedWeek(models.Model):
    """A note that a week's figures no longer match the record. Many may wait for the same week: writing one waits
    for nobody, so that acts at the same time never wait for each other, let alone in a circle. A rebuild removes
    the notes that it read, and no others.
    """

    RETENTION = Retention.ADMINISTRATION

    week = models.DateField()

    def __str__(self) -> str:
        return str(self.week)


class AnsweredRequest(models.Model):
    """The first answer to a POST with an Idempotency-Key, kept for 24 hours."""

    RETENTION = Retention.ADMINISTRATION

    # Whose key it is: a member's form or a client's request for one organisation. The public's forms, whose keys are
    # random, name neither.
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey(ApiClient, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answered_request_once",
                fields=["membership", "client", "organisation", "method", "path", "key"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
