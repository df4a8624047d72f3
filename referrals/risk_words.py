"""Whether free text may describe a risk to somebody: a reading that asks a human to look, and never a verdict.

It reads words, not meaning: it will miss, and it will ask in vain. So nothing is decided by it. A denial ("denies any
thoughts of suicide") is asked about too: who wrote it knows, and answers in one click.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from referrals.risk_patterns import BY_OTHERS, OF_ONESELF, PARTS, TO_OTHERS

# Words that are often misspelt, and carry the meaning alone or with others.
_SPELT = (
    *("suicide", "suicidal", "overdose", "overdosed", "paracetamol", "tablets", "medication", "strangle", "strangled"),
    *("strangles", "strangling", "threatened", "threatens", "threatening", "abused", "abusive", "violence", "violent"),
    *("killing", "himself", "herself", "myself", "themselves", "harming", "hurting", "punched", "punches", "punching"),
    *("bruises", "goodbye", "domestic", "frightened", "terrified", "burden", "pointless", "worthless", "without"),
    *("assaulted", "unalive", "molested", "stabbed", "selfharm", "selfharming", "anymore", "thoughts", "jumping"),
)
# How short words are often written, which have too many neighbours to be guessed.
_SHORT = dict(
    pair.split("=")
    for pair in """
wana=want to, wanna=want to, wanto=want to, gona=going to, gonna=going to, kil=kill, kiil=kill, killin=killing,
ded=dead, slef=self, sef=self, piont=point, wroth=worth, cuting=cutting, takin=taking, nife=knife, brige=bridge,
wuld=would, b=be, somthing=something, smth=something, cudnt=couldnt, dnt=dont, im=i am, wiv=with, livin=living,
lfie=life, enymore=anymore, hisself=himself, meself=myself, suidical=suicidal
""".replace("\n", " ")
    .strip()
    .split(", ")
)
# Words of other meanings that lie near those above.
_NOT_MISSPELT = frozenset(
    {"violet", "bruised", "brushes", "brushed", "hunting", "overdone", "strange", "stranger", "strangers", "tables"}
    | {"tablet", "meditation", "though", "thought", "through"}
)
# From so many letters on a word is compared with those above, and so alike it has to be.
_LONG, _CLOSE = 6, 0.83


def _lines(block: str) -> list[str]:
    """The patterns of a block, each with what goes on below it."""
    return re.sub(r"\n +(?=\|)", "", block.strip()).split("\n")


def _compiled() -> re.Pattern[str]:
    parts = dict(line.split(": ", 1) for line in _lines(PARTS))
    whole = "|".join(rf"\b(?:{line})" for block in (OF_ONESELF, BY_OTHERS, TO_OTHERS) for line in _lines(block))
    # A part may name another.
    for _time in parts:
        whole = re.sub(r"<([a-z-]+)>", lambda named: parts[named.group(1)], whole)
    return re.compile(whole)


_RISKS = _compiled()
_FIGURES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})


def found_in(text: str) -> list[str]:
    """The pieces of a text that may describe a risk, as they were read: small letters, no marks, spelling put right."""
    return [match.group() for match in _RISKS.finditer(_read(text))]


def may_describe(*texts: str | None) -> bool:
    """Whether any of these texts may describe a risk."""
    return any(_RISKS.search(_read(text)) for text in texts if text)


def _read(text: str) -> str:
    # Some write one word as two.
    return re.sub(r"\b(my|her|him|them|your|it) sel(f|ves)\b", r"\1sel\2", " ".join(_words(text)))


def _words(text: str) -> Iterator[str]:
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    without_marks = re.sub("['\u2018\u2019\u02bc`*]", "", plain)
    for word in re.findall(r"[\w@$]+", without_marks.replace("_", " ")):
        yield word if word.isdigit() else _spelt(word)


@lru_cache(maxsize=20_000)
def _spelt(word: str) -> str:
    """The word that somebody meant who typed a figure for a letter, a letter too many or two the wrong way round."""
    meant = word.translate(_FIGURES) if not word.isalpha() else word
    meant = re.sub(r"(.)\1{2,}", r"\1\1", meant)
    meant = _SHORT.get(meant, meant)
    if len(meant) < _LONG or meant in _NOT_MISSPELT:
        return meant
    # Slips are seldom in the first letter: "caused" is not "abused".
    near = [word for word in _SPELT if word[0] == meant[0]]
    return next(iter(get_close_matches(meant, near, n=1, cutoff=_CLOSE)), meant)
