"""Finding people by words of a name, however it is written: accents, apostrophes, strokes, one word or two."""

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Concat, Lower

from referrals.names import PLAIN_LETTERS, fold

NAMES = ("given_name", "family_name", "preferred_name")
# Capitals of letters that a database of plain letters does not make small.
LETTERS = {letter.upper(): plain for letter, plain in PLAIN_LETTERS.items() if len(letter.upper()) == 1} | PLAIN_LETTERS
SINGLE = {letter: plain for letter, plain in LETTERS.items() if len(plain) == 1}
DOUBLE = {letter: plain for letter, plain in LETTERS.items() if len(plain) == 2}
# What is left of an accent when it is taken from its letter, and all that stands between the letters of one name.
BETWEEN = "[\\u0300-\\u036f\\u2018\\u2019\\u02bc\\u02bb\\u00b4`'.\\u2010\\u2011\\u2013 -]"


def named(text: str, *, of: str = "") -> Q:
    """Whoever has every word of the text in a name; nobody for a text without a letter. `of`: `person__`, for one."""
    words = [fold(word) for word in text.split()]
    found = Q()
    for word in filter(None, words):
        found &= Q(Contains(_folded(of), word))
    return found if any(words) else Q(pk__in=[])


class Contains(Func):
    """Whether a text stands in another, letter by letter."""

    template = "(strpos(%(expressions)s) > 0)"
    conditional = True

    def __init__(self, text: Func, part: str) -> None:
        super().__init__(text, Value(part), output_field=CharField())


def _folded(of: str) -> Func:
    """The names as `referrals.names.fold` has them, with a bar between them."""
    parts = [part for name in NAMES for part in (F(f"{of}{name}"), Value("|"))]
    folded: Func = Lower(_Normalized(Concat(*parts, output_field=CharField())))
    for letter, plain in DOUBLE.items():
        folded = Func(folded, Value(letter), Value(plain), function="replace", output_field=CharField())
    letters = Value("".join(SINGLE)), Value("".join(SINGLE.values()))
    folded = Func(folded, *letters, function="translate", output_field=CharField())
    return Func(folded, Value(BETWEEN), Value(""), Value("g"), function="regexp_replace", output_field=CharField())


class _Normalized(Func):
    """Letters apart from their accents."""

    template = "normalize(%(expressions)s, NFKD)"
    output_field = CharField()
