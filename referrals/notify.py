"""GOV.UK Notify: hand over a text, an e-mail or a letter, once under one reference."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

# Seconds. A message keeps its row locked while it is handed over.
TIMEOUT = 10
TOO_MANY = 429
# The parts of a postal address that Notify takes, the postcode in the last.
ADDRESS_LINES = 7


class RefusedError(Exception):
    """Notify will not take this message however often it is asked."""


class UnansweredError(Exception):
    """Notify is busy, or did not answer: nobody knows yet whether it has the message."""


@dataclass(frozen=True, slots=True)
class Notify:
    """An account at Notify: its key, where it is, and for each channel a template of `((subject))` and `((body))`."""

    key: str
    url: str
    templates: Mapping[str, str]

    def hand_over(self, *, channel: str, to: str, subject: str, body: str, reference: str) -> None:
        """Hand the message over, unless Notify has one with its reference.

        It is asked first each time, for whoever handed it over may have been killed before saying so.
        """
        client = NotificationsAPIClient(self.key, base_url=self.url, timeout=TIMEOUT)
        with _plain_errors():
            if client.get_all_notifications(reference=reference)["notifications"]:
                return
            self._send(client, channel, to, {"subject": subject, "body": body}, reference)

    def _send(self, client: Any, channel: str, to: str, words: dict[str, str], reference: str) -> None:
        template = self.templates[channel]
        if channel == "email":
            client.send_email_notification(to, template, words, reference)
        elif channel == "text":
            client.send_sms_notification(to, template, {"body": words["body"]}, reference)
        else:
            client.send_letter_notification(template, words | _address(to), reference)


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
        if 400 <= error.status_code < 500 and error.status_code != TOO_MANY:
            raise RefusedError(str(error.status_code)) from None
        raise UnansweredError(str(error.status_code)) from None
