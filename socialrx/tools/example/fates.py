"""What is drawn for each person before anything is written: who they are, when they come, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from referrals.drafts import ContactDraft, PersonDraft, ReferralDraft
from referrals.kit.calendar import day_starts, is_working_day
from socialrx.tools.example import names, words
from socialrx.tools.example.draws import deck, in_office_hours, nhs_numbers
from socialrx.tools.example.people_to_meet import PEOPLE_TO_MEET, Meet
from socialrx.tools.example.tables import AREAS, TRAFFORD, Place, places, shares
from socialrx.tools.example.wearables import FRESH, WORN

# Four in five come within the last year: of 1,500 people 1,200, two in a hundred of the six lists.
WEEKS = 65
# A band's youngest and oldest.
AGES = {"0-17": (16, 17), "18-29": (18, 29), "30-44": (30, 44), "45-64": (45, 64), "65-74": (65, 74), "75+": (75, 93)}
# Census 2021 group -> NHS ethnic categories in it (Chinese is Asian in the census).
CATEGORIES = {"white": "AAAAAAABC", "asian": "HHJJKLR", "black": "MNNP", "mixed": "DEFG", "other": "S"}
# How people want to be told; most were never asked. Invented, as nobody publishes it.
WISHES = {"": 0.7, "text": 0.16, "email": 0.06, "phone": 0.06, "letter": 0.02}
# Of those with a wearable so many walk in the park now: every place.
WALKERS = 12


@dataclass(frozen=True, slots=True)
class Fate:
    """One person. `practice` and `worker` are indexes in their place; days are working days.

    `path` is how far they get: registered, unreachable, declined, supported, attended; `services` those tried, in
    order. `stays` keeps the episode open; `joins_in` is how many weeks before the loading day they join the service.
    """

    number: int
    area_code: str
    practice: int
    worker: int
    person: PersonDraft
    referral: ReferralDraft
    comes: datetime
    path: str
    key: str = ""
    services: tuple[str, ...] = ()
    claimed_after: tuple[int, int] = (0, 2)
    reached_after: tuple[int, int] = (1, 5)
    goal: str = ""
    daily_steps: int | None = None
    what_matters: str = ""
    on_behalf_of: str = ""
    stays: bool = False
    wears: bool = False
    joins_in: int | None = None


def draw(size: int, seed: int, today: date) -> list[Fate]:
    """The crowd: `size` people, half in each place, in exact shares and random order."""
    numbers = nhs_numbers()
    for _meet in PEOPLE_TO_MEET:
        next(numbers)
    fates: list[Fate] = []
    for index, area_code in enumerate(AREAS):
        random = Random(f"{seed}/{area_code}")
        half = (size + 1 - index) // 2
        for card in _cards(random, half, area_code):
            fates.append(_fate(random, len(fates), card, next(numbers), today))
    return fates


@dataclass(frozen=True, slots=True)
class Card:
    """What the decks dealt for one person, the `index`th of `of` to come."""

    index: int
    of: int
    area_code: str
    sex: str
    ethnic_group: str
    age_band: str
    quintile: str
    route: str
    path: str
    need: str
    wish: str
    stays: bool = False
    wears: bool = False
    walks: bool = False


def _cards(random: Random, size: int, area_code: str) -> list[Card]:
    dimensions = ("sex", "ethnic_group", "age_band", "imd_quintile", "route", "path", "need")
    decks = [deck(random, size, shares(dimension, area_code)) for dimension in dimensions]
    decks.append(deck(random, size, WISHES))
    cards = [Card(index, size, area_code, *values) for index, values in enumerate(zip(*decks, strict=True))]
    return _with_wearables(cards) if area_code == TRAFFORD else _with_long_support(cards)


def of(meet: Meet, number: int, nhs_number: str, today: date) -> Fate:
    """The fate of someone to meet: as their table says; their episode stays open."""
    person = replace(
        meet.person,
        born_on=today - timedelta(days=round(365.25 * meet.age) + 120),
        nhs_number=None if meet.person.nhs_number_missing_reason else nhs_number,
    )
    return Fate(
        number=number,
        area_code=meet.area_code,
        practice=0,
        worker=0,
        person=person,
        referral=meet.referral,
        comes=in_office_hours(Random(meet.key), _workday(today - timedelta(days=meet.days_ago))),
        path=meet.path,
        services=meet.services,
        claimed_after=meet.claimed_after,
        reached_after=meet.reached_after,
        goal=meet.goal,
        daily_steps=meet.daily_steps,
        what_matters=meet.what_matters,
        on_behalf_of=meet.on_behalf_of,
        stays=True,
    )


def _workday(day: date) -> date:
    """The day, or the last working day before it: someone to meet has come by the loading day."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _with_wearables(cards: list[Card]) -> list[Card]:
    """Give wearables to some of those who get support, and places on the park walk to the first who attend."""
    supported = sorted((card for card in cards if card.path in {"supported", "attended"}), key=lambda card: card.path)
    wearers = {card.index for card in supported[: WORN + FRESH]}
    walkers = {card.index for card in supported[:WALKERS]}
    return [
        replace(card, stays=card.index in wearers, wears=card.index in wearers, walks=card.index in walkers)
        for card in cards
    ]


def _with_long_support(cards: list[Card]) -> list[Card]:
    """As many as have a wearable in the other place stay for long in this one, as far as there are so many."""
    supported = [card.index for card in cards if card.path in {"supported", "attended"}]
    long = set(supported[: min(WORN + FRESH, len(supported) // 20)])
    return [replace(card, stays=card.index in long) for card in cards]


def _fate(random: Random, number: int, card: Card, nhs_number: str, today: date) -> Fate:
    fate = Fate(
        number=number,
        area_code=card.area_code,
        practice=random.randrange(3),
        worker=card.index % 3,
        person=_person(random, card, nhs_number, today),
        referral=_referral(random, card),
        comes=_comes(random, card, today),
        path=card.path,
        claimed_after=(0, 2) if random.random() < 0.85 else (4, 12),
        on_behalf_of=words.SENDERS.get(card.route, ""),
        stays=card.stays,
        wears=card.wears,
    )
    if card.walks:
        fate = replace(fate, path="attended", services=("park_walk",), joins_in=5)
    if card.wears:
        return replace(fate, daily_steps=random.choice([3000, 4000, 5000, 6000]), goal=words.STEPS_GOAL)
    return fate


def _comes(random: Random, card: Card, today: date) -> datetime:
    """An even flow of arrivals; those who stay for long came four to seven months ago."""
    if card.stays:
        days_ago = random.randint(125, 200)
    else:
        days_ago = 7 * WEEKS * (card.of - card.index) // card.of + random.randint(-3, 3)
    comes = in_office_hours(random, today - timedelta(days=max(1, days_ago)))
    # Nothing of the example happens on the loading day itself, at whatever hour the demo is started.
    return comes if comes < day_starts(today) else in_office_hours(random, today - timedelta(days=8))


def _person(random: Random, card: Card, nhs_number: str, today: date) -> PersonDraft:
    youngest, oldest = AGES[card.age_band]
    given, family = names.draw(random, card.sex, card.ethnic_group)
    place = _place(random, card)
    age = random.randint(youngest, oldest)
    return PersonDraft(
        given_name=given,
        family_name=family,
        born_on=today - timedelta(days=round(365.25 * age) + random.randint(60, 300)),
        nhs_number=nhs_number,
        sex=card.sex,
        ethnic_category=random.choice(CATEGORIES.get(card.ethnic_group, " ")).strip(),
        address=f"{random.randint(1, 180)} {random.choice(words.STREETS)}" if place else "",
        postcode=random.choice(place.postcodes) if place else None,
        postcode_missing_reason="" if place else "no_fixed_abode",
        wanted_channel=card.wish,
        is_carer=random.random() < 0.12,
        digital_access=random.choice(["online", "online", "needs_help", "unknown"]) if age < 75 else "needs_help",
        contacts=tuple(_contacts(random, card, nhs_number)),
        conditions=tuple(random.sample(words.CONDITIONS, random.choice([0, 0, 1, 1, 2]))),
    )


def _contacts(random: Random, card: Card, nhs_number: str) -> Iterator[ContactDraft]:
    yield ContactDraft.safe("mobile", f"07700 900{random.randrange(1000):03d}")
    if card.wish == "email":
        yield ContactDraft.safe("email", f"p{nhs_number}@people.example")


def _place(random: Random, card: Card) -> Place | None:
    fitting = [place for place in places() if (place.area_code, place.quintile) == (card.area_code, card.quintile)]
    return random.choice(fitting) if fitting else None


def _referral(random: Random, card: Card) -> ReferralDraft:
    others = [need for need in shares("need") if need != card.need]
    needs = (card.need, *random.sample(others, random.choice([0, 0, 1])))
    is_risky = random.random() < 0.04
    return ReferralDraft(
        needs=needs,
        risk="read_first" if is_risky else "none",
        route=card.route,
        note=words.note(random, card.need),
        risk_note=random.choice(words.RISKS) if is_risky else "",
    )
