"""What a reader sees of roles, statuses and what is next."""

from django.utils.translation import gettext_lazy as _

from referrals.kit.permissions import Role
from referrals.states import OnwardStatus, ReferralStatus

ROLES = [
    (Role.GP.value, _("GP practice")),
    (Role.LINK_WORKER.value, _("Link worker")),
    (Role.PROVIDER.value, _("Provider")),
    (Role.COMMISSIONER.value, _("Commissioner")),
    (Role.PERSON.value, _("Person")),
    (Role.MANAGER.value, _("Manager")),
    (Role.ADMINISTRATOR.value, _("Area administrator")),
]
# Seven words or fewer: a GP, a link worker and the person read the same ones.
REFERRAL_STATUSES = [
    (ReferralStatus.RECEIVED.value, _("Waiting for a link worker")),
    (ReferralStatus.CLAIMED.value, _("A link worker is making contact")),
    (ReferralStatus.SUPPORTED.value, _("Getting support from a link worker")),
    (ReferralStatus.CLOSED.value, _("Support has ended")),
    (ReferralStatus.DECLINED.value, _("The person said no")),
    (ReferralStatus.RETURNED.value, _("Sent back to the referrer")),
]
ONWARD_STATUSES = [
    (OnwardStatus.REQUESTED.value, _("Waiting for the service's answer")),
    (OnwardStatus.ACCEPTED.value, _("Has a place")),
    (OnwardStatus.REJECTED.value, _("The service said no")),
    (OnwardStatus.CANCELLED.value, _("Cancelled")),
    (OnwardStatus.IN_PROGRESS.value, _("Going to the service")),
    (OnwardStatus.ON_HOLD.value, _("On the waiting list")),
    (OnwardStatus.FAILED.value, _("Stopped early")),
    (OnwardStatus.COMPLETED.value, _("Completed")),
    (OnwardStatus.ENTERED_IN_ERROR.value, _("Entered by mistake")),
]
NEXT_ACTIONS = [
    ("claim", _("A link worker claims it")),
    ("first_contact", _("The link worker makes contact")),
    ("review", _("The link worker reviews the plan")),
    ("answer", _("The service answers")),
    ("start", _("The person goes to a first session")),
    ("report", _("The service reports how it went")),
    ("offer_place", _("The service offers a place")),
]
