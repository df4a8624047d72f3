"""Free text that may describe a risk: how much is found, how often it asks in vain. Both figures are printed."""

import sys

from referrals.risk_words import found_in, may_describe
from socialrx.tools.example import people_to_meet, words
from tests.architecture.source import ROOT
from tests.referrals.rules.risk_phrases import ORDINARY, RISKS, UNSEEN

# Of the phrases so many are found; of the notes so many asked about at the most. A phrase is never taken out.
RECALL, IN_VAIN = 0.95, 1 / 20


def example_notes() -> list[str]:
    """Every text that the example data says of people."""
    own = [text for texts in words.NOTES.values() for text in texts]
    own += [*words.RISKS, *words.MATTERS, *words.GOALS.values(), *words.SPOKE, *words.DECLINED, *words.REVIEWED]
    told = (ROOT / people_to_meet.__name__.replace(".", "/")).with_suffix(".py").read_text()
    return own + [line.split('"')[1] for line in told.splitlines() if 'note="' in line and '"' in line]


def test_of_two_hundred_phrases_nearly_all_are_found() -> None:
    assert len(set(RISKS)) == 200
    missed = [phrase for phrase in RISKS if not may_describe(phrase)]
    recall = 1 - len(missed) / len(RISKS)
    sys.stdout.write(f"Recall on {len(RISKS)} phrases: {recall:.1%}. Missed: {missed}\n")
    assert recall >= RECALL, missed
    later = sum(may_describe(phrase) for phrase in UNSEEN)
    sys.stdout.write(f"Of {len(UNSEEN)} that were written afterwards to be hard, found: {later}\n")


def test_ordinary_notes_are_hardly_ever_asked_about() -> None:
    for name, notes in (("ordinary", ORDINARY), ("example", example_notes())):
        asked = {note: found_in(note) for note in notes if may_describe(note)}
        sys.stdout.write(f"Asked about {len(asked)} of {len(notes)} {name} notes: {asked}\n")
        assert len(notes) >= 40
        assert len(asked) <= len(notes) * IN_VAIN, asked


def test_what_was_found_is_said_and_nothing_is_nothing() -> None:
    assert found_in("She WANTS to\nend her  life!") == ["end her life"]
    assert not may_describe("", None)
