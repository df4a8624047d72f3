"""Which figures to look at."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from observatory.measures import MEASURES
from observatory.periods import Period
from observatory.selectors import labels
from referrals.kit.forms.base import NHSForm

# Deprivation first: whether those with the greatest need are reached is why there is an observatory.
DEFAULTS = {"measure": "referred", "by": "imd_quintile", "period": Period.BLOCK.value}


class FigureChoice(NHSForm):
    """A measure, the dimension to split it by, and the length of the periods; what is not chosen has a default."""

    dense = True

    measure = forms.ChoiceField(label=_("Measure"), choices=[(m.code, m.title) for m in MEASURES.values()])
    by = forms.ChoiceField(label=_("Split by"), choices=list(labels.DIMENSIONS.items()))
    period = forms.ChoiceField(choices=[(p.value, p.value) for p in Period], widget=forms.HiddenInput)

    @classmethod
    def of(cls, chosen: Mapping[str, str]) -> "FigureChoice":
        """The form for a page's query."""
        return cls({**DEFAULTS, **{name: chosen[name] for name in DEFAULTS if name in chosen}})
