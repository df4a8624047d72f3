"""Whom a service takes, as plain rules: what of a person's facts does not meet what the service asks.

Plain rules know no framework, so whoever asks for words brings the `gettext` that translates them.
"""

from collections.abc import Callable
from dataclasses import dataclass

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a service asks. None, blank and empty ask for nothing; `area_codes` are local authorities."""

    youngest: int | None = None
    oldest: int | None = None
    for_sex: str = ""
    for_carers: bool = False
    area_codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person. What is not known meets nothing: then somebody has to ask."""

    age: int
    sex: str = "unknown"
    is_carer: bool = False
    area_code: str = ""


def unmet(criteria: Criteria, facts: Facts, gettext: Translate) -> list[str]:
    """What the person does not meet, each as words that follow "does not meet:"."""
    return [words_of(criteria, gettext) for is_met, words_of in RULES if not is_met(criteria, facts)]


def words(criteria: Criteria, gettext: Translate) -> list[str]:
    """What the service asks that can be said without a map, in words."""
    asked = [ages(criteria, gettext), sexes(criteria, gettext)]
    if criteria.for_carers:
        asked.append(carers(criteria, gettext))
    return list(filter(None, asked))


def ages(criteria: Criteria, gettext: Translate) -> str:
    """The ages that a service takes, in words; blank for all."""
    limits = {"youngest": criteria.youngest, "oldest": criteria.oldest}
    if criteria.youngest is not None and criteria.oldest is not None:
        return gettext("age %(youngest)s to %(oldest)s") % limits
    if criteria.youngest is not None:
        return gettext("age %(youngest)s and over") % limits
    return "" if criteria.oldest is None else gettext("age %(oldest)s and under") % limits


def sexes(criteria: Criteria, gettext: Translate) -> str:
    """Women or men, where a service takes only one of them; blank for both."""
    return {"female": gettext("women only"), "male": gettext("men only")}.get(criteria.for_sex, "")


def carers(_criteria: Criteria, gettext: Translate) -> str:
    """The words for a service that takes carers only."""
    return gettext("carers only")


def areas(_criteria: Criteria, gettext: Translate) -> str:
    """The words for a service that takes people of its area only."""
    return gettext("lives in the service's area")


def _is_of_age(criteria: Criteria, facts: Facts) -> bool:
    return (criteria.youngest or 0) <= facts.age and (criteria.oldest is None or facts.age <= criteria.oldest)


def _is_of_sex(criteria: Criteria, facts: Facts) -> bool:
    return criteria.for_sex in {"", facts.sex}


def _is_carer_if_asked(criteria: Criteria, facts: Facts) -> bool:
    return facts.is_carer or not criteria.for_carers


def _is_of_area(criteria: Criteria, facts: Facts) -> bool:
    return not criteria.area_codes or facts.area_code in criteria.area_codes


RULES: tuple[tuple[Callable[[Criteria, Facts], bool], Callable[[Criteria, Translate], str]], ...] = (
    (_is_of_age, ages),
    (_is_of_sex, sexes),
    (_is_carer_if_asked, carers),
    (_is_of_area, areas),
)
