"""Whose an organisation is to keep."""

from django.utils.translation import gettext as _

from referrals.kit.actor import Actor, check
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.selectors.organisation import areas


def check_keeps(by: Actor, organisation_id: int | None) -> None:
    """A manager keeps their own organisation, an administrator those of their area; the schedule loads any."""
    if by.may(Permission.KEEP_AREA):
        if areas.holds(by, organisation_id):
            return
    else:
        check(by, Permission.KEEP_ORGANISATION)
        if by.organisation_id == organisation_id:
            return
    raise Refusal("not-yours", _("This belongs to another organisation."))
