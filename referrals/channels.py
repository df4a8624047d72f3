"""By what a message reaches someone: what is safe comes first, then what suits them, then what they like best."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from referrals.kit.calendar import LONDON, is_bank_holiday, local_day, working_days_ago

EMAIL, TEXT, PHONE, LETTER = "email", "text", "phone", "letter"
# Where someone has said nothing else: what goes by itself and is seen at once, before what costs time or a stamp.
USUAL = (TEXT, EMAIL, PHONE, LETTER)
# What a circumstance speaks against: such a channel is taken only where nothing better is safe.
UNSUITED: Mapping[str, frozenset[str]] = {
    "interpreter": frozenset({EMAIL, TEXT, LETTER}),
    "large_print": frozenset({TEXT}),
    "no_device": frozenset({EMAIL}),
    "needs_help": frozenset({EMAIL}),
    "soon": frozenset({LETTER}),
}
# Kind of contact point and what must be safe there, for each channel that needs one; a letter needs an address.
NEEDS: Mapping[str, tuple[frozenset[str], str]] = {
    EMAIL: (frozenset({"email"}), "write"),
    TEXT: (frozenset({"mobile"}), "write"),
    PHONE: (frozenset({"mobile", "home_phone"}), "call"),
}
# London hours in which a telephone may ring or buzz; later on Sundays and bank holidays.
OPENS, OPENS_LATE, CLOSES = time(8), time(10), time(20)
# The parts of such a day in which someone may not want to be disturbed, each with its end.
PARTS = (("mornings", time(12)), ("afternoons", time(17)), ("evenings", CLOSES))
WEEKENDS = "weekends"
SATURDAY, SUNDAY = 5, 6
DAYS_OF_A_WEEK = 7
QUIET = frozenset({TEXT, PHONE})
BY_MACHINE = frozenset({EMAIL, TEXT})
# A machine reminds on the day before; a colleague or the post needs longer.
SHORT_NOTICE, LONG_NOTICE_DAYS, MORNING = timedelta(hours=24), 2, time(9)
# A reminder that comes later than this is none.
LATEST_NOTICE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Point:
    """A telephone number or an e-mail address; `safe` says for what: `write`, `call`, `open` (a link that opens)."""

    kind: str
    value: str
    safe: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """How someone can be reached: their points, newest first, and their address if a letter to it is safe.

    `preferred` is blank while nobody has asked; `bad_times` are BadTimes.
    """

    preferred: str
    points: tuple[Point, ...] = ()
    address: tuple[str, ...] = ()
    circumstances: frozenset[str] = frozenset()
    bad_times: frozenset[str] = frozenset()


def choose(reach: Reach, *, can_text: bool, soon: bool = False) -> str:
    """The channel to take; empty where none is safe. Without a sender of texts the usual order stands in for a text."""
    present = reach.circumstances | ({"soon"} if soon else set())
    unsuited = frozenset().union(*(UNSUITED[name] for name in present if name in UNSUITED))
    wanted = (reach.preferred, *USUAL) if reach.preferred else USUAL
    liked = (channel for channel in wanted if can_text or channel != TEXT)
    ordered = sorted(liked, key=lambda channel: channel in unsuited)
    return next((channel for channel in ordered if where(channel, reach)), "")


def where(channel: str, reach: Reach) -> str:
    """The address, number or postal address that a channel would use; empty where there is none that is safe."""
    if channel == LETTER:
        return "\n".join(reach.address)
    kinds, must_be_safe = NEEDS[channel]
    return _first(point for point in reach.points if point.kind in kinds and must_be_safe in point.safe)


def where_to_open(reach: Reach) -> str:
    """The e-mail address for a link that opens something of theirs; empty where there is none that is proved."""
    kinds, _safe = NEEDS[EMAIL]
    return _first(point for point in reach.points if point.kind in kinds and point.safe >= {"write", "open"})


def may_open(channel: str, reach: Reach) -> bool:
    """Whether such a link may go along with what goes by the channel anyway. Nobody but them gets a letter."""
    if channel == LETTER:
        return True
    kinds, must_be_safe = NEEDS[channel]
    used = (point for point in reach.points if point.kind in kinds and must_be_safe in point.safe)
    return any("open" in point.safe for point in islice(used, 1))


def _first(points: Iterable[Point]) -> str:
    return next((point.value for point in points), "")


def not_before(channel: str, moment: datetime, bad_times: frozenset[str] = frozenset()) -> datetime:
    """The first moment from then on at which the channel disturbs nobody, and not at a time that is bad for them."""
    if channel not in QUIET:
        return moment
    day = local_day(moment)
    while True:
        # A clock that changes does so at night: both of these are one moment, whatever the day.
        for opens, closes in _open(day, bad_times):
            if moment < closes:
                return max(moment, opens)
        day += timedelta(days=1)


def _open(day: date, bad_times: frozenset[str]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when a telephone may ring on a day; bad times that leave no time at all are none."""
    parts = frozenset(name for name, _ends in PARTS)
    bad = bad_times - parts if parts <= bad_times else bad_times
    if WEEKENDS in bad and day.weekday() >= SATURDAY:
        return
    is_late = day.weekday() == SUNDAY or is_bank_holiday(day)
    opens = OPENS_LATE if is_late else OPENS
    for name, closes in PARTS:
        if name not in bad:
            yield _moment(day, opens), _moment(day, closes)
        opens = closes


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def remind_at(channel: str, starts_at: datetime, bad_times: frozenset[str] = frozenset()) -> datetime:
    """When to remind someone of what begins at a moment; earlier where their bad times would make it too late."""
    usual = _usual_reminder(channel, starts_at)
    moments = (usual - timedelta(days=earlier) for earlier in range(DAYS_OF_A_WEEK))
    good = (moment for moment in moments if not_before(channel, moment, bad_times) <= starts_at - LATEST_NOTICE)
    return next(good, usual)


def _usual_reminder(channel: str, starts_at: datetime) -> datetime:
    if channel in BY_MACHINE:
        return starts_at.astimezone(UTC) - SHORT_NOTICE
    return _moment(working_days_ago(local_day(starts_at), LONG_NOTICE_DAYS), MORNING)
