"""Somebody who has kept everything that was ever published, and works out what was hidden by integer programming."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy

INFINITE = highspy.kHighsInf
# (period, dimension, segment); the block is the period "block", the total the dimension "all".
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Seen:
    """A published count: a number, or hidden ("1 to 7"), or withheld, of which nothing is said."""

    value: int | None = None
    withheld: bool = False

    @property
    def bounds(self) -> tuple[float, float]:
        if self.withheld:
            return 0, INFINITE
        if self.value is None:
            return 1, 7
        return (self.value - 2, self.value + 2) if self.value else (0, 0)


@dataclass
class Attacker:
    """Knows the rule, and that splits add up to totals and weeks to blocks."""

    seen: dict[Key, Seen]
    found: dict[Key, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.model = highspy.Highs()  # type: ignore[no-untyped-call]
        self.model.silent()
        self.at = {key: number for number, key in enumerate(self.seen)}
        for one in self.seen.values():
            self.model.addVariable(*one.bounds, type=highspy.HighsVarType.kInteger)
        for period, dimension in {key[:2] for key in self.seen if key[1] != "all"}:
            parts = [key for key in self.seen if key[:2] == (period, dimension)]
            self._adds_up(parts, (period, "all", "all"))
        for key in self.seen:
            weeks = [other for other in self.seen if other[1:] == key[1:] and other[0] != "block"]
            if key[0] == "block" and weeks:
                self._adds_up(weeks, key)

    def _adds_up(self, parts: Sequence[Key], whole: Key) -> None:
        columns = [self.at[key] for key in (*parts, whole)]
        self.model.addRow(0, 0, len(columns), columns, [1.0] * len(parts) + [-1.0])

    def narrowed(self, to_fewer_than: int, seed: int = 0) -> dict[Key, set[int]]:
        """The hidden counts that can be only so few numbers, with them (the ends of what they may be)."""
        hidden = [key for key, one in self.seen.items() if one.bounds == (1, 7)]
        self.found = {key: set() for key in hidden}
        draw = random.Random(seed)
        self._try(dict.fromkeys(hidden, 1))
        self._try(dict.fromkeys(hidden, -1))
        for _attempt in range(6):
            self._try({key: draw.choice((-1, 1)) for key in hidden})
        for key in self._narrow(to_fewer_than):
            self._try({key: 1})
            self._try({key: -1})
        return {key: self.found[key] for key in self._narrow(to_fewer_than)}

    def _narrow(self, fewer: int) -> list[Key]:
        return [key for key, values in self.found.items() if max(values) - min(values) + 1 < fewer]

    def _try(self, wanted: dict[Key, int]) -> None:
        """One way in which everything may be true; it pushes what is wanted down (1) or up (-1)."""
        for key in self.found:
            self.model.changeColCost(self.at[key], wanted.get(key, 0))
        self.model.run()
        assert self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = self.model.getSolution().col_value
        for key, numbers in self.found.items():
            numbers.add(round(values[self.at[key]]))


def hidden_of(seen: Iterable[Seen]) -> int:
    """How many are not shown."""
    return sum(one.value is None for one in seen)
