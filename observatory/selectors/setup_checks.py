"""What weekly figures need before they can be compared."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from observatory.models import Geography, Population
from observatory.selectors import populations
from referrals.kit.actor import Actor
from referrals.kit.registries.setup_checks import Check, Finding, State, counted


def _populations(_by: Actor, today: date) -> Finding:
    """Whether the number of people in any segment is known today."""
    number = len(populations.on(today))
    if not number and Population.objects.exists():
        return Finding(State.OLD, str(_("What is loaded holds no longer")))
    return counted(number, ngettext("%d segment", "%d segments", number) % number)


def _geographies(_by: Actor, _today: date) -> Finding:
    number = Geography.objects.count()
    return counted(number, ngettext("%d place", "%d places", number) % number)


CHECKS = (
    Check(
        "populations", 32, _("Populations"), _("No populations: no rates."), _populations, command="load_populations"
    ),
    Check(
        "geographies",
        33,
        _("Names of places"),
        _("No figures by network, board or region; places are shown by their codes."),
        _geographies,
        command="load_geographies",
    ),
)
