"""Eight invented people for the demo's story. Each has a difficulty that a record can hold."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from referrals.drafts import ContactDraft, PersonDraft, ReferralDraft, RelatedDraft
from socialrx.tools.example.tables import STOKE, TRAFFORD


@dataclass(frozen=True, slots=True)
class Meet:
    """Someone to meet. `age` is on the loading day; `days_ago` when they were referred
    (or for `registered` since when their practice knows them).

    `path`, `services`, `joins_in` are as in a Fate; `wears_since` is days with a wearable.
    """

    key: str
    about: str
    area_code: str
    age: int
    person: PersonDraft
    referral: ReferralDraft
    days_ago: int
    path: str = "supported"
    services: tuple[str, ...] = ()
    what_matters: str = ""
    goal: str = ""
    daily_steps: int | None = None
    on_behalf_of: str = ""
    joins_in: int | None = None
    wears_since: int = 0
    claimed_after: tuple[int, int] = (0, 1)
    reached_after: tuple[int, int] = (1, 3)
    is_persona: bool = False


def person(given: str, family: str, sex: str, category: str, postcode: str | None, **more: Any) -> PersonDraft:
    """A draft whose date of birth, NHS number and practice the loader fills in."""
    missing = "" if postcode else "no_fixed_abode"
    return PersonDraft(
        given_name=given,
        family_name=family,
        born_on=date(1900, 1, 1),
        sex=sex,
        ethnic_category=category,
        postcode=postcode,
        postcode_missing_reason=missing,
        **more,
    )


WIDOW = Meet(
    "widow",
    "A widow of 74 with COPD, landline only, lent a wearable. The story of the home page is hers.",
    TRAFFORD,
    74,
    person(
        "Edith",
        "Marlow",
        "female",
        "A",
        "M17 1HP",
        address="9 Chapel Lane",
        wanted_channel="phone",
        communication_needs="Hard of hearing on the left. Landline only, let it ring.",
        digital_access="no_device",
        contacts=(ContactDraft.safe("home_phone", "0161 496 0147"),),
        related=(RelatedDraft("Janice Marlow", "daughter", "0161 496 0148", is_emergency_contact=True),),
        conditions=("copd",),
    ),
    ReferralDraft(needs=("loneliness", "inactivity"), risk="none", route="gp"),
    days_ago=30,
    path="registered",
    wears_since=21,
)
PEOPLE_TO_MEET = (
    WIDOW,
    Meet(
        "redundant",
        "A man of 46 with prediabetes, made redundant. Walks in the park and has paid off the first of his debts.",
        TRAFFORD,
        46,
        person(
            "Darren",
            "Holt",
            "male",
            "A",
            "WA14 5GW",
            address="31 Derby Street",
            wanted_channel="text",
            digital_access="online",
            contacts=(
                ContactDraft.safe("mobile", "07700 900146"),
                ContactDraft.safe("email", "darren.holt@people.example"),
            ),
            conditions=("prediabetes",),
        ),
        ReferralDraft(needs=("debt", "inactivity", "work"), risk="none", route="gp", note="Lost my job and sat down."),
        days_ago=98,
        path="attended",
        services=("debt_advice",),
        what_matters="Not getting diabetes like my dad, and sleeping through the night.",
        goal="Walk 7,000 steps a day",
        daily_steps=7000,
        wears_since=60,
        is_persona=True,
    ),
    Meet(
        "interpreter",
        "A woman of 38 who needs a Tigrinya interpreter and has no NHS number.",
        STOKE,
        38,
        person(
            "Selam",
            "Tesfay",
            "female",
            "N",
            "ST99 1AE",
            nhs_number_missing_reason="not_registered",
            practice_missing_reason="not_registered",
            language="Tigrinya",
            needs_interpreter=True,
            communication_needs="Book an interpreter for every conversation, a woman if possible.",
            contacts=(ContactDraft.safe("mobile", "07700 900138"),),
        ),
        ReferralDraft(
            needs=("housing", "loneliness"),
            risk="none",
            route="agency",
            note="Knows nobody here. Two children at school.",
        ),
        days_ago=9,
        reached_after=(8, 9),
        on_behalf_of="Welcome centre for new arrivals (invented)",
    ),
    Meet(
        "carer",
        "A carer of 67 who speaks Punjabi and looks after her husband.",
        TRAFFORD,
        67,
        person(
            "Gurdev",
            "Kaur",
            "female",
            "H",
            "M31 4JZ",
            address="4 Barton Road",
            language="Punjabi",
            is_carer=True,
            digital_access="needs_help",
            contacts=(ContactDraft.safe("home_phone", "0161 496 0167"),),
            related=(RelatedDraft("Manjit Singh", "son", "07700 900168", is_emergency_contact=True),),
            conditions=("hypertension", "arthritis"),
        ),
        ReferralDraft(
            needs=("caring", "inactivity"), risk="none", route="gp", note="Has not had an afternoon off since spring."
        ),
        days_ago=77,
        path="attended",
        services=("chair_exercise",),
        what_matters="Being well enough to go on looking after my husband.",
        goal="Go to chair exercise each week, with him or without",
        wears_since=45,
        daily_steps=4000,
    ),
    Meet(
        "young",
        "A man of 19 who is not in work or education.",
        STOKE,
        19,
        person(
            "Kai",
            "Bourne",
            "male",
            "D",
            "ST99 1GY",
            wanted_channel="text",
            digital_access="online",
            contacts=(ContactDraft.safe("mobile", "07700 900119"),),
            conditions=("depression",),
        ),
        ReferralDraft(needs=("work", "low_mood"), risk="none", route="self", note="My mum saw the poster."),
        days_ago=70,
        path="attended",
        services=("work_club",),
        what_matters="Getting out of the house for something that is not the job centre.",
        goal="Finish the bike repair course",
        is_persona=True,
    ),
    Meet(
        "voicemail",
        "A woman of 35 whose voicemail is not safe: someone else listens to it.",
        TRAFFORD,
        35,
        person(
            "Rachel",
            "Ainsworth",
            "female",
            "A",
            "WA14 2ND",
            safe_to_write=False,
            wanted_channel="phone",
            communication_needs="Call on weekdays between ten and two. Never leave a message, never write.",
            digital_access="online",
            contacts=(ContactDraft.safe("mobile", "07700 900135", safe_to_leave_message=False, safe_to_write=False),),
        ),
        ReferralDraft(
            needs=("abuse", "housing"),
            risk="read_first",
            route="gp",
            risk_note="Her partner listens to her voicemail and opens her post. Speak only to her.",
        ),
        days_ago=35,
        what_matters="A place of my own for me and my daughter.",
        goal="Know what my choices are",
    ),
    Meet(
        "discharged",
        "A man of 81 just discharged from hospital. Nobody has claimed him yet.",
        TRAFFORD,
        81,
        person(
            "Walter",
            "Greaves",
            "male",
            "A",
            "M31 3NL",
            address="77 Elm Grove",
            digital_access="no_device",
            contacts=(ContactDraft.safe("home_phone", "0161 496 0181"),),
            related=(RelatedDraft("Neil Greaves", "son", "07700 900182", is_emergency_contact=True),),
            conditions=("heart", "arthritis"),
        ),
        ReferralDraft(
            needs=("loneliness", "food"),
            risk="none",
            route="hospital",
            note="Home since yesterday after a fall. The fridge was empty.",
        ),
        days_ago=1,
        claimed_after=(3, 4),
        on_behalf_of="Discharge team, Mersey Bank Hospital (invented)",
    ),
    Meet(
        "declines",
        "A man of 58 who declines: he was referred before he was asked.",
        STOKE,
        58,
        person(
            "Terry",
            "Leese",
            "male",
            "A",
            "ST99 2JR",
            contacts=(ContactDraft.safe("mobile", "07700 900158"),),
            conditions=("diabetes",),
        ),
        ReferralDraft(needs=("inactivity",), risk="none", route="gp"),
        days_ago=30,
        path="declined",
    ),
)
