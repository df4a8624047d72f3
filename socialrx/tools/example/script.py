"""The invented organisations of each place and what their providers offer.

Names say that they are invented; Z99 codes belong to nobody. Boards (ICBs) alone are real, by code and name.
"""

from dataclasses import dataclass

from socialrx.tools.example.tables import STOKE, TRAFFORD

# Half a year and more without a word from the provider: the directory says so.
STALE_WEEKS = 66


@dataclass(frozen=True, slots=True)
class Offer:
    """A provider's service. It meets `days_ago` days before the loading day, and every week before and after.

    `weeks` is how long people come; `reader` says that a check-in reader stands at the door.
    """

    key: str
    name: str
    needs: tuple[str, ...]
    days_ago: int
    hour: int
    location: str
    weeks: int = 8
    places: int | None = None
    description: str = ""
    cost: str = "Free"
    language: str = "English"
    step_free: bool = True
    status: str = "open"
    health_needs: bool = False
    reader: bool = False
    keeps_registers: bool = True
    confirmed_weeks_ago: int = 6


@dataclass(frozen=True, slots=True)
class Provider:
    """A voluntary organisation and its services."""

    name: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One place: its regions, a board, a network, three practices, the team that they refer to, and its providers."""

    code: str
    name: str
    region: tuple[str, str]
    nhs_region: tuple[str, str]
    icb: tuple[str, str]
    pcn: tuple[str, str]
    practices: tuple[tuple[str, str], ...]
    team: str
    providers: tuple[Provider, ...]


GREEN_MILE = Provider(
    "Green Mile Trust (invented)",
    (
        Offer(
            "park_walk",
            "Longford park walk",
            ("inactivity", "loneliness", "long_term_condition"),
            0,
            10,
            "Longford Park, main gate",
            weeks=6,
            places=12,
            description="Six weekly walks of two miles for a group of twelve, with tea at the end.",
            step_free=False,
            health_needs=True,
            reader=True,
        ),
        Offer(
            "chair_exercise",
            "Chair exercise in Punjabi",
            ("inactivity", "caring", "long_term_condition"),
            0,
            14,
            "Old Trafford Community Hall",
            places=16,
            description="Seated movement and music, led in Punjabi. Carers welcome, with whoever they look after.",
            language="Punjabi",
            health_needs=True,
            reader=True,
        ),
        Offer(
            "mens_shed",
            "Urmston men's shed",
            ("loneliness", "low_mood", "work"),
            2,
            13,
            "Unit 4, Station Yard, Urmston",
            places=20,
            description="Woodwork, repairs and company.",
            step_free=False,
            reader=True,
            confirmed_weeks_ago=STALE_WEEKS,
        ),
    ),
)
NEIGHBOURS = Provider(
    "Neighbours of Trafford (invented)",
    (
        Offer(
            "gentle_stroll",
            "Breathe easy stroll",
            ("inactivity", "long_term_condition", "loneliness"),
            0,
            11,
            "Sale Water Park visitor centre",
            places=15,
            description="A level mile with benches, at the pace of the slowest. For people with lung conditions.",
            health_needs=True,
            reader=True,
        ),
        Offer(
            "lunch_club",
            "Step-free lunch club",
            ("loneliness", "food", "caring", "low_mood"),
            0,
            12,
            "St Mary's parish rooms, Stretford",
            places=30,
            description="A hot lunch and company. No steps; transport can be arranged.",
            cost="£3 a meal",
            reader=True,
        ),
        Offer(
            "debt_advice",
            "Debt and benefits advice",
            ("debt", "housing", "food", "work"),
            1,
            9,
            "Stretford library",
            weeks=4,
            description="One-to-one appointments with a debt adviser.",
        ),
        Offer(
            "bereavement_cafe",
            "Bereavement café",
            ("bereavement", "low_mood", "loneliness"),
            3,
            15,
            "The Lime Tree café, Altrincham",
            places=8,
            description="A small group that meets around a table, with a trained listener.",
            status="waiting_list",
        ),
        Offer(
            "tablet_loans",
            "Tablet loans and lessons",
            ("digital", "loneliness"),
            4,
            11,
            "Sale library",
            weeks=6,
            description="A tablet for eight weeks and someone who shows how to use it.",
        ),
        Offer(
            "garden_club",
            "Allotment garden club",
            ("low_mood", "inactivity", "long_term_condition"),
            5,
            10,
            "Seymour Grove allotments",
            places=25,
            step_free=False,
            keeps_registers=False,
        ),
    ),
)
CANAL = Provider(
    "Potteries Walk and Make (invented)",
    (
        Offer(
            "canal_walk",
            "Canal path walk",
            ("inactivity", "loneliness", "long_term_condition"),
            1,
            10,
            "Etruria Locks",
            places=18,
            health_needs=True,
        ),
        Offer(
            "pottery",
            "Pottery for wellbeing",
            ("low_mood", "loneliness", "bereavement"),
            2,
            14,
            "Middleport kiln yard",
            places=14,
        ),
        Offer(
            "seated_exercise",
            "Move in your chair",
            ("inactivity", "caring", "long_term_condition"),
            4,
            11,
            "Fenton community centre",
            places=20,
            health_needs=True,
        ),
    ),
)
COMMUNITY_HOUSE = Provider(
    "Hanley Community House (invented)",
    (
        Offer("money_advice", "Money advice", ("debt", "housing", "food"), 0, 9, "Hanley Community House", weeks=4),
        Offer(
            "warm_lunch",
            "Warm lunch",
            ("loneliness", "food", "caring", "low_mood"),
            1,
            12,
            "Hanley Community House",
            places=40,
            cost="Pay what you can",
        ),
        Offer(
            "conversation_cafe",
            "English conversation café",
            ("loneliness", "work"),
            3,
            13,
            "Shelton library",
            places=20,
            description="Practise English over coffee. Children welcome.",
        ),
        Offer(
            "work_club",
            "Next step work club",
            ("work", "low_mood", "digital"),
            2,
            10,
            "Longton exchange",
            places=15,
            description="For anyone out of work or education: applications, interviews, confidence.",
        ),
        Offer("digital_help", "Getting online", ("digital", "loneliness"), 4, 14, "Tunstall library", weeks=6),
    ),
)
SCRIPT = (
    Area(
        TRAFFORD,
        "Trafford",
        region=("E12000002", "North West"),
        nhs_region=("Y62", "North West (NHS region)"),
        icb=("QOP", "NHS Greater Manchester Integrated Care Board"),
        pcn=("Z99101", "Bridgewater Network (invented)"),
        practices=(
            ("Z99001", "Seymour Lane Surgery (invented)"),
            ("Z99002", "Watersmeet Medical Practice (invented)"),
            ("Z99003", "The Elms Surgery, Urmston (invented)"),
        ),
        team="Trafford Link Workers (invented)",
        providers=(GREEN_MILE, NEIGHBOURS),
    ),
    Area(
        STOKE,
        "Stoke-on-Trent",
        region=("E12000005", "West Midlands"),
        nhs_region=("Y60", "Midlands (NHS region)"),
        icb=("QNC", "NHS Staffordshire and Stoke-on-Trent Integrated Care Board"),
        pcn=("Z99102", "Five Kilns Network (invented)"),
        practices=(
            ("Z99004", "Kiln Street Surgery (invented)"),
            ("Z99005", "Trentside Medical Practice (invented)"),
            ("Z99006", "Burslem Park Surgery (invented)"),
        ),
        team="Potteries Link Workers (invented)",
        providers=(CANAL, COMMUNITY_HOUSE),
    ),
)
