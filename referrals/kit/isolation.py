"""Many things to do, of which one may be broken: that one is undone and logged, and the others are done."""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

Item = TypeVar("Item")
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Attempt:
    """Whether the block raised; known once it is left."""

    failed: bool = False


@contextmanager
def logged(what: str, *, but: tuple[type[Exception], ...] = ()) -> Iterator[Attempt]:
    """A block whose error ends it and nothing else; errors of the kinds `but` go on to the caller.

    One log line names `what`, the kind of error and where it was raised. The error's own words are left out: they may
    quote a row.
    """
    attempt = Attempt()
    try:
        yield attempt
    except but:
        raise
    except Exception as error:  # noqa: BLE001 (whatever is broken about one must not stop the rest)
        attempt.failed = True
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s failed: %s at %s:%s", what, type(error).__name__, place.filename, place.lineno)  # noqa: TRY400


@contextmanager
def isolated(what: str, *, but: tuple[type[Exception], ...] = ()) -> Iterator[Attempt]:
    """As `logged`, in a savepoint: what the block wrote before it raised is undone."""
    with logged(what, but=but) as attempt, transaction.atomic():
        yield attempt


def each(what: str, items: Iterable[Item], do: Callable[[Item], object]) -> int:
    """Do it to each item in a savepoint of its own; to how many it was done. `what` and its key name an item."""
    done = 0
    for item in items:
        with isolated(f"{what} {getattr(item, 'pk', '')}") as attempt:
            do(item)
        done += not attempt.failed
    return done
