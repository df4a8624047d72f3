"""By what words and answers about risk are judged, whether a referral comes in or is put right."""

from django.utils.translation import gettext as _

from referrals import risk_words
from referrals.drafts import NO_RISK, URGENT, ReferralDraft
from referrals.kit.refusal import Refusal

MAY_BE_A_RISK = "may-be-a-risk"


def refuse_if_urgent(risk: str) -> None:
    """Stop where help is needed now. A page asks this first: it stops, however wrong the rest is."""
    if risk == URGENT:
        raise Refusal(URGENT, _("This need is urgent: call 999, or 111 and choose option 2. It was not sent."))


def refuse_unless_considered(said: ReferralDraft, *, considered: bool) -> bool:
    """Stop where the words may describe a risk that the answer denies, until their writer has looked once more.

    Whether they may. Refusal: may-be-a-risk.
    """
    may_be_a_risk = said.risk == NO_RISK and risk_words.may_describe(said.note)
    if may_be_a_risk and not considered:
        raise Refusal(MAY_BE_A_RISK, _("Your note may describe a risk: say first whether it does."))
    return may_be_a_risk
