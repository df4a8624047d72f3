"""How many people the practices' lists hold, by segment: the denominators of the weekly rates."""

from collections.abc import Iterator
from datetime import date

from observatory.actions import populations
from observatory.actions.populations import PopulationDraft
from referrals.kit.actor import SCHEDULE
from referrals.kit.reference.loads import Edition
from socialrx.tools.example.script import SCRIPT
from socialrx.tools.example.tables import AREAS, residents

EDITION = Edition("example", "Invented lists in the shares of Census 2021, mid-2024 estimates and IMD 2019")
# People on the three lists of a place for each person of the example: at 1,500 people six lists of 10,000.
LISTED = 20


def load(*, people: int, since: date) -> None:
    """Load the lists of both places; they grow with the number of people, so that the rates stay the same."""
    drafts = (draft for area_code in AREAS for draft in _of_area(area_code, people * LISTED, since))
    populations.load(drafts=drafts, edition=EDITION, by=SCHEDULE)


def _of_area(area_code: str, listed: int, since: date) -> Iterator[PopulationDraft]:
    yield PopulationDraft("all", "all", area_code, since, listed)
    yield PopulationDraft("area", area_code, area_code, since, listed)
    region = next(area.region[0] for area in SCRIPT if area.code == area_code)
    yield PopulationDraft("region", region, area_code, since, listed)
    for dimension, segments in residents(area_code).items():
        everyone = sum(segments.values())
        for segment, number in segments.items():
            yield PopulationDraft(dimension, segment, area_code, since, round(listed * number / everyone))
