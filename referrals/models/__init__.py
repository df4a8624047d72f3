"""The tables of the record, one module per noun."""

from referrals.models.audit import AuditEvent, Erasure
from referrals.models.corrections import CorrectionRequest
from referrals.models.duplicates import LikelyDuplicate, Merge, PersonKeys
from referrals.models.entries import RecordEntry
from referrals.models.feedback import Feedback
from referrals.models.flags import Flag, FlagRead
from referrals.models.handovers import Cover, Handover
from referrals.models.ledger import LedgerEntry
from referrals.models.links import AnswerLink, FeedbackLink, ListingLink, RegisterLink, SignInLink, SingleUseLink
from referrals.models.notices import RiskNotice
from referrals.models.onward import Attendance, OnwardReferral, OnwardStatusChange
from referrals.models.organisations import ApiClient, Membership, Organisation, User
from referrals.models.pathways import PathwayTemplate
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
from referrals.models.support import Appointment, CarePlan, Contact, Goal, Need, OutcomeScore
from referrals.models.threads import Comment, Thread
from referrals.models.work import AnsweredRequest, ChangedWeek, OutboundMessage, Task

__all__ = [
    "Agreement",
    "AnswerLink",
    "AnsweredRequest",
    "ApiClient",
    "Appointment",
    "Attendance",
    "AuditEvent",
    "CarePlan",
    "ChangedWeek",
    "Comment",
    "Contact",
    "ContactPoint",
    "CorrectionRequest",
    "Cover",
    "DatedValue",
    "Episode",
    "Erasure",
    "Feedback",
    "FeedbackLink",
    "Flag",
    "FlagRead",
    "Goal",
    "Handover",
    "LedgerEntry",
    "LikelyDuplicate",
    "ListingLink",
    "LongTermCondition",
    "Membership",
    "Merge",
    "Need",
    "OnwardReferral",
    "OnwardStatusChange",
    "Organisation",
    "OutboundMessage",
    "OutcomeScore",
    "PathwayTemplate",
    "Person",
    "PersonAddress",
    "PersonEthnicity",
    "PersonKeys",
    "PersonPractice",
    "Postcode",
    "Record",
    "RecordEntry",
    "Referral",
    "ReferralStatusChange",
    "RegisterLink",
    "RelatedPerson",
    "Retention",
    "RiskNotice",
    "Service",
    "Session",
    "SignInLink",
    "SingleUseLink",
    "SmallArea",
    "StatusChange",
    "Tag",
    "Task",
    "Thread",
    "User",
    "tracked",
]
