"""Each request has an id: in its answer, and in every log line that is written for it."""

import re
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from referrals.kit.randomness import new_public_id

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[0-9a-f-]{16,36}", re.ASCII)
NONE = "-"
current: ContextVar[str] = ContextVar("request_id", default=NONE)


class RequestId:
    """The outermost middleware. The proxy's id is taken over, so that its log and ours can be read side by side.

    It stays until the thread's next request: Django logs what it refused after the last middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        identity = said if WELL_FORMED.fullmatch(said) else new_public_id().hex
        current.set(identity)
        response = self.get_response(request)
        response[HEADER] = identity
        return response
