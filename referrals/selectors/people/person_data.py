"""Where the record holds something on a person, and where a person's account does."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.sessions.models import Session
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import get_application_model

from referrals import models as record
from referrals.kit.registries.person_data import Holding
from referrals.selectors.messages import messages
from referrals.selectors.work import subjects


def accounts_of(person_id: int) -> "QuerySet[record.User]":
    """The accounts that are the person's alone: someone who also works here keeps theirs."""
    theirs = record.User.objects.filter(memberships__person=person_id)
    return theirs.exclude(memberships__in=record.Membership.objects.exclude(person=person_id))


def sessions_of(person_id: int) -> QuerySet[Session]:
    """The sign-ins of the person's account. A session names its user only inside what it packs up."""
    users = {str(key) for key in accounts_of(person_id).values_list("pk", flat=True)}
    keys = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") in users]
    return Session.objects.filter(pk__in=keys)


def sign_ins_of(person_id: int) -> "QuerySet[record.SignIn]":
    """By a mailed link, or to an account that is the person's alone."""
    return record.SignIn.objects.filter(Q(person=person_id) | Q(user__in=accounts_of(person_id)))


def unsent_forms_of(person_id: int) -> "QuerySet[record.UnsentForm]":
    """Of the person's own account; what a colleague typed about them cannot be told, and is gone within days."""
    return record.UnsentForm.objects.filter(user__in=accounts_of(person_id))


def clients_of(person_id: int) -> "QuerySet[record.ApiClient]":
    """The programs that act for the person; such a program acts for nobody else."""
    return record.ApiClient.objects.filter(roles__person=person_id).distinct()


def applications_of(person_id: int) -> Any:
    """The credentials of those programs; their tokens go with them."""
    clients = clients_of(person_id).values("oauth_client_id")
    return get_application_model()._default_manager.filter(client_id__in=clients)


def _of_account(model: type[Model], path: str) -> Holding:
    return Holding(
        model,
        _("Account"),
        find=lambda person_id: model._default_manager.filter(**{f"{path}__in": accounts_of(person_id)}),
        hidden=frozenset({"key"}),
    )


def duplicates_of(person_id: int) -> "QuerySet[record.LikelyDuplicate]":
    """The pairs that the person is one of."""
    return record.LikelyDuplicate.objects.filter(Q(first=person_id) | Q(second=person_id))


def merges_of(person_id: int) -> "QuerySet[record.Merge]":
    """The merges that the person is one side of."""
    return record.Merge.objects.filter(Q(kept=person_id) | Q(gone=person_id))


SENT_TO_THEM = "a link opens the page of whom it was sent to, and nobody else's"
HOLDINGS = (
    Holding(record.Person, _("Who you are"), "id"),
    Holding(record.PersonKeys, _("Who you are"), "person", exported=False, stays="worked out from the person's facts"),
    # A pair speaks of somebody else too, who may be a stranger.
    Holding(
        record.LikelyDuplicate,
        _("People who look like you"),
        find=duplicates_of,
        exported=False,
        stays="who was compared with whom",
    ),
    Holding(record.Merge, _("Merged records"), find=merges_of, exported=False, stays="what was merged with what"),
    Holding(record.PersonPractice, _("GP practice"), "person"),
    Holding(record.PersonEthnicity, _("Ethnic group"), "person"),
    Holding(record.PersonAddress, _("Addresses"), "person"),
    # By which door it came, and how it was proved; not which colleague wrote that down.
    Holding(
        record.ContactPoint,
        _("Phone numbers and e-mail addresses"),
        "person",
        hidden=frozenset({"said_by", "proved_by"}),
    ),
    Holding(record.RelatedPerson, _("People close to you"), "person"),
    Holding(record.LongTermCondition, _("Long-term conditions"), "person"),
    Holding(record.DetailChange, _("What was changed of your details"), "person", hidden=frozenset({"by"})),
    Holding(record.Agreement, _("What you agreed to"), "person"),
    Holding(record.Episode, _("Times with a link worker team"), "person", counted_on="opened_at"),
    # The name of a colleague at the practice is theirs, not the person's.
    Holding(
        record.Referral,
        _("Referrals"),
        "person",
        counted_on="referred_at",
        hidden=frozenset({"on_behalf_of", "referrer_name", "referrer_phone"}),
        guarded=frozenset({"risk_note"}),
    ),
    Holding(
        record.ReferralStatusChange, _("What happened to the referrals"), "referral__person", counted_on="occurred_at"
    ),
    Holding(record.ReferralIdentifier, _("What your practice's system calls a referral"), "referral__person"),
    Holding(record.RecordEntry, _("What your practice put in its own record"), "referral__person"),
    Holding(
        record.RiskNotice,
        _("Risks that your practice was told of"),
        "referral__person",
        guarded=frozenset({"note"}),
    ),
    Holding(
        record.Contact,
        _("Conversations"),
        "episode__person",
        counted_on="occurred_at",
        hidden=frozenset({"struck_out_by"}),
        guarded=frozenset({"note", "struck_out_because"}),
    ),
    Holding(record.CorrectionRequest, _("What you said is wrong, and the answers"), "episode__person"),
    Holding(record.Appointment, _("Appointments"), "episode__person"),
    Holding(record.Thread, _("Questions among your link workers' team"), "episode__person"),
    Holding(
        record.Comment,
        _("What your link workers' team said among themselves"),
        "thread__episode__person",
        guarded=frozenset({"text"}),
    ),
    Holding(record.CarePlan, _("What matters to you"), "episode__person", counted_on="agreed_at"),
    Holding(record.Need, _("Needs"), "plan__episode__person"),
    Holding(record.Goal, _("Goals"), "plan__episode__person", counted_on="set_at"),
    Holding(record.OutcomeScore, _("Answers to well-being questions"), "episode__person", counted_on="occurred_at"),
    Holding(record.OnwardReferral, _("Services you were referred to"), "episode__person", counted_on="offered_at"),
    Holding(
        record.OnwardStatusChange,
        _("What happened at the services"),
        "onward_referral__episode__person",
        counted_on="occurred_at",
    ),
    Holding(
        record.AnswerLink,
        _("Links by which services could answer"),
        "onward_referral__episode__person",
        hidden=frozenset({"digest"}),
    ),
    Holding(
        record.FeedbackLink,
        _("Links by which you could say how a session was"),
        "attendance__person",
        hidden=frozenset({"digest"}),
    ),
    Holding(record.Feedback, _("What you said of sessions"), "person"),
    Holding(record.Attendance, _("Sessions you came to"), "person", counted_on="occurred_at"),
    Holding(record.Tag, _("Cards and tags"), "person"),
    Holding(record.StrayScan, _("Tags shown at another time than a session's"), "person"),
    # What is written to protect someone may endanger them where somebody else reads it over their shoulder.
    Holding(record.Flag, _("Warnings for the team"), "episode__person", guarded=frozenset({"note", "end_reason"})),
    Holding(record.FlagRead, _("Who has read the warnings"), "flag__episode__person"),
    Holding(
        record.Task, _("What link workers had to do"), "episode__person", names={"subject_id": subjects.find_model}
    ),
    Holding(
        record.Handover,
        _("Who took over your support"),
        "episode__person",
        hidden=frozenset({"given_by", "to"}),
        guarded=frozenset({"note"}),
    ),
    Holding(record.OutboundMessage, _("Messages"), find=messages.about, names={"subject_id": subjects.find_model}),
    Holding(
        record.SignInLink,
        _("Links by which you could sign in"),
        "person",
        hidden=frozenset({"digest"}),
        stays=SENT_TO_THEM,
    ),
    Holding(
        record.ProofLink,
        _("Links by which you could confirm a number or address"),
        "person",
        hidden=frozenset({"digest"}),
        stays=SENT_TO_THEM,
    ),
    Holding(record.SignIn, _("Where you signed in"), find=sign_ins_of, hidden=frozenset({"user"})),
    # Sealed, and shown on the page where it was typed.
    Holding(record.UnsentForm, _("What you typed and did not send"), find=unsent_forms_of, exported=False),
    Holding(record.AnsweredRequest, _("Answers kept for other systems"), "person"),
    # Whoever signed in to one record has proved nothing of the other; who stands gets an account with the next link.
    Holding(record.Membership, _("Account"), "person", stays="an account opens the record that it was made for"),
    # Staff only, never a person's own account; declared, since a membership can be a person's.
    Holding(record.Cover, _("Account"), "away__person", exported=False),
    Holding(record.ClientRole, _("Programs that act for you"), "person"),
    Holding(record.ApiClient, _("Programs that act for you"), find=clients_of, hidden=frozenset({"oauth_client_id"})),
    Holding(get_application_model(), _("Programs that act for you"), find=applications_of, exported=False),
    Holding(record.User, _("Account"), find=accounts_of, hidden=frozenset({"password"})),
    _of_account(EmailAddress, "user"),
    _of_account(EmailConfirmation, "email_address__user"),
    Holding(Session, _("Signed-in browsers"), find=sessions_of, exported=False),
    Holding(
        record.AuditEvent,
        _("Who did or read what"),
        "person_id",
        hidden=frozenset({"user_id", "membership_id", "person_id", "object_id"}),
        names={"organisation_id": record.Organisation, "client_id": record.ApiClient},
        kept="ids only, which name nobody once the person is gone: proof of what was done and of the erasure itself",
    ),
)
