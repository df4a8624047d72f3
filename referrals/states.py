"""The two state machines as data: what may follow what, who may do it, whose turn it is then, and by when.

`manage.py diagrams` prints them as diagrams; `docs/states.md` is that output and a test compares the two.
The onward referral follows the task machine of HL7's Gravity SDOH Clinical Care guide 3.0.0.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal, gettext_noop


class ReferralStatus(StrEnum):
    """Where a referral is."""

    RECEIVED = "received"
    CLAIMED = "claimed"
    SUPPORTED = "supported"
    CLOSED = "closed"
    DECLINED = "declined"
    RETURNED = "returned"


class OnwardStatus(StrEnum):
    """Where an onward referral is; the names are FHIR R4's Task.status."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    FAILED = "failed"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"


class Turn(StrEnum):
    """Who has to act next."""

    TEAM = "team"
    LINK_WORKER = "link_worker"
    PROVIDER = "provider"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a state table. `from_` is None for the beginning; `due` counts working days."""

    event: str
    from_: str | None
    to: str
    by: frozenset[Role]
    turn: Turn
    next_action: str = ""
    due: int | None = None
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """A state table that knows its moves by (event, status)."""

    name: str
    moves: tuple[Move, ...]

    def move(self, event: str, status: str | None) -> Move:
        """The row for an event in a status; a Refusal where there is none."""
        for row in self.moves:
            if row.event == event and row.from_ == status:
                return row
        raise Refusal("not-in-this-state", gettext_noop("This cannot be done now: someone else may have acted first."))

    def events_from(self, status: str) -> frozenset[str]:
        """What can happen next."""
        return frozenset(row.event for row in self.moves if row.from_ == status)

    def statuses(self) -> frozenset[str]:
        """Every status that the table leads to."""
        return frozenset(row.to for row in self.moves)

    @property
    def open(self) -> frozenset[str]:
        """Statuses in which it is somebody's turn."""
        return frozenset(str(row.to) for row in self.moves if row.turn is not Turn.NOBODY)


REFERRERS = frozenset({Role.GP, Role.LINK_WORKER, Role.PERSON})
REFERRING_PRACTICE = frozenset({Role.GP})
TEAM = frozenset({Role.LINK_WORKER})
PROVIDER = frozenset({Role.PROVIDER})
PERSON = frozenset({Role.PERSON})
# Whoever leaves or closes a team is handed over by its manager or the area's administrator.
TEAM_OR_MANAGER = TEAM | {Role.MANAGER, Role.ADMINISTRATOR}
# How long after its end a referral is taken up again; after that the person is referred anew.
REOPENED_WITHIN = timedelta(days=182)
# So soon after its end it is the same time of support that goes on.
SAME_SUPPORT_WITHIN = timedelta(days=7)
EITHER = TEAM | PROVIDER
# Whoever ends an organisation ends what its services stand in.
KEEPER = frozenset({Role.ADMINISTRATOR})


def _referral_moves() -> tuple[Move, ...]:
    r = ReferralStatus
    unclaimed = (Turn.TEAM, "claim", 2)
    claimed = (Turn.LINK_WORKER, "first_contact", 5)
    supported = (Turn.LINK_WORKER, "review", 20)
    over = (Turn.NOBODY, "", None)
    waiting = (r.RECEIVED, r.CLAIMED)
    return (
        Move("receive", None, r.RECEIVED, REFERRERS, *unclaimed),
        # The person already has a link worker: the new referral joins the open episode.
        Move("join", None, r.CLAIMED, REFERRERS, *claimed),
        Move("claim", r.RECEIVED, r.CLAIMED, TEAM, *claimed),
        Move("release", r.CLAIMED, r.RECEIVED, TEAM, *unclaimed),
        Move("begin_support", r.CLAIMED, r.SUPPORTED, TEAM, *supported),
        # A talk or a new plan puts the next look at it off.
        Move("review", r.SUPPORTED, r.SUPPORTED, TEAM, *supported),
        Move("reopen", r.CLOSED, r.CLAIMED, TEAM, *claimed),
        # The person comes back: to the link worker whom they know, or to the team where that one has left.
        Move("ask_again", r.CLOSED, r.CLAIMED, PERSON, *claimed),
        Move("ask_team_again", r.CLOSED, r.RECEIVED, PERSON, *unclaimed),
        # A colleague takes over what is under way, due when it was due; another team begins with its inbox.
        Move("join", r.RECEIVED, r.CLAIMED, TEAM_OR_MANAGER, *claimed),
        Move("hand_over", r.CLAIMED, r.CLAIMED, TEAM_OR_MANAGER, *claimed),
        Move("hand_over", r.SUPPORTED, r.SUPPORTED, TEAM_OR_MANAGER, *supported),
        *(Move("pass_on", status, r.RECEIVED, TEAM_OR_MANAGER, *unclaimed) for status in (*waiting, r.SUPPORTED)),
        # Whoever sent it takes it back; once support has begun they call the team.
        *(Move("withdraw", status, r.RETURNED, REFERRING_PRACTICE, *over, needs_reason=True) for status in waiting),
        *(Move("return", status, r.RETURNED, TEAM, *over, needs_reason=True) for status in waiting),
        *(Move("decline", status, r.DECLINED, TEAM, *over, needs_reason=True) for status in (*waiting, r.SUPPORTED)),
        *(Move("close", status, r.CLOSED, TEAM, *over, needs_reason=True) for status in (r.CLAIMED, r.SUPPORTED)),
    )


def _onward_moves() -> tuple[Move, ...]:
    s = OnwardStatus
    accepted = (Turn.PROVIDER, "start", 20)
    started = (Turn.PROVIDER, "report", 60)
    held = (Turn.PROVIDER, "offer_place", 20)
    over = (Turn.NOBODY, "", None)
    running = (s.ACCEPTED, s.IN_PROGRESS, s.ON_HOLD)
    ended = (s.REJECTED, s.CANCELLED, s.FAILED, s.COMPLETED)
    return (
        Move("offer", None, s.REQUESTED, TEAM, Turn.PROVIDER, "answer", 10),
        Move("accept", s.REQUESTED, s.ACCEPTED, PROVIDER, *accepted),
        Move("reject", s.REQUESTED, s.REJECTED, PROVIDER, *over, needs_reason=True),
        Move("start", s.ACCEPTED, s.IN_PROGRESS, PROVIDER, *started),
        Move("hold", s.ACCEPTED, s.ON_HOLD, PROVIDER, *held, needs_reason=True),
        Move("hold", s.IN_PROGRESS, s.ON_HOLD, PROVIDER, *held, needs_reason=True),
        Move("resume", s.ON_HOLD, s.IN_PROGRESS, PROVIDER, *started),
        *(Move("complete", status, s.COMPLETED, PROVIDER, *over) for status in running),
        *(Move("fail", status, s.FAILED, PROVIDER | KEEPER, *over, needs_reason=True) for status in running),
        *(
            Move("cancel", status, s.CANCELLED, EITHER | KEEPER, *over, needs_reason=True)
            for status in (s.REQUESTED, *running)
        ),
        *(
            Move("enter_in_error", status, s.ENTERED_IN_ERROR, TEAM, *over, needs_reason=True)
            for status in (s.REQUESTED, *running, *ended)
        ),
    )


REFERRAL = Machine("referral", _referral_moves())
ONWARD = Machine("onward referral", _onward_moves())

# Where an open onward referral stands with the service; each open status is in one of the three.
WAITS_FOR_AN_ANSWER = frozenset({OnwardStatus.REQUESTED})
TAKES_A_PLACE = frozenset({OnwardStatus.ACCEPTED, OnwardStatus.IN_PROGRESS})
WAITS_FOR_A_PLACE = frozenset({OnwardStatus.ON_HOLD})
# What ends an open onward referral when its service closes: whoever came has not had what they came for.
WHEN_THE_SERVICE_CLOSES = {
    OnwardStatus.REQUESTED: "cancel",
    OnwardStatus.ACCEPTED: "cancel",
    OnwardStatus.ON_HOLD: "cancel",
    OnwardStatus.IN_PROGRESS: "fail",
}
# What a provider may open: an offer still open, or a person who came. A refused offer is theirs no longer.
SEEN_BY_PROVIDER = frozenset(
    {
        OnwardStatus.REQUESTED,
        OnwardStatus.ACCEPTED,
        OnwardStatus.IN_PROGRESS,
        OnwardStatus.ON_HOLD,
        OnwardStatus.COMPLETED,
    }
)
