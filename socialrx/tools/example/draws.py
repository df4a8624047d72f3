"""Drawing by the seed: exact shares in random order, moments of a working day, test NHS numbers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from referrals import nhs_number
from referrals.kit.calendar import LONDON, add_working_days, local_day


def deck(random: Random, size: int, shares: Mapping[str, float]) -> list[str]:
    """`size` values of which each is as frequent as its share says (largest remainders), shuffled."""
    exact = {value: share * size / sum(shares.values()) for value, share in shares.items()}
    counts = {value: int(number) for value, number in exact.items()}
    by_remainder = sorted(exact, key=lambda value: counts[value] - exact[value])
    for value in by_remainder[: size - sum(counts.values())]:
        counts[value] += 1
    cards = [value for value, count in counts.items() for _ in range(count)]
    random.shuffle(cards)
    return cards


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a London day."""
    return datetime.combine(day, time(hour, minute), LONDON)


def in_office_hours(random: Random, day: date) -> datetime:
    """Some moment between nine and five of the day, or of the next working day."""
    return at(add_working_days(day - timedelta(days=1), 1), random.randint(9, 16), random.randrange(60))


def working_days_later(random: Random, moment: datetime, fewest: int, most: int) -> datetime:
    """Some office hour that many working days after a moment, and after the moment itself."""
    day = add_working_days(local_day(moment), random.randint(fewest, most))
    return max(in_office_hours(random, day), moment + timedelta(minutes=20))


def nhs_numbers() -> Iterator[str]:
    """Valid NHS numbers of the 999 range, each once, in an order that does not look like counting."""
    for index in range(1, 1_000_000):
        first_nine = f"999{index * 7919 % 1_000_000:06d}"
        digit = nhs_number.check_digit(first_nine)
        if digit < 10:
            yield f"{first_nine}{digit}"
