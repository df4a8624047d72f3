"""What readers are told of a measure. A release keeps it as its figures were published with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """`counts` says exactly what is counted, `why` why it matters; texts are as marked for translation.

    `digits`: decimal places of its figures. `stands_beside`: it says how complete the record behind other measures'
    figures is, and is shown beside them.
    """

    code: str
    title: str
    unit: str
    why: str
    counts: str
    version: int
    statistic: str
    digits: int
    stands_beside: bool
