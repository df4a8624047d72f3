"""What should be true of the pathway, kept beside the product in the plainest words: the machine compares the two.

It shares no code with the product. The edges of an onward referral are those of HL7's Gravity task machine.
"""

from dataclasses import dataclass, field

OPEN = {"received", "claimed", "supported"}
HELD = {"claimed", "supported"}
ENDS = {
    "close": ("closed", {"claimed", "supported"}),
    "decline": ("declined", {"received", "claimed", "supported"}),
    "return": ("returned", {"received", "claimed"}),
}
OFFER_OPEN = {"requested", "accepted", "in-progress", "on-hold"}
TAKES_A_PLACE = {"accepted", "in-progress"}
RUNNING = {"accepted", "in-progress", "on-hold"}
OFFER_MOVES = {
    "accept": ({"requested"}, "accepted"),
    "wait": ({"requested"}, "on-hold"),
    "reject": ({"requested"}, "rejected"),
    "resume": ({"on-hold"}, "in-progress"),
    "complete": (RUNNING, "completed"),
    "fail": (RUNNING, "failed"),
    "cancel": ({"requested", *RUNNING}, "cancelled"),
    "enter_in_error": ({*OFFER_OPEN, "rejected", "cancelled", "failed", "completed"}, "entered-in-error"),
}


@dataclass(slots=True)
class Someone:
    """A person; `sharing` is whether services may know of them (None: never asked)."""

    number: str
    sharing: bool | None = None


@dataclass(slots=True)
class Support:
    """An episode: one person's time with a team. `holder` is a link worker's name, or nobody; `team` another team's."""

    someone: Someone
    public_id: str
    holder: str = ""
    is_open: bool = True
    team: str = ""


@dataclass(slots=True)
class Case:
    """A referral."""

    public_id: str
    reference: str
    support: Support
    status: str

    @property
    def holder(self) -> str:
        return self.support.holder if self.status in HELD else ""


@dataclass(slots=True)
class Offer:
    """An onward referral."""

    public_id: str
    support: Support
    service: str
    status: str = "requested"
    came: bool = False


@dataclass(slots=True)
class Truth:
    """Everything that happened, as it should be."""

    places: dict[str, int]
    people: list[Someone] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)

    def support_of(self, someone: Someone) -> Support | None:
        """The person's open episode with our team."""
        return next((one for one in self.supports if one.someone is someone and one.is_open and not one.team), None)

    def cases_of(self, support: Support, *statuses: str) -> list[Case]:
        wanted = set(statuses) or OPEN
        return [case for case in self.cases if case.support is support and case.status in wanted]

    def offers_of(self, support: Support, *statuses: str) -> list[Offer]:
        wanted = set(statuses) or OFFER_OPEN
        return [offer for offer in self.offers if offer.support is support and offer.status in wanted]

    def has_room(self, service: str) -> bool:
        taken = sum(offer.service == service and offer.status in TAKES_A_PLACE for offer in self.offers)
        return taken < self.places[service]

    def take_on(self, support: Support, worker: str) -> None:
        """A link worker takes on the person, and so everything that was sent for them."""
        support.holder = worker
        for case in self.cases_of(support, "received"):
            case.status = "claimed"

    def end(self, case: Case, status: str) -> None:
        """The episode ends with its last open referral; what no service has answered is taken back."""
        case.status = status
        if not self.cases_of(case.support):
            case.support.is_open = False
            for offer in self.offers_of(case.support, "requested"):
                offer.status = "cancelled"
