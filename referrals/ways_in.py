"""The ways in: how a referral can reach a team. A new one is a row here; `receive` judges all of them alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from referrals.kit.permissions import Permission, Role

# Routes by which somebody else than a practice sends a person to a team.
OTHER_ROUTES = ("hospital", "agency", "outreach")
ALL_ROUTES = ("gp", "self", *OTHER_ROUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """What one way in has of its own.

    `routes`: role -> the Routes that such a sender may give; the first is taken when they give none. A role that is
    not named may not use this way; None stands for a sender without a role, like the public.
    `permission`: what the sender must be allowed to do.
    `finds_people`: the one person with the draft's NHS number is looked for. Otherwise everybody is registered as
    someone new, so that the answer tells nobody who is known.
    `asks_about_risk`: a text that may describe a risk, sent with "no risk", is put to its sender once. What comes by
    other ways, and what the public writes, is put to the team.
    `asks_about_repeats`: what its sender sent just before is not sent again unless they say so: a page went Back.
    `asks_about_lookalikes`: nothing is sent before the sender has said whether it is someone they know.
    `names_team`: the draft says which team; otherwise it is the one that the sender's organisation refers to.
    `is_public`: anybody may use it, acts as the public, and is slowed down after many sendings.
    """

    code: str
    routes: Mapping[Role | None, tuple[str, ...]]
    permission: Permission = Permission.REFER
    finds_people: bool = True
    asks_about_risk: bool = False
    asks_about_repeats: bool = False
    asks_about_lookalikes: bool = False
    names_team: bool = False
    is_public: bool = False


PRACTICE_FORM = WayIn(
    code="practice-form",
    routes={Role.GP: ("gp",)},
    asks_about_risk=True,
    asks_about_repeats=True,
    asks_about_lookalikes=True,
)
TAKEN_DOWN = WayIn(
    code="taken-down",
    routes={Role.LINK_WORKER: ("self", *OTHER_ROUTES)},
    asks_about_risk=True,
    asks_about_repeats=True,
)
SELF_REFERRAL = WayIn(
    code="self-referral",
    routes={None: ("self",)},
    finds_people=False,
    asks_about_risk=True,
    names_team=True,
    is_public=True,
)
# A link worker who sends a referral by system does so for another agency; practices send their own.
REST = WayIn(code="rest", routes={Role.GP: ("gp",), Role.LINK_WORKER: ("agency",)})
# The same senders in another language.
FHIR = replace(REST, code="fhir")
CASELOAD_LIST = WayIn(
    code="caseload-list",
    routes={Role.MANAGER: ALL_ROUTES, None: ALL_ROUTES},
    permission=Permission.KEEP_ORGANISATION,
    names_team=True,
)
EVERY_WAY_IN = (PRACTICE_FORM, TAKEN_DOWN, SELF_REFERRAL, REST, FHIR, CASELOAD_LIST)
