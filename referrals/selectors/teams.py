"""Which team a referral goes to."""

from referrals.models import Organisation
from referrals.permissions import Actor


def referred_to_by(by: Actor) -> Organisation | None:
    """The team that the actor's organisation refers to; a team's own member refers to that team."""
    organisation = Organisation.objects.filter(pk=by.organisation_id or 0).select_related("refers_to").first()
    if organisation is None:
        return None
    return organisation if organisation.kind == "team" else organisation.refers_to
