"""Whom a service takes, as plain rules: what of a person's facts does not meet what the service asks."""

from collections.abc import Callable
from dataclasses import dataclass

WOMEN_OR_MEN = {"female": "women only", "male": "men only"}


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


def unmet(criteria: Criteria, facts: Facts) -> list[str]:
    """What the person does not meet, each as words that follow "does not meet:"."""
    return [said(criteria) for is_met, said in RULES if not is_met(criteria, facts)]


def words(criteria: Criteria) -> list[str]:
    """What the service asks that can be said without a map, in words."""
    asked = [ages(criteria), WOMEN_OR_MEN.get(criteria.for_sex, ""), "carers only" if criteria.for_carers else ""]
    return list(filter(None, asked))


def ages(criteria: Criteria) -> str:
    """The ages that a service takes, in words; blank for all."""
    youngest, oldest = criteria.youngest, criteria.oldest
    if youngest is not None and oldest is not None:
        return f"age {youngest} to {oldest}"
    if youngest is not None:
        return f"age {youngest} and over"
    return "" if oldest is None else f"age {oldest} and under"


def _is_of_age(criteria: Criteria, facts: Facts) -> bool:
    return (criteria.youngest or 0) <= facts.age and (criteria.oldest is None or facts.age <= criteria.oldest)


RULES: tuple[tuple[Callable[[Criteria, Facts], bool], Callable[[Criteria], str]], ...] = (
    (_is_of_age, ages),
    (lambda asked, has: asked.for_sex in {"", has.sex}, lambda asked: WOMEN_OR_MEN[asked.for_sex]),
    (lambda asked, has: has.is_carer or not asked.for_carers, lambda _asked: "carers only"),
    (
        lambda asked, has: not asked.area_codes or has.area_code in asked.area_codes,
        lambda _asked: "lives in the service's area",
    ),
)
