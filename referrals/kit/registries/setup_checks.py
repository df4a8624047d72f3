"""What an area needs before it works well: each app declares its checks in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

from referrals.kit.actor import Actor


class State(StrEnum):
    """How something stands."""

    DONE = "done"
    MISSING = "missing"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and in a few words how many of what."""

    state: State
    words: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at: `find` does, as an administrator on a London day.

    `costs` says what does not work without it. `page` is the name of the page that mends it, `command` the command of
    the operator that does. What has a lower `order` is done earlier.
    """

    name: str
    order: int
    title: Promise
    costs: Promise
    find: Callable[[Actor, date], Finding]
    page: str = ""
    command: str = ""


_checks: dict[str, Check] = {}


def declare(checks: Iterable[Check]) -> None:
    """Add checks; two of one name are a mistake."""
    for check in checks:
        if check.name in _checks:
            message = f"two checks of the set-up are called {check.name}"
            raise ValueError(message)
        _checks[check.name] = check


def checks() -> list[Check]:
    """Every check, in the order in which things are best done."""
    return sorted(_checks.values(), key=lambda check: check.order)


def counted(number: int, words: str, *, missing: int = 0, instead: str = "") -> Finding:
    """`words` when there are some and none lacks anything; `instead` says what `missing` of them lack."""
    if missing:
        return Finding(State.MISSING, instead)
    return Finding(State.DONE if number else State.MISSING, words)
