"""How complete the record behind the figures is: shown beside them, so that a low figure is not taken for little work.

Stored like measures, for `all` only, in whole percent.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from observatory.disclosure import NO_DATA, Shown, nearest, percent
from observatory.measures.counting import CellKey, RawCell, people_of
from observatory.measures.measure import Text
from observatory.periods import Period
from observatory.segments import ALL, UNKNOWN
from referrals import facts
from referrals.kit.calendar import week_of

REGISTERS_MARKED = "registers_marked"
ETHNICITY_KNOWN = "ethnicity_known"
TITLES: dict[str, Text] = {
    REGISTERS_MARKED: _("Registers marked, of sessions held"),
    ETHNICITY_KNOWN: _("Ethnic group known, of people referred"),
}


def registers_marked(period: Period, since: date, until: date, now: datetime) -> dict[date, Shown]:
    """By start of the period. Sessions are no people: their share needs no disclosure control."""
    held: Counter[date] = Counter()
    marked: Counter[date] = Counter()
    for session in facts.held_sessions(since, until, now):
        start = period.start_of(week_of(session["day"]))
        held[start] += 1
        marked[start] += session["is_marked"]
    return {start: Shown(nearest(100 * marked[start] / held[start], 1)) for start in held}


def ethnicity_known(start: date, referred: Mapping[CellKey, RawCell]) -> Shown:
    """Of the people referred in the period, those whose ethnic group was known at the end of each such week."""
    people = people_of(referred, (start, ALL, ALL))
    unknown = people_of(referred, (start, "ethnic_group", UNKNOWN))
    return percent(people - unknown, people) if people else NO_DATA
