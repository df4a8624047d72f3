"""Why a referral ended, in words that may stand on a locked screen: they name no person and no health matter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.models import OutboundMessage, ReferralStatusChange
from referrals.models.choices import StatusReason
from referrals.states import REFERRAL

ENDED = REFERRAL.statuses() - REFERRAL.open
SAFE: dict[str, Promise] = {
    StatusReason.NOT_WANTED: _("not wanted"),
    StatusReason.NOT_NOW: _("not at this time"),
    StatusReason.UNREACHABLE: _("could not be reached"),
    StatusReason.GOALS_MET: _("goals met"),
    StatusReason.MOVED_AWAY: _("moved away"),
    # That someone died is not read from a screen in passing.
    StatusReason.DIED: _("can no longer take part"),
    StatusReason.NOT_SUITABLE: _("another kind of help fits better"),
    StatusReason.DUPLICATE: _("referred twice"),
    StatusReason.MISTAKE: _("entered by mistake"),
}


def reason(message: OutboundMessage) -> str:
    """Why the referral ended as the message tells; blank where it tells of no ending."""
    if _status(message.kind) not in ENDED:
        return ""
    ended = ReferralStatusChange.objects.filter(referral=message.referral_id, to_status=_status(message.kind))
    code = ended.order_by("-occurred_at", "-pk").values_list("reason", flat=True).first() or ""
    return str(SAFE.get(code, _("it stands in the referral"))) if code else ""


def _status(kind: str) -> str:
    return kind.removeprefix("referral_")
