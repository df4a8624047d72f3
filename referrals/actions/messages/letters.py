"""Letters that a colleague prints and posts, where nobody does so for the service."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.messages import outbox
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.isolation import isolated
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.models import OutboundMessage
from referrals.selectors.messages import letters, messages
from referrals.selectors.messages.letters import PrintedLetter


@transaction.atomic
def read(*, by: Actor, now: datetime) -> list[PrintedLetter]:
    """The letters of the actor's team, to print them; each is a look at its person."""
    check(by, Permission.SUPPORT)
    found = letters.listed(by, now)
    for letter in found:
        if letter.message.to_person_id:
            audit.look(by=by, at=letter.message, person_id=letter.message.to_person_id)
    return found


@transaction.atomic
def post(*, letter: OutboundMessage, by: Actor, now: datetime) -> None:
    """It is in the post."""
    check(by, Permission.SUPPORT)
    message = letters.unposted().select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if message is None or messages.objection(message, now):
        raise Refusal("not-to-be-posted", _("This letter is posted already, or must not go out any more."))
    outbox.mark(message, by, state="sent", sent_at=now)


@transaction.atomic
def drop_stopped(*, by: Actor, now: datetime) -> int:
    """Letters that must not go out any more leave the queue; how many. Notify's are asked of when they are sent."""
    check(by, Permission.RUN_SCHEDULE)
    if settings.NOTIFY_API_KEY:
        return 0
    stopped = 0
    for message in letters.unposted().select_for_update(skip_locked=True, of=("self",)):
        with isolated(f"letter {message.public_id}"):
            stopped += _drop_if_stopped(message, by, now)
    return stopped


def _drop_if_stopped(message: OutboundMessage, by: Actor, now: datetime) -> bool:
    objection = messages.objection(message, now)
    if objection:
        outbox.fail(message, objection, by, now, tell=objection == messages.NO_ADDRESS)
    return bool(objection)
