"""The tables of the record, one module per noun."""

from referrals.models.access.asked import AskedLink
from referrals.models.access.audit import AuditEvent, AuditSeal, Erasure
from referrals.models.access.links import (
    AnswerLink,
    FeedbackLink,
    InvitationLink,
    ListingLink,
    ProofLink,
    RegisterLink,
    SignInLink,
    SingleUseLink,
)
from referrals.models.access.second_factors import RecoveryCode, SecondFactor
from referrals.models.access.sign_ins import SignIn, UnsentForm
from referrals.models.access.tries import TryCount
from referrals.models.intake.entries import RecordEntry
from referrals.models.intake.identifiers import ReferralIdentifier
from referrals.models.intake.lists import CaseloadColumns
from referrals.models.intake.notices import RiskNotice
from referrals.models.intake.referrals import Agreement, Episode, Referral, ReferralStatusChange, StatusChange
from referrals.models.onward.onward import Attendance, OnwardReferral, OnwardStatusChange
from referrals.models.organisation.clients import ApiClient, ClientRole, UsedAssertion
from referrals.models.organisation.invitations import Invitation
from referrals.models.organisation.organisations import Membership, Organisation, User
from referrals.models.organisation.reference_loads import ReferenceLoad
from referrals.models.people.changes import DetailChange
from referrals.models.people.contact_points import ContactPoint
from referrals.models.people.corrections import CorrectionRequest
from referrals.models.people.duplicates import LikelyDuplicate, Merge, PersonKeys
from referrals.models.people.people import (
    LongTermCondition,
    Person,
    PersonAddress,
    PersonEthnicity,
    PersonPractice,
    RelatedPerson,
)
from referrals.models.people.places import Postcode, SmallArea
from referrals.models.record import DatedValue, Record, Retention, tracked
from referrals.models.register.feedback import Feedback
from referrals.models.register.stray_scans import StrayScan
from referrals.models.services.ledger import LedgerEntry
from referrals.models.services.services import Service, Session, Tag
from referrals.models.support.flags import Flag, FlagRead
from referrals.models.support.handovers import Cover, Handover
from referrals.models.support.pathways import PathwayTemplate
from referrals.models.support.support import Appointment, CarePlan, Contact, Goal, Need, OutcomeScore
from referrals.models.support.threads import Comment, Thread
from referrals.models.work.known import KnownMessageKind, KnownSubject, KnownTaskKind
from referrals.models.work.work import TASK_SUBJECT, AnsweredRequest, ChangedWeek, OutboundMessage, Task

__all__ = [
    "TASK_SUBJECT",
    "Agreement",
    "AnswerLink",
    "AnsweredRequest",
    "ApiClient",
    "Appointment",
    "AskedLink",
    "Attendance",
    "AuditEvent",
    "AuditSeal",
    "CarePlan",
    "CaseloadColumns",
    "ChangedWeek",
    "ClientRole",
    "Comment",
    "Contact",
    "ContactPoint",
    "CorrectionRequest",
    "Cover",
    "DatedValue",
    "DetailChange",
    "Episode",
    "Erasure",
    "Feedback",
    "FeedbackLink",
    "Flag",
    "FlagRead",
    "Goal",
    "Handover",
    "Invitation",
    "InvitationLink",
    "KnownMessageKind",
    "KnownSubject",
    "KnownTaskKind",
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
    "ProofLink",
    "Record",
    "RecordEntry",
    "RecoveryCode",
    "ReferenceLoad",
    "Referral",
    "ReferralIdentifier",
    "ReferralStatusChange",
    "RegisterLink",
    "RelatedPerson",
    "Retention",
    "RiskNotice",
    "SecondFactor",
    "Service",
    "Session",
    "SignIn",
    "SignInLink",
    "SingleUseLink",
    "SmallArea",
    "StatusChange",
    "StrayScan",
    "Tag",
    "Task",
    "Thread",
    "TryCount",
    "UnsentForm",
    "UsedAssertion",
    "User",
    "tracked",
]
