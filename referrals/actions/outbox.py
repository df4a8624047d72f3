"""Sending what waits in the outbox.

A row stays locked from the moment it is taken until it is marked: any number of workers may run, and one that is
killed in between leaves the row waiting. So nothing is lost, and in that one case a mail server sees a message twice,
with the same Message-ID, by which it can tell. A message that carries a link to answer by is a new one each time.
"""

import hashlib
import smtplib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from referrals.actions import answer_links, audit, listing_links, tasks
from referrals.calendar import add_working_days, local_day
from referrals.models import AnswerLink, ListingLink, OutboundMessage
from referrals.permissions import Actor, Permission, check
from referrals.selectors import messages

# Minutes before each further attempt: about a day in all, then it has failed.
WAITS = (1, 5, 15, 60, 240, 480, 720)
# A server's answers from 500 on are final (RFC 5321).
FINAL = 500


def send_waiting(*, limit: int, by: Actor, now: datetime) -> int:
    """Send up to `limit` messages, each in a transaction of its own; how many were taken up."""
    check(by, Permission.RUN_SCHEDULE)
    for taken in range(limit):
        if not send_next(by=by, now=now):
            return taken
    return limit


@transaction.atomic
def send_next(*, by: Actor, now: datetime) -> bool:
    """Take up the message that has waited longest; whether there was one. Consent is asked for again here."""
    waiting = OutboundMessage.objects.select_for_update(skip_locked=True, of=("self",))
    message = waiting.filter(state="waiting", not_before__lte=now).order_by("not_before", "pk").first()
    if message is None:
        return False
    objection = messages.objection(message)
    if objection:
        _fail(message, objection, by, now, tell=objection == messages.NO_ADDRESS)
        return True
    try:
        _mail(message, now).send()
    except (OSError, smtplib.SMTPException) as error:
        _try_later(message, error, by, now)
    else:
        _mark(message, by, state="sent", sent_at=now)
    return True


@transaction.atomic
def take_as_sent(*, until: datetime, by: Actor) -> int:
    """For a record carried over from elsewhere: what was told there before a moment is not told again. How many."""
    check(by, Permission.RUN_SCHEDULE)
    waiting = OutboundMessage.objects.filter(state="waiting", not_before__lt=until)
    count = waiting.update(state="sent", sent_at=F("not_before"), version=F("version") + 1)
    audit.record(by=by, did="message.taken_as_sent", messages=count)
    return count


def _mail(message: OutboundMessage, now: datetime) -> EmailMessage:
    """A link to answer by is made here and nowhere earlier, so that its token stands in the message alone."""
    link, token = _link(message, now)
    letter = messages.letter(message, link, token)
    host = urlsplit(settings.BASE_URL).hostname
    # With another link it is another message: a mail program must not show only the first, whose link is dead.
    key = f"{message.once_key}:{link.digest}" if link else message.once_key
    once = hashlib.sha256(key.encode()).hexdigest()[:32]
    return EmailMessage(letter.subject, letter.body, to=[letter.to], headers={"Message-ID": f"<{once}@{host}>"})


def _link(message: OutboundMessage, now: datetime) -> tuple[AnswerLink | ListingLink | None, str]:
    if asked := messages.asks(message):
        return answer_links.make(onward_referral=asked, now=now)
    if listed := messages.asks_about(message):
        return listing_links.make(service=listed, now=now)
    return None, ""


def _try_later(message: OutboundMessage, error: Exception, by: Actor, now: datetime) -> None:
    if _is_final(error) or message.attempts >= len(WAITS):
        _fail(message, f"mail server: {type(error).__name__}", by, now, tell=True)
        return
    wait = timedelta(minutes=WAITS[message.attempts])
    OutboundMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1, not_before=now + wait)


def _is_final(error: Exception) -> bool:
    """Whether the mail server said no for good; what it says of recipients comes as a table of answers."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= FINAL for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= FINAL


def _fail(message: OutboundMessage, why: str, by: Actor, now: datetime, *, tell: bool) -> None:
    _mark(message, by, state="failed", failure=why)
    episode = messages.episode_of(message)
    if tell and episode:
        tasks.put(
            kind="message_failed",
            episode=episode,
            referral=message.referral,
            onward_referral=message.onward_referral,
            due_on=add_working_days(local_day(now), 1),
        )


def _mark(message: OutboundMessage, by: Actor, **changes: object) -> None:
    OutboundMessage.objects.filter(pk=message.pk).update(
        attempts=F("attempts") + 1, version=F("version") + 1, **changes
    )
    person = messages.person_of(message)
    audit.record(
        by=by,
        did=f"message.{changes['state']}",
        to=message,
        person_id=person.pk if person else None,
        kind=message.kind,
    )
