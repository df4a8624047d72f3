"""Which figures to look at."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from observatory.dimensions import ALL, DIMENSIONS
from observatory.measures import MEASURES
from observatory.periods import Period
from observatory.selectors import labels
from referrals.kit.forms.base import NHSForm

# Deprivation first: whether those with the greatest need are reached is why there is an observatory.
DEFAULTS = {"measure": "referred", "by": "imd_quintile", "period": Period.BLOCK.value}


def _measures() -> list[tuple[str, str]]:
    return [(code, labels.definition(measure.definition).title) for code, measure in MEASURES.items()]


def _dimensions() -> list[tuple[str, str]]:
    """The one that the page opens with first, everyone together last."""
    codes = sorted(DIMENSIONS, key=lambda code: (code == ALL, code != DEFAULTS["by"]))
    return [(code, labels.title(code)) for code in codes]


class FigureChoice(NHSForm):
    """A measure, the dimension to split it by, and the length of the periods; what is not chosen has a default."""

    dense = True

    measure = forms.ChoiceField(label=_("Measure"), choices=_measures)
    by = forms.ChoiceField(label=_("Split by"), choices=_dimensions)
    period = forms.ChoiceField(choices=[(p.value, p.value) for p in Period], widget=forms.HiddenInput)

    @classmethod
    def of(cls, chosen: Mapping[str, str]) -> "FigureChoice":
        """The form for a page's query."""
        return cls({**DEFAULTS, **{name: chosen[name] for name in DEFAULTS if name in chosen}})
