"""What someone typed or a system sent, checked for form and not yet for rules: what actions take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from referrals.kit.permissions import Role

# The answer to the risk question that stops a referral: understood everywhere, stored nowhere. And the usual one.
URGENT, NO_RISK = "urgent", "none"
# Field of a draft -> how many characters it may have, whichever way it comes in.
LONGEST = {
    "given_name": 100,
    "family_name": 100,
    "preferred_name": 100,
    "address": 300,
    "postcode": 8,
    "language": 60,
    "communication_needs": 500,
    "value": 254,
    "note": 2000,
    "risk_note": 1000,
    "on_behalf_of": 150,
    "consent_version": 20,
    "consent_given_by": 200,
    "referrer_organisation": 200,
    "referrer_name": 150,
    "referrer_phone": 20,
}


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A phone number or e-mail address; `kind` is a ContactKind. Nothing is safe that nobody said."""

    kind: str
    value: str
    safe_to_call: bool = False
    safe_to_leave_message: bool = False
    safe_to_write: bool = False

    @classmethod
    def safe(cls, kind: str, value: str, **but: bool) -> "ContactDraft":
        """One of which the person said that everything is safe, but for what is named."""
        return cls(kind, value, **{"safe_to_call": True, "safe_to_leave_message": True, "safe_to_write": True, **but})


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """Who someone is: by what they are known to be one person and no other. An absent number comes with its reason."""

    given_name: str
    family_name: str
    born_on: date
    preferred_name: str = ""
    sex: str = "unknown"
    nhs_number: str | None = None
    nhs_number_missing_reason: str = ""


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """Where someone lives. An absent postcode comes with its reason."""

    lines: str = ""
    postcode: str | None = None
    postcode_missing_reason: str = ""
    safe_to_write: bool = True


@dataclass(frozen=True, slots=True)
class RelatedDraft:
    """Someone close to the person; `authority` is a ProxyAuthority."""

    name: str
    relationship: str
    phone: str = ""
    is_emergency_contact: bool = False
    is_carer: bool = False
    authority: str = "none"


@dataclass(frozen=True, slots=True)
class PersonDraft(IdentityDraft):
    """A person. An absent NHS number, postcode or practice comes with its reason; one of two names may be blank.

    `wanted_channel` is a Channel, blank where nobody asked how they want to be told; `bad_times` are BadTimes.
    """

    ethnic_category: str = ""
    address: str = ""
    postcode: str | None = None
    postcode_missing_reason: str = ""
    safe_to_write: bool = True
    practice_id: int | None = None
    practice_missing_reason: str = ""
    wanted_channel: str = ""
    bad_times: tuple[str, ...] = ()
    language: str = "English"
    needs_interpreter: bool = False
    communication_needs: str = ""
    is_carer: bool = False
    digital_access: str = "unknown"
    contacts: tuple[ContactDraft, ...] = ()
    related: tuple[RelatedDraft, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """A referral of a person to a team: reasons, the risk question, and the agreement it rests on.

    `risk` is a Risk or URGENT; a blank `route` is the usual one of the way in.
    The referrer is who sent the person to a team that took the referral down.
    """

    needs: tuple[str, ...]
    risk: str
    route: str = ""
    note: str = ""
    risk_note: str = ""
    on_behalf_of: str = ""
    consent_version: str = "2026-01"
    consent_given_by: str = ""
    consent_channel: str = ""
    referrer_organisation: str = ""
    referrer_name: str = ""
    referrer_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDraft:
    """What happened before a team brings someone in: London days as they were, without times.

    `stage` is an open ReferralStatus; `contacts` are (day, ContactMode); without `next_due` the usual day holds;
    `holder_id` is the membership of the link worker who supports the person.
    """

    stage: str
    referred_on: date
    agreed_on: date
    holder_id: int | None = None
    contacts: tuple[tuple[date, str], ...] = ()
    next_due: date | None = None
    what_matters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """Someone whom a team supports already, from a line of its list, with a practice and a holder by their names."""

    line: int
    person: PersonDraft
    referral: ReferralDraft
    earlier: EarlierDraft
    practice_code: str = ""
    holder_email: str = ""
    # What the list calls our columns, and what somebody should look at although the line is good.
    headings: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""

    def heading(self, column: str) -> str:
        """A column by the name that it has in the list."""
        return self.headings.get(column, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDraft:
    """Someone and their referral, as one way in brought them.

    `known` is the public id of someone whom the sender chose among people they know; `person` is then what is new
    about reaching them. `team_id` counts where the way in names the team. What the sender was asked and said:
    `asked_about` are the public ids of people who are others, `again` those of referrals of the same person besides
    which this is one more, `risk_considered` that there is no risk. `earlier` is there for someone already supported.
    """

    referral: ReferralDraft
    person: PersonDraft | None = None
    known: UUID | None = None
    team_id: int | None = None
    asked_about: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()
    risk_considered: bool = False
    earlier: EarlierDraft | None = None

    def too_long(self) -> Iterator[str]:
        """The names of the fields that have more characters than they may."""
        for part in (self.referral, *((self.person, *self.person.contacts) if self.person else ())):
            yield from (name for name, most in LONGEST.items() if len(getattr(part, name, None) or "") > most)


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """How a session was: `liked` is a Liked, `felt` from -5 to 5 or not said, `channel` how it was said."""

    liked: str
    felt: int | None = None
    comment: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """A contact to come: aware moments, a ContactMode, and where."""

    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A goal in the person's words; `daily_steps` for one that a step counter can show."""

    text: str
    review_on: date
    daily_steps: int | None = None


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What matters, the needs behind it as (code, own words), and the goals."""

    what_matters: str
    review_on: date
    needs: tuple[tuple[str, str], ...] = ()
    goals: tuple[GoalDraft, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PathwayDraft:
    """A template of a care pathway: goals as (working days, words), contacts as working days."""

    name: str
    needs: tuple[str, ...]
    goals: tuple[tuple[int, str], ...]
    contacts: tuple[int, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """A service's listing. `places` None means no limit; `needs` are NeedCodes; `status` a ServiceStatus.

    `days` are Weekdays, `area_codes` local authorities (none: anywhere); `is_free` None is not said.
    """

    name: str
    needs: tuple[str, ...]
    description: str = ""
    location: str = ""
    postcode: str = ""
    schedule: str = ""
    cost: str = ""
    language: str = "English"
    is_step_free: bool = False
    places: int | None = None
    status: str = "open"
    asks_for_health_needs: bool = False
    days: tuple[str, ...] = ()
    is_free: bool | None = None
    accessibility: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    weeks_to_wait: int | None = None
    eligibility: str = ""
    youngest: int | None = None
    oldest: int | None = None
    for_sex: str = ""
    for_carers: bool = False
    area_codes: tuple[str, ...] = ()
    takes_self_referrals: bool = True
    scan_grace: int = 0


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation as somebody typed it; `kind` is an OrganisationKind, blank is not known. Keys are the table's."""

    name: str
    kind: str
    ods_code: str = ""
    parent_id: int | None = None
    refers_to_id: int | None = None
    email: str = ""
    phone: str = ""
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """Whom somebody asks to take which role."""

    name: str
    email: str
    role: Role
    job_title: str = ""
