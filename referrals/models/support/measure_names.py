"""What outcome measures are called, and the answers that are words."""

from django.utils.translation import gettext_lazy as _

MEASURE_NAMES = [
    ("ons4", _("Well-being (ONS4)")),
    ("ucla3", _("Loneliness (UCLA-3)")),
    ("swemwbs", _("Mental well-being (SWEMWBS)")),
    ("mycaw", _("Own concerns (MYCaW)")),
]
# The scales that are more than one item; the others are called what their item is.
SCALE_NAMES = {
    "ucla": _("Loneliness score"),
    "swemwbs": _("Mental well-being score"),
}
# The direct question's answers, from the one that a person would want.
LONELINESS = [
    (1, _("Never")),
    (2, _("Hardly ever")),
    (3, _("Occasionally")),
    (4, _("Some of the time")),
    (5, _("Often or always")),
]
