"""The kinds of message that the record itself sends, and by what each has come to be untrue before it went out."""

from django.utils.translation import gettext_lazy as _

from referrals.kit.registries.message_kinds import MessageKind
from referrals.models import OutboundMessage
from referrals.models.choices import AgreementPurpose
from referrals.models.services.service_choices import AttendanceStatus
from referrals.selectors.messages import messages
from referrals.selectors.people import proofs
from referrals.selectors.register import sessions

PRACTICE, TEAM, PROVIDER, PERSON, MANAGER = "/gp/", "/link-worker/", "/provider/", "/me/", "/manager/"
ACCOUNTS = "/accounts/"
# What people agree to before anything is sent to them.
TO_PEOPLE: tuple[str, ...] = (AgreementPurpose.GET_MESSAGES.value,)


def _came_not(message: OutboundMessage) -> bool:
    """The register was put right since: nobody is asked how it was where they were not."""
    return message.attendance is not None and message.attendance.status != AttendanceStatus.ATTENDED


def _is_not_expected(message: OutboundMessage) -> bool:
    """The session is off, the place was given back, or the person wants the service to know of them no more."""
    session, place = message.session, message.onward_referral
    if session is None or place is None:
        return False
    return session.cancelled_at is not None or not sessions.expected(session).filter(pk=place.pk).exists()


def _is_answered(message: OutboundMessage) -> bool:
    """They accepted by another link, or the invitation was withdrawn."""
    invited = messages.invites(message)
    return invited is None or invited.accepted_at is not None or invited.withdrawn_at is not None


def _is_proved(message: OutboundMessage) -> bool:
    """Somebody has proved it meanwhile, or it is not theirs, or not safe, any more."""
    point = messages.written_to(message)
    return point is None or not proofs.can_be_asked(point)


def _is_no_longer_theirs(message: OutboundMessage) -> bool:
    point = messages.written_to(message)
    return point is None or not proofs.can_be_written_to(point)


KINDS = (
    MessageKind("referral_received", _("A referral is waiting"), TEAM),
    MessageKind("referral_withdrawn", _("A practice has taken a referral back"), TEAM),
    MessageKind("referral_closed", _("Support has ended after your referral"), PRACTICE),
    MessageKind("referral_declined", _("The person you referred said no"), PRACTICE),
    MessageKind("referral_returned", _("A referral has come back to you"), PRACTICE),
    MessageKind("asked_again", _("Someone asks for support again"), TEAM),
    MessageKind("referral_unclaimed", _("A referral still waits for a link worker"), MANAGER),
    MessageKind("referral_untouched", _("A referral stands still"), MANAGER),
    MessageKind("tasks_overdue", _("Tasks are overdue"), MANAGER),
    MessageKind("risk_told", _("A link worker asks you to read a note today"), PRACTICE),
    MessageKind("person_offered", _("A link worker asks for a place"), PROVIDER, asks=True),
    MessageKind("offer_reminder", _("A link worker still waits for your answer"), PROVIDER, asks=True),
    MessageKind("offer_unanswered", _("A service has not answered for nine working days"), TEAM),
    MessageKind("offer_passed_on", _("Another service has been asked for a place"), TEAM),
    MessageKind("offer_accepted", _("A service said yes"), TEAM),
    MessageKind("offer_waiting", _("A service has a waiting list"), TEAM),
    MessageKind("offer_rejected", _("A service said no"), TEAM),
    MessageKind("service_closed", _("A service has closed"), TEAM),
    MessageKind("listing_check", _("Is your listing still right?"), PROVIDER, asks=True),
    MessageKind("place_found", _("News from your link worker"), PERSON, needs=TO_PEOPLE),
    MessageKind("referral_known", _("A link worker will call you"), PERSON, needs=TO_PEOPLE),
    MessageKind("appointment_told", _("Your appointment"), PERSON, needs=TO_PEOPLE),
    MessageKind("appointment_colleague", _("Your appointment"), PERSON, needs=TO_PEOPLE),
    MessageKind("appointment_reminder", _("Reminder of your appointment"), PERSON, needs=TO_PEOPLE, soon=True),
    MessageKind(
        "session_reminder",
        _("Reminder of your session"),
        PERSON,
        needs=TO_PEOPLE,
        soon=True,
        is_overtaken=_is_not_expected,
    ),
    MessageKind("session_cancelled", _("Your session is cancelled"), PERSON, needs=TO_PEOPLE, soon=True),
    MessageKind("how_was_it", _("How was it?"), PERSON, needs=TO_PEOPLE, is_overtaken=_came_not),
    MessageKind("correction_answered", _("An answer from your link worker"), PERSON, needs=TO_PEOPLE),
    MessageKind("sign_in", _("Your link to sign in"), PERSON),
    MessageKind("confirm_address", _("Please confirm this address"), PERSON, is_overtaken=_is_proved),
    MessageKind("address_added", _("Another address was added"), PERSON, is_overtaken=_is_no_longer_theirs),
    MessageKind("invitation", _("You are invited to work with us"), ACCOUNTS, is_overtaken=_is_answered),
    MessageKind("second_factor_reset", _("Your second step was reset"), ACCOUNTS, to=messages.address_of_member),
    MessageKind("appointment_cancelled", _("Your appointment is cancelled"), PERSON, needs=TO_PEOPLE, soon=True),
)
