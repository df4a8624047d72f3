"""What wearables add to the story of a person: when one was lent and when it came back."""

from django.utils.translation import gettext as _

from devices.selectors import loans
from referrals.kit.actor import Actor
from referrals.kit.registries.stories import Happening
from referrals.models import Person


def of_person(person: Person, by: Actor) -> list[Happening]:
    """The loans of the actor's own devices, each with its end."""
    told = []
    for loan in loans.of_person(person, by):
        told.append(Happening(loan.starts_at, "device", _("Wearable lent")))
        if loan.ends_at:
            told.append(Happening(loan.ends_at, "device", _("Wearable returned")))
    return told
