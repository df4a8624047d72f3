"""GOV.UK Notify: hand over a text, an e-mail or a letter, once under one reference, and ask what became of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient
from requests import RequestException

# Seconds. A message keeps its row locked while it is handed over.
TIMEOUT = 10
# Our account or our key is not taken, or too many come at once: that says nothing of this message.
OF_THE_ACCOUNT = frozenset({401, 403, 429})
# The parts of a postal address that Notify takes, the postcode in the last.
ADDRESS_LINES = 7
# What it says last of a message; a letter is `received` once it is in the post. Of any other nothing is known yet.
ARRIVED = frozenset({"delivered", "received"})
FAILED = frozenset(
    {"permanent-failure", "temporary-failure", "technical-failure"}
    | {"virus-scan-failed", "validation-failed", "cancelled"}
)
# For how long it keeps what it knows; how soon and how seldom it is asked.
KEPT, SOON, SELDOM = timedelta(days=7), timedelta(seconds=30), timedelta(hours=1)


class RefusedError(Exception):
    """Notify will not take this message however often it is asked."""


class UnansweredError(Exception):
    """Notify is busy, does not take our account, or gave no answer that can be read: nobody knows yet whether it has
    the message.
    """


@dataclass(frozen=True, slots=True)
class Notify:
    """An account at Notify: its key, where it is, and for each channel a template of `((subject))` and `((body))`."""

    key: str
    url: str
    templates: Mapping[str, str]

    def hand_over(self, *, channel: str, to: str, subject: str, body: str, reference: str) -> UUID:
        """Hand the message over, unless Notify has one with its reference; by which id it is known there.

        It is asked first each time, for whoever handed it over may have been killed before saying so.
        """
        client = self._client()
        with _plain_errors():
            found = client.get_all_notifications(reference=reference)["notifications"]
            words = {"subject": subject, "body": body}
            taken = found[0] if found else self._send(client, channel, to, words, reference)
            return UUID(taken["id"])

    def status(self, notify_id: UUID) -> str:
        """What became of a message that was handed over, in Notify's own word."""
        with _plain_errors():
            return str(self._client().get_notification_by_id(notify_id)["status"])

    def _client(self) -> NotificationsAPIClient:
        return NotificationsAPIClient(self.key, base_url=self.url, timeout=TIMEOUT)

    def _send(self, client: Any, channel: str, to: str, words: dict[str, str], reference: str) -> Any:
        template = self.templates[channel]
        if channel == "email":
            return client.send_email_notification(to, template, words, reference)
        if channel == "text":
            return client.send_sms_notification(to, template, {"body": words["body"]}, reference)
        return client.send_letter_notification(template, words | _address(to), reference)


def ask_at(taken_at: datetime, now: datetime) -> datetime | None:
    """When to ask again, the later the older the message is; None where Notify will have forgotten it by then."""
    following = now + min(max((now - taken_at) / 2, SOON), SELDOM)
    return following if following < taken_at + KEPT else None


def _address(to: str) -> dict[str, str]:
    *lines, postcode = to.split("\n")
    lines = [*lines[: ADDRESS_LINES - 1], postcode]
    return {f"address_line_{number}": line for number, line in enumerate(lines, start=1)}


@contextmanager
def _plain_errors() -> Iterator[None]:
    """The library's errors as ours. What it says of them may quote an address, so none of it is passed on."""
    try:
        yield
    except APIError as error:
        if 400 <= error.status_code < 500 and error.status_code not in OF_THE_ACCOUNT:
            raise RefusedError(str(error.status_code)) from None
        raise UnansweredError(str(error.status_code)) from None
    except RequestException as error:
        raise UnansweredError(type(error).__name__) from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        # It answered with something else than it promises.
        raise UnansweredError("unreadable") from None
