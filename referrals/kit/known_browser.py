"""A browser in which somebody signed in before: a signed cookie says so, and for which accounts.

It opens nothing. Wrong passwords in it have a count of their own, so whoever guesses elsewhere cannot keep its owner
out.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from referrals.kit.randomness import new_secret

SALT = "referrals.known_browser"
LASTS = timedelta(days=365)
# A computer at a desk has a few users; the oldest is forgotten.
MOST_ACCOUNTS = 8


def of_account(request: HttpRequest, account: str) -> str | None:
    """The browser's own random name, if this account was signed in to there."""
    name, accounts = _read(request)
    return name if _digest(account) in accounts else None


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Somebody has just signed in."""
    name, accounts = _read(request)
    others = [one for one in accounts if one != _digest(account)]
    value = [name or new_secret(), *others[-MOST_ACCOUNTS + 1 :], _digest(account)]
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        signing.dumps(value, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str | None, list[str]]:
    cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
    try:
        name, *accounts = signing.loads(cookie, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None, []
    return name, accounts


def _digest(account: str) -> str:
    return salted_hmac(SALT, account.strip().lower()).hexdigest()[:16]
