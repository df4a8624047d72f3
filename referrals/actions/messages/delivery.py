"""Handing one message over: to a mail server, to GOV.UK Notify, or to a colleague who calls.

Notify is asked by the message's reference before it gets anything, so it sees nothing twice. A mail server cannot be
asked: it may see a message twice, with the same Message-ID, by which it can tell. A message that carries a link to
answer by is a new one each time.
"""

import hashlib
import smtplib
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from referrals import channels, emails
from referrals.actions.access import links as actions
from referrals.actions.work import tasks
from referrals.kit.calendar import add_working_days, local_day
from referrals.models import OutboundMessage
from referrals.notify import Notify, RefusedError, UnansweredError
from referrals.selectors.access import links
from referrals.selectors.messages import messages

# A mail server's answers from 500 on are final (RFC 5321).
FINAL = 500
# What a mail server says of the recipient or of the message; whatever else goes wrong, goes wrong for every message.
OF_THE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class UndeliveredError(Exception):
    """This message did not go out: `why` is a code, and `is_final` says that asking again will not help."""

    def __init__(self, why: str, *, is_final: bool) -> None:
        super().__init__(why)
        self.why = why
        self.is_final = is_final


class AwayError(Exception):
    """Whoever sends is not there or does not take our account: nothing would go out now. `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def hand_over(message: OutboundMessage, now: datetime) -> UUID | None:
    """Send the message by its channel: its id at Notify, if it went there.

    UndeliveredError where that failed for this message, AwayError where it would fail for any.
    """
    if message.channel == channels.PHONE or (message.channel == channels.TEXT and not settings.NOTIFY_API_KEY):
        _ask_to_call(message, now)
    elif settings.NOTIFY_API_KEY:
        return _notify(message, now)
    else:
        _mail(message, now)
    return None


def notify() -> Notify:
    """Our account there."""
    return Notify(settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL, settings.NOTIFY_TEMPLATES)


def _ask_to_call(message: OutboundMessage, now: datetime) -> None:
    """Put the call on the worklist of whoever holds the episode, for today or the next working day."""
    episode = messages.episode_of(message)
    if episode is None:
        raise UndeliveredError("nobody-to-call", is_final=True)
    due_on = add_working_days(local_day(now) - timedelta(days=1), 1)
    tasks.put(kind="call_person", episode=episode, about=message, due_on=due_on)


def _mail(message: OutboundMessage, now: datetime) -> None:
    letter, reference = _letter(message, now)
    headers = {"Message-ID": f"<{reference}@{urlsplit(settings.BASE_URL).hostname}>"}
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers).send()
    except OF_THE_MESSAGE as error:
        raise UndeliveredError(_answer(error), is_final=_is_final(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise AwayError(_answer(error)) from error


def _notify(message: OutboundMessage, now: datetime) -> UUID:
    letter, reference = _letter(message, now)
    try:
        return notify().hand_over(
            channel=message.channel, to=letter.to, subject=letter.subject, body=letter.body, reference=reference
        )
    except RefusedError as error:
        raise UndeliveredError(_answer(error), is_final=True) from error
    except UnansweredError as error:
        raise AwayError(_answer(error)) from error


def _answer(error: Exception) -> str:
    """Who did not take it and how, without a word that may quote an address."""
    if isinstance(error, (RefusedError, UnansweredError)):
        return f"Notify: {error}"
    return f"mail server: {type(error).__name__}"


def _letter(message: OutboundMessage, now: datetime) -> tuple[messages.Letter, str]:
    """The message in words, and the reference by which a copy of it can be told.

    A link to answer by is made here and nowhere earlier, so that its token stands in the message alone.
    """
    link, token = _link(message, now)
    # With another link it is another message: a mail program must not show only the first, whose link is dead.
    key = f"{message.once_key}:{link.digest}" if link else message.once_key
    return messages.letter(message, link, token), hashlib.sha256(key.encode()).hexdigest()[:32]


def _link(message: OutboundMessage, now: datetime) -> tuple[messages.Link | None, str]:
    if asked := messages.asks(message):
        return actions.make(links.ANSWER, asked, now=now)
    if listed := messages.asks_about(message):
        return actions.make(links.LISTING, listed, now=now)
    if invited := messages.invites(message):
        return actions.make(links.INVITATION, invited, now=now)
    return _link_to_person(message, now)


def _link_to_person(message: OutboundMessage, now: datetime) -> tuple[messages.Link | None, str]:
    """One that proves the address, or one that opens something where the address is proved."""
    if point := messages.asks_for_proof(message):
        return actions.make(links.PROOF, point, now=now, person=point.person)
    if message.kind == "sign_in" and message.to_person:
        goes_to = emails.key(links.address_of(message.to_person))
        return actions.make(links.SIGN_IN, message.to_person, now=now, reaches=goes_to)
    if message.attendance and messages.may_open(message):
        return actions.make(links.FEEDBACK, message.attendance, now=now)
    return None, ""


def _is_final(error: Exception) -> bool:
    """Whether the mail server said no for good; what it says of recipients comes as a table of answers."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= FINAL for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= FINAL
