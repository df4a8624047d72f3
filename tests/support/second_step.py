"""Somebody's telephone: the app by which a browser of the tests sets up its second step."""

import html
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.utils import timezone

from referrals import one_time_codes


def set_up(browser: Client) -> Client:
    """Do on the pages what whoever works here does when they first come."""
    page = html.unescape(browser.get("/", follow=True).content.decode())
    link = next(part for part in page.split('"') if part.startswith("otpauth://"))
    (secret,) = parse_qs(urlsplit(link).query)["secret"]
    code = one_time_codes.code_of(secret, one_time_codes.step_at(timezone.now()))
    answer = browser.post("/accounts/second-factor/set-up/", {"code": code})
    # The codes for the paper are shown once.
    assert "app-codes" in answer.content.decode()
    return browser
