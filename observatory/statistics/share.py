"""What part of the whole: facts whose `value` is true, in whole percent."""

from collections.abc import Sequence

from observatory import disclosure
from observatory.disclosure import NO_DATA, Number, Shown
from observatory.statistics.statistic import Fact, RawCell, Statistic
from observatory.words import gettext_noop as _

PERCENT = _("percent")


def _show(cell: RawCell | None) -> Shown:
    return disclosure.percent(cell.part, cell.whole) if cell else NO_DATA


def _show_openly(cell: RawCell | None) -> Shown:
    return disclosure.share(cell.part, cell.whole) if cell else NO_DATA


def _of_facts(facts: Sequence[Fact]) -> Number | None:
    return 100 * sum(bool(fact.value) for fact in facts) / len(facts) if facts else None


def _of_people(facts: Sequence[Fact]) -> Number | None:
    people = {fact.who for fact in facts}
    others = {fact.who for fact in facts if not fact.value}
    return 100 * len(people - others) / len(people) if people else None


_FACTS = """
    SELECT period, dimension, segment, 100.0 * part / whole, people, part, whole
    FROM (
        SELECT period, dimension, segment,
            count(*) FILTER (WHERE value) AS part, count(*) AS whole, count(DISTINCT who) AS people
        FROM cell GROUP BY 1, 2, 3
    ) AS counted
"""
_PEOPLE = """
    SELECT period, dimension, segment, 100.0 * (whole - others) / whole, whole, whole - others, whole
    FROM (
        SELECT period, dimension, segment,
            count(DISTINCT who) AS whole, count(DISTINCT who) FILTER (WHERE NOT value) AS others
        FROM cell GROUP BY 1, 2, 3
    ) AS counted
"""

# Of all facts.
SHARE = Statistic(code="share", unit=PERCENT, sql=_FACTS, recount=_of_facts, show=_show)
# Of the people, those of whom every fact is true.
SHARE_OF_PEOPLE = Statistic(code="share_of_people", unit=PERCENT, sql=_PEOPLE, recount=_of_people, show=_show)
# Of things that are no people, so that nothing has to be hidden.
SHARE_OF_THINGS = Statistic(code="share_of_things", unit=PERCENT, sql=_FACTS, recount=_of_facts, show=_show_openly)
