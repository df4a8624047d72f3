"""Kinds of places, from the smallest to the largest, and which of them lies in which."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a place is."""

    PRACTICE = "practice"
    PCN = "pcn"
    ICB = "icb"
    LOCAL_AUTHORITY = "local_authority"
    REGION = "region"
    NATION = "nation"


# The kinds that a place of a kind may lie in: some practices are in no primary care network, and regions are England's.
LIES_IN: dict[Kind, frozenset[Kind]] = {
    Kind.PRACTICE: frozenset({Kind.PCN, Kind.ICB}),
    Kind.PCN: frozenset({Kind.ICB}),
    Kind.ICB: frozenset({Kind.REGION}),
    Kind.LOCAL_AUTHORITY: frozenset({Kind.REGION, Kind.NATION}),
    Kind.REGION: frozenset({Kind.NATION}),
    Kind.NATION: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The segments are places of `kind`. What is known of a person is the code of a place of kind `of`, which is one
    of them or lies in one; `known` is the function of `referrals.facts` that lists these codes.
    """

    kind: Kind
    of: Kind
    known: str

    @property
    def is_looked_up(self) -> bool:
        """Whether the segment is a place that the known one lies in, and not that place itself."""
        return self.kind is not self.of
