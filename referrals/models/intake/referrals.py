"""Referrals, the episodes that gather them, and the agreements they rest on."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from referrals.kit.actor import Actor
from referrals.kit.permissions import ActorKind, Role
from referrals.models.choices import AgreementChannel, AgreementPurpose, NeedCode, Risk, Route, StatusReason
from referrals.models.organisation.clients import ApiClient
from referrals.models.organisation.organisations import Membership, Organisation
from referrals.models.people.people import Person
from referrals.models.record import Record, Retention, tracked
from referrals.models.status_words import NEXT_ACTIONS, REFERRAL_STATUSES, ROLES
from referrals.states import REFERRAL, ReferralStatus

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@tracked
class Agreement(Record):
    """What a person agreed to: purpose, wording, who gave it and how, and when it was taken back."""

    RETENTION = Retention.HEALTH

    person = models.ForeignKey(Person, models.PROTECT, related_name="agreements")
    purpose = models.CharField(max_length=20, choices=AgreementPurpose)
    wording_version = models.CharField(max_length=20)
    given_by = models.CharField(_("given by"), max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=AgreementChannel, blank=True)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # How it was taken back, if not on the person's own page.
    withdrawn_channel = models.CharField(max_length=10, choices=AgreementChannel, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="agreement_purpose", condition=Q(purpose__in=AgreementPurpose.values)),
            models.CheckConstraint(
                name="agreement_withdrawn_after_given",
                condition=Q(withdrawn_at=None, withdrawn_channel="") | Q(withdrawn_at__gte=F("given_at")),
            ),
            models.UniqueConstraint(
                name="agreement_one_in_force", fields=["person", "purpose"], condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def visible_to(self, by: Actor) -> EpisodeQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is Role.PERSON:
            return self.filter(person=by.person_id)
        if by.role is Role.LINK_WORKER:
            return self.filter(team=by.organisation_id, person__restricted_at=None)
        return self.none()

    def open(self) -> EpisodeQuerySet:
        return self.filter(closed_at=None)


@tracked
class Episode(Record):
    """One person's time with one team. Referrals that arrive while it is open belong to it."""

    RETENTION = Retention.HEALTH

    person = models.ForeignKey(Person, models.PROTECT, related_name="episodes")
    team = models.ForeignKey(Organisation, models.PROTECT, related_name="episodes")
    holder = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="held_episodes")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=20, choices=StatusReason, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="episode_one_open", fields=["person", "team"], condition=Q(closed_at=None)),
            models.CheckConstraint(
                name="episode_closed_with_reason",
                condition=Q(closed_at=None, close_reason="") | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
            ),
            models.CheckConstraint(
                name="episode_closed_after_opened", condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))
            ),
        ]
        indexes = [models.Index(name="episode_caseload", fields=["holder"], condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return str(self.public_id)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, by: Actor) -> ReferralQuerySet:
        if by.kind is ActorKind.SCHEDULE:
            return self
        if by.role is Role.PERSON:
            return self.filter(person=by.person_id)
        current = self.filter(person__restricted_at=None)
        if by.role is Role.GP:
            return current.filter(referring_organisation=by.organisation_id)
        if by.role is Role.LINK_WORKER:
            return current.filter(team=by.organisation_id)
        return self.none()

    def open(self) -> ReferralQuerySet:
        return self.filter(status__in=REFERRAL.open)


_OPEN = Q(status__in=sorted(REFERRAL.open))
_HELD_BY_TEAM = Q(status=ReferralStatus.RECEIVED.value)


@tracked
class Referral(Record):
    """A request that a link worker meet a person. While open it has one holder, one next action and one due day:
    the team holds it until someone claims it, and then that link worker does.
    """

    RETENTION = Retention.HEALTH

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="referrals")
    team = models.ForeignKey(Organisation, models.PROTECT, related_name="received_referrals")
    route = models.CharField(_("route"), max_length=10, choices=Route)
    # The referring organisation's; a person who refers themselves has none.
    referring_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="sent_referrals"
    )
    # Who sent it for that organisation: a member, or a system of theirs.
    referred_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="sent_referrals")
    referred_by_client = models.ForeignKey(
        ApiClient, models.PROTECT, null=True, blank=True, related_name="sent_referrals"
    )
    # Who sent someone through another route than a practice's: the team took it down.
    referrer_organisation = models.CharField(_("organisation of the referrer"), max_length=200, blank=True)
    referrer_name = models.CharField(_("name of the referrer"), max_length=150, blank=True)
    referrer_phone = models.CharField(_("telephone of the referrer"), max_length=20, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=150, blank=True)
    needs = ArrayField(models.CharField(max_length=20, choices=NeedCode), verbose_name=_("reasons"))
    note = models.TextField(_("in the person's words"), max_length=2000, blank=True)
    risk = models.CharField(_("risk"), max_length=10, choices=Risk)
    risk_note = models.TextField(_("what the link worker must know"), max_length=1000, blank=True)
    # What came of it, in words that the practice and the person read.
    closing_note = models.TextField(_("what came of it"), max_length=1000, blank=True, default="", db_default="")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="referrals")
    referred_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=REFERRAL_STATUSES)
    holder = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="held_referrals")
    next_action = models.CharField(max_length=20, choices=NEXT_ACTIONS, blank=True)
    due_on = models.DateField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="referral_status", condition=Q(status__in=[value for value, _label in REFERRAL_STATUSES])
            ),
            models.CheckConstraint(name="referral_route", condition=Q(route__in=Route.values)),
            models.CheckConstraint(name="referral_has_needs", condition=Q(needs__len__gte=1)),
            models.CheckConstraint(
                name="referral_open_has_next_and_due",
                condition=(_OPEN & ~Q(next_action="") & Q(due_on__isnull=False))
                | (~_OPEN & Q(next_action="", due_on=None)),
            ),
            models.CheckConstraint(
                name="referral_one_holder",
                condition=(_OPEN & ~_HELD_BY_TEAM & Q(holder__isnull=False))
                | (_HELD_BY_TEAM & Q(holder=None))
                | (~_OPEN & Q(holder=None)),
            ),
            models.CheckConstraint(
                name="referral_risk_note_with_risk",
                condition=Q(risk=Risk.NONE, risk_note="") | (Q(risk=Risk.READ_FIRST) & ~Q(risk_note="")),
            ),
            models.CheckConstraint(
                name="referral_self_or_organisation",
                condition=Q(route=Route.SELF, referring_organisation=None)
                | (~Q(route=Route.SELF) & Q(referring_organisation__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="referral_of_team", fields=["team", "status", "due_on"]),
            models.Index(name="referral_of_practice", fields=["referring_organisation", "-referred_at"]),
            models.Index(name="referral_when", fields=["referred_at"]),
        ]

    def __str__(self) -> str:
        return self.reference


class StatusChange(Record):
    """One move of a state machine, kept for ever: what happened, who did it in which role, why."""

    RETENTION = Retention.HEALTH

    event = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    occurred_at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=StatusReason, blank=True)
    by_membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    by_client = models.ForeignKey(ApiClient, models.PROTECT, null=True, related_name="+")
    by_role = models.CharField(max_length=20, choices=ROLES, blank=True)

    class Meta:
        abstract = True


class ReferralStatusChange(StatusChange):
    """The history of a referral."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="status_changes")

    class Meta:
        ordering = ["occurred_at", "pk"]
        triggers = [APPEND_ONLY]
        indexes = [models.Index(name="referral_change_event", fields=["event", "occurred_at"])]

    def __str__(self) -> str:
        return str(self.public_id)
