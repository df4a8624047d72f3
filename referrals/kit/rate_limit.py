"""How often one client may send a public form, and how fast anybody may guess a password or a secret.

Nobody is locked out. An account's pause grows with each wrong password, wherever it comes from; a browser in which
somebody signed in to the account before has a count of its own, so that strangers cannot keep the owner out. Whoever
asks too fast is not looked at and not counted: one machine cannot fill the pauses of all accounts.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.actions.access import tries
from referrals.kit.actor import Actor
from referrals.kit.client_address import client_network
from referrals.kit.refusal import Refusal
from referrals.limits import BackOff, Limit, Quota

# Modest: it slows a flood down and never stops a family.
PUBLIC_FORM = Quota(most=20, within=timedelta(minutes=10))
# A practice mistypes now and then; who tries dates of birth for a number does it by the hundred.
WRONG_DETAILS = Quota(most=10, within=timedelta(days=1))
WRONG_SECRET = BackOff(free=5, longest=timedelta(minutes=15), forgotten=timedelta(hours=1))
# A surgery or a hospital has one address for all.
WRONG_FROM_ONE_CLIENT = BackOff(free=30, longest=timedelta(minutes=5), forgotten=timedelta(minutes=15))


def check(request: HttpRequest, what: str) -> None:
    """Count this sending; a Refusal once the client has sent too many in ten minutes."""
    if tries.count({tries.key_of(what, client_network(request)): PUBLIC_FORM}, now=timezone.now()):
        raise Refusal("too-many", _("Too many were sent from here. Wait ten minutes, or call the team."))


@contextmanager
def details(by: Actor) -> Iterator[None]:
    """A referral is sent, which is refused where an NHS number is another's. Whoever had ten sends no more today.

    It counts after the refusal, which takes back all that was written with it.
    """
    key = tries.key_of("details", *map(str, (by.membership_id, by.client_id, by.organisation_id)))
    if tries.wait(key, WRONG_DETAILS, now=timezone.now()):
        raise Refusal("too-many", _("Too many NHS numbers did not belong to the date of birth. Call the team."))
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "details-differ":
            tries.count({key: WRONG_DETAILS}, now=timezone.now())
        raise


@dataclass(frozen=True, slots=True)
class Guess:
    """A password or secret that is about to be looked at. Its tries count until it was right."""

    own: Mapping[str, Limit]
    shared: Mapping[str, Limit]

    def count(self, now: datetime) -> timedelta:
        """Zero, and it counts; or how long it has to wait."""
        return tries.count({**self.own, **self.shared}, now=now)

    def was_right(self) -> None:
        tries.forgive(own=[*self.own], shared=[*self.shared])

    def was_none(self) -> None:
        """Nothing was guessed at all."""
        tries.forgive(shared=[*self.own, *self.shared])


def password(request: HttpRequest, account: str, known_browser: str | None) -> Guess:
    """A password for an account (what was typed as its name), in a browser where it was right before, or in another."""
    name = account.strip().lower()
    if known_browser:
        return Guess({tries.key_of("password in browser", known_browser, name): WRONG_SECRET}, {})
    return Guess(
        dict.fromkeys(passwords_of(name), WRONG_SECRET),
        {tries.key_of("passwords", client_network(request)): WRONG_FROM_ONE_CLIENT},
    )


def passwords_of(account: str) -> list[str]:
    """The key of the passwords that strangers tried for an account."""
    return [tries.key_of("password", account.strip().lower())]


def second_factor(user_id: int) -> Guess:
    """A code of somebody whose password was right: only they are slowed down."""
    return Guess({tries.key_of("second factor", str(user_id)): WRONG_SECRET}, {})


def client_secret(request: HttpRequest, client_id: str) -> Guess:
    """A system's secret. It cannot be guessed, so where others try it is nothing to the system itself."""
    network = client_network(request)
    return Guess(
        {tries.key_of("secret", client_id, network): WRONG_SECRET},
        {tries.key_of("secrets", network): WRONG_FROM_ONE_CLIENT},
    )


def in_words(wait: timedelta) -> str:
    """`40 seconds`, `3 minutes`: never less than it is."""
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    if seconds < 60:
        return ngettext("%(number)d second", "%(number)d seconds", seconds) % {"number": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
