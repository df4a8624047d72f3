"""The kinds of reference data that the apps declare: published facts that are loaded from files by commands."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model, Q
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class ReferenceKind:
    """A kind of reference data, by the name of its command without `load_`. What has a lower `order` is loaded earlier.

    `missing` says what cannot be done without it. `model` and `rows` are where it is kept; `months` after which an
    edition is out of date, None where only a new one of the publisher's is.
    """

    name: str
    order: int
    title: Promise
    missing: Promise
    model: type[Model]
    rows: Q = field(default_factory=Q)
    months: int | None = None

    @property
    def command(self) -> str:
        """What loads it: `manage.py load_postcodes`."""
        return f"load_{self.name}"


_kinds: dict[str, ReferenceKind] = {}


def declare(kinds: Iterable[ReferenceKind]) -> None:
    """Add kinds; two of one name are a mistake."""
    for kind in kinds:
        if kind.name in _kinds:
            message = f"two kinds of reference data are called {kind.name}"
            raise ValueError(message)
        _kinds[kind.name] = kind


def kinds() -> tuple[ReferenceKind, ...]:
    """Every kind, in the order in which they are best loaded."""
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.order))
