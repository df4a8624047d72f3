"""The tables of the record, one module per noun."""

from referrals.models.audit import AuditEvent, Erasure
from referrals.models.entries import RecordEntry
from referrals.models.flags import Flag, FlagRead
from referrals.models.links import AnswerLink
from referrals.models.notices import RiskNotice
from referrals.models.onward import Attendance, OnwardReferral, OnwardStatusChange
from referrals.models.organisations import ApiClient, Membership, Organisation, User
from referrals.models.people import (
    ContactPoint,
    LongTermCondition,
    Person,
    PersonAddress,
    PersonEthnicity,
    PersonPractice,
    RelatedPerson,
)
from referrals.models.places import Postcode, SmallArea
from referrals.models.record import DatedValue, Record, Retention, tracked
from referrals.models.referrals import Agreement, Episode, Referral, ReferralStatusChange, StatusChange
from referrals.models.services import Service, Session, Tag
from referrals.models.support import CarePlan, Contact, Goal, Need, OutcomeScore
from referrals.models.work import AnsweredRequest, ChangedWeek, OutboundMessage, Task

__all__ = [
    "Agreement",
    "AnswerLink",
    "AnsweredRequest",
    "ApiClient",
    "Attendance",
    "AuditEvent",
    "CarePlan",
    "ChangedWeek",
    "Contact",
    "ContactPoint",
    "DatedValue",
    "Episode",
    "Erasure",
    "Flag",
    "FlagRead",
    "Goal",
    "LongTermCondition",
    "Membership",
    "Need",
    "OnwardReferral",
    "OnwardStatusChange",
    "Organisation",
    "OutboundMessage",
    "OutcomeScore",
    "Person",
    "PersonAddress",
    "PersonEthnicity",
    "PersonPractice",
    "Postcode",
    "Record",
    "RecordEntry",
    "Referral",
    "ReferralStatusChange",
    "RelatedPerson",
    "Retention",
    "RiskNotice",
    "Service",
    "Session",
    "SmallArea",
    "StatusChange",
    "Tag",
    "Task",
    "User",
    "tracked",
]
