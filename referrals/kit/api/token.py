"""`/oauth/token/`: a client's secret, or what it signed, becomes a token. Wrong ones are slowed down."""

import base64
import binascii
import json
from http import HTTPStatus
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.views import TokenView

from referrals.json_web_keys import claimed_client
from referrals.kit import rate_limit

NUL = "\0"


class Token(TokenView):  # type: ignore[misc]  # the library has no types
    """The library's endpoint. A secret counts as wrong until the library has taken it."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        client_id = _client_id(request)
        if NUL in client_id or any(NUL in text for values in request.POST.lists() for text in values[1]):
            return _refuse(HTTPStatus.BAD_REQUEST, "invalid_request", _("A text holds the character NUL."))
        guess = rate_limit.client_secret(request, client_id)
        if wait := guess.count(timezone.now()):
            words = _("Too many wrong credentials. Wait, then try again.")
            response = _refuse(HTTPStatus.TOO_MANY_REQUESTS, "slow_down", words)
            response["Retry-After"] = str(ceil(wait.total_seconds()))
            return response
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if answer.status_code == HTTPStatus.OK:
            guess.was_right()
        elif answer.status_code != HTTPStatus.UNAUTHORIZED:
            guess.was_none()
        return answer


def _refuse(status: int, code: str, words: str) -> HttpResponse:
    """As RFC 6749 (section 5.2) says no."""
    body = json.dumps({"error": code, "error_description": words})
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"}, content_type="application/json")


def _client_id(request: HttpRequest) -> str:
    """Whose secret or assertion it is, as it says itself; blank where that cannot be read."""
    if assertion := request.POST.get("client_assertion", ""):
        return claimed_client(assertion)
    kind, _space, coded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request.POST.get("client_id", "")
    try:
        return base64.b64decode(coded, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
