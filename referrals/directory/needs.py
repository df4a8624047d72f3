"""What a service may help with, by the words of its listing and its directory's taxonomy: for a person to confirm."""

import re
from collections.abc import Iterable

# NeedCode -> beginnings of words that speak of it.
WORDS: dict[str, str] = {
    "loneliness": (
        "lonel|isolat|befriend|friendship|social (?:club|group|activit|event)|coffee|tea dance|lunch club|"
        "companionship|meet (?:new )?people|chat|drop.in|community (?:cafe|café)|good neighbour"
    ),
    "bereavement": "bereave|grief|griev|widow|loss of a loved",
    "low_mood": "mental health|depress|anxi|counsel|wellbeing|well-being|stress|low mood|mindful|suicid|talking therap",
    "inactivity": (
        "exercis|fitness|walk|danc|yoga|pilates|sport|gym|swim|cycl|bowls|tai chi|football|tennis|running|"
        "physical activit|keep fit|gentle movement|chair.based"
    ),
    "long_term_condition": (
        "long.term condition|diabet|copd|asthma|stroke|heart|cancer|dementia|alzheimer|parkinson|arthritis|chronic|"
        "multiple sclerosis|rehabilitat"
    ),
    "debt": "debt|benefit(?:s)? (?:advice|check|claim)|welfare rights|money|budget|financ|citizens advice|credit union",
    "housing": "housing|homeless|tenan|evict|rent arrears|landlord|hostel|rough sleep",
    "work": "employ|job|volunteer|training|learn|course|skill|education|apprentic|english class|esol",
    "food": "food ?bank|food parcel|pantry|meals|fuel|energy bill|heating|warm (?:hub|space|room)|hot meal",
    "caring": "carer|caring for|respite|look(?:ing)? after (?:someone|a relative)",
    "digital": "digital|computer|internet|online skill|tablet|getting online|wi-?fi|it (?:class|course|skill|help)",
    "abuse": "domestic abuse|domestic violence|abus|violence|relate\\b|relationship|refuge",
}
SPEAKS_OF = {need: re.compile(rf"(?<![a-z])(?:{words})", re.IGNORECASE) for need, words in WORDS.items()}
MOST = 4


def proposed(name: str, description: str | None, taxonomy: Iterable[str] = ()) -> list[str]:
    """NeedCodes, the most spoken of first, at most four. A word of the name or the taxonomy weighs as three."""
    weighed = " ".join([name, *taxonomy])
    weights = {
        need: 3 * len(pattern.findall(weighed)) + len(pattern.findall(description or ""))
        for need, pattern in SPEAKS_OF.items()
    }
    found = [need for need, weight in weights.items() if weight]
    return sorted(found, key=lambda need: -weights[need])[:MOST]
