"""What a link worker and a person do together: contacts, plan, goals, outcome scores."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.measures import ITEMS, OWN_WORDS
from referrals.models.choices import (
    ContactMode,
    ContactOutcome,
    GoalStatus,
    NeedCode,
    OutcomeMeasure,
    OutcomeStage,
)
from referrals.models.intake.referrals import Episode
from referrals.models.organisation.organisations import Membership
from referrals.models.record import Record, Retention, tracked
from referrals.models.support.pathways import PathwayTemplate


class ContactQuerySet(models.QuerySet["Contact"]):
    def standing(self) -> ContactQuerySet:
        """What was not struck out."""
        return self.filter(struck_out_at=None)


@tracked
class Contact(Record):
    """A conversation, or an attempt at one. The note is for the team only; what was agreed may leave it.

    One that is wrong is struck out with a reason, and stays; what is right is a row of its own.
    """

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="contacts")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    mode = models.CharField(_("how"), max_length=15, choices=ContactMode)
    outcome = models.CharField(_("outcome"), max_length=15, choices=ContactOutcome)
    note = models.TextField(_("note for the team"), max_length=4000, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=1000, blank=True)
    occurred_at = models.DateTimeField()
    struck_out_at = models.DateTimeField(null=True, blank=True)
    struck_out_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    struck_out_because = models.CharField(_("why it is wrong"), max_length=300, blank=True, default="", db_default="")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="contact_mode", condition=Q(mode__in=ContactMode.values)),
            models.CheckConstraint(name="contact_outcome", condition=Q(outcome__in=ContactOutcome.values)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def coming(self, now: datetime) -> AppointmentQuerySet:
        """Those that will take place."""
        return self.filter(cancelled_at=None, starts_at__gt=now)


@tracked
class Appointment(Record):
    """A contact that is planned: who meets the person, when and how. Moving it makes a new version."""

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="appointments")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(_("how"), max_length=15, choices=ContactMode)
    place = models.CharField(_("place"), max_length=200, blank=True)
    # When it was made or last moved: whoever was told so lately needs no reminder.
    arranged_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="appointment_mode", condition=Q(mode__in=ContactMode.values)),
            models.CheckConstraint(name="appointment_ends", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [models.Index(name="appointment_coming", fields=["starts_at"], condition=Q(cancelled_at=None))]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class CarePlan(Record):
    """What matters to the person, in their words; one for an episode."""

    RETENTION = Retention.HEALTH

    episode = models.OneToOneField(Episode, models.PROTECT, related_name="plan")
    what_matters = models.TextField(_("what matters to you"), max_length=4000)
    agreed_at = models.DateTimeField()
    review_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(name="care_plan_says_what_matters", condition=~Q(what_matters=""))]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class Need(Record):
    """A need, as a code and in the person's own words."""

    RETENTION = Retention.HEALTH

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="needs")
    code = models.CharField(max_length=20, choices=NeedCode)
    own_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="need_once", fields=["plan", "code"]),
            models.CheckConstraint(name="need_code", condition=Q(code__in=NeedCode.values)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


@tracked
class Goal(Record):
    """What the person wants to change. A goal of steps has a daily number that the step chart draws."""

    RETENTION = Retention.HEALTH

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    daily_steps = models.PositiveIntegerField(_("steps a day"), null=True, blank=True)
    review_on = models.DateField(_("review on"))
    status = models.CharField(max_length=10, choices=GoalStatus, default=GoalStatus.ACTIVE)
    set_at = models.DateTimeField()
    # Where it comes from: a template is used once for a plan.
    template = models.ForeignKey(PathwayTemplate, models.PROTECT, null=True, blank=True, related_name="goals_set")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="goal_status", condition=Q(status__in=GoalStatus.values)),
            models.CheckConstraint(name="goal_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="goal_daily_steps_plausible",
                condition=Q(daily_steps=None) | Q(daily_steps__gte=1, daily_steps__lte=100_000),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


def _answer_ranges() -> Q:
    """Each item within the range of its measure."""
    ranges = Q()
    for item, scale in ITEMS.items():
        ranges |= Q(measure=item, value__gte=scale.least, value__lte=scale.most)
    return ranges


class OutcomeScoreQuerySet(models.QuerySet["OutcomeScore"]):
    def standing(self) -> OutcomeScoreQuerySet:
        """What was not entered by mistake: the rest counts nowhere."""
        return self.filter(entered_in_error_at=None)


@tracked
class OutcomeScore(Record):
    """One answer to one item at one stage, as given. A missing answer is no row: nothing is imputed, and a score of
    several items is worked out from their rows whenever it is shown.
    """

    RETENTION = Retention.HEALTH

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="outcome_scores")
    measure = models.CharField(max_length=20, choices=OutcomeMeasure)
    stage = models.CharField(max_length=10, choices=OutcomeStage)
    value = models.PositiveSmallIntegerField()
    # What is rated, where the person named it; the same words each time that it is rated again.
    own_words = models.CharField(max_length=200, blank=True, default="", db_default="")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField()
    # Never changed and never removed: a wrong answer says so, and the right one is a row of its own.
    entered_in_error_at = models.DateTimeField(null=True, blank=True)

    objects = OutcomeScoreQuerySet.as_manager()

    class Meta:
        ordering = ["occurred_at", "pk"]
        constraints = [
            models.CheckConstraint(name="outcome_score_measure", condition=Q(measure__in=OutcomeMeasure.values)),
            models.CheckConstraint(name="outcome_score_stage", condition=Q(stage__in=OutcomeStage.values)),
            models.CheckConstraint(name="outcome_score_range", condition=_answer_ranges()),
            models.CheckConstraint(
                name="outcome_score_own_words",
                condition=(Q(measure__in=sorted(OWN_WORDS)) & ~Q(own_words=""))
                | (~Q(measure__in=sorted(OWN_WORDS)) & Q(own_words="")),
            ),
            # Two answers to one item at one moment would be one score too many, or a sum of twice the items.
            models.UniqueConstraint(
                name="outcome_score_once",
                fields=["episode", "measure", "occurred_at"],
                condition=Q(entered_in_error_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
