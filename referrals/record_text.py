"""The text that goes into a clinical record by hand, and the rule for its SNOMED CT codes.

"Referral to social prescribing service" stands once in an episode of support, at its first referral, and not again
when that is taken up once more; "Social prescribing declined" stands when the person said no.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from referrals.states import ReferralStatus

REFERRED_CODE = "871731000000106"
DECLINED_CODE = "871711000000103"


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """A referral as its text tells of it. `began` when no other was open as it came; `outcome` blank until it ends."""

    team: str
    reference: str
    reasons: Sequence[str]
    status: str
    began: bool
    reopened: bool
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact as its text tells of it: nothing of the team's own note, in which others may be named."""

    at: str
    mode: str
    outcome: str
    agreed: str
    author: str
    role: str
    team: str


def codes(facts: ReferralFacts) -> list[str]:
    """The SNOMED CT codes that belong into the record with this referral."""
    found = [REFERRED_CODE] if facts.began and not facts.reopened else []
    return [*found, DECLINED_CODE] if facts.status == ReferralStatus.DECLINED else found


def of_referral(facts: ReferralFacts) -> str:
    """What a GP pastes into the patient's record."""
    given = codes(facts)
    lines = [
        _coded(REFERRED_CODE, _("Referral to social prescribing service")) if REFERRED_CODE in given else "",
        _("Referred to social prescribing: %(team)s") % {"team": facts.team},
        _("Reference: %(reference)s") % {"reference": facts.reference},
        _("Reasons: %(reasons)s") % {"reasons": ", ".join(facts.reasons)},
        _("The patient agreed to share this with the link worker team."),
        _coded(DECLINED_CODE, _("Social prescribing declined")) if DECLINED_CODE in given else "",
        _("Outcome: %(outcome)s") % {"outcome": facts.outcome} if facts.outcome else "",
    ]
    return "\n".join(line for line in lines if line)


def of_contact(facts: ContactFacts) -> str:
    """What a link worker pastes into the clinical record after a contact."""
    lines = [
        _("Social prescribing contact: %(at)s") % {"at": facts.at},
        _("How: %(mode)s") % {"mode": facts.mode},
        _("Outcome: %(outcome)s") % {"outcome": facts.outcome},
        _("Agreed: %(agreed)s") % {"agreed": facts.agreed} if facts.agreed else "",
        f"{facts.author}, {facts.role}, {facts.team}",
    ]
    return "\n".join(line for line in lines if line)


def _coded(code: str, words: str) -> str:
    return _("%(words)s (SNOMED CT %(code)s)") % {"words": words, "code": code}
