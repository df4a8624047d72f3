"""Requests that no honest program sends are refused before anything looks into them: 400, never a failure of ours."""

import codecs
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase

# PostgreSQL stores every character but this one.
NUL = "\0"


class WellFormed:
    """A middleware. No NUL in an address, a query or a cookie, and no encoding but UTF-8, in which our pages are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if fault := _fault(request):
            raise SuspiciousOperation(fault)
        return self.get_response(request)


def _fault(request: HttpRequest) -> str:
    """What is wrong, for the log; blank where nothing is."""
    # First of all: in a strange encoding the query cannot even be looked at.
    if not _is_utf8((request.content_params or {}).get("charset", "utf-8")):
        return "encoding-not-utf-8"
    if any(NUL in text for text in (request.path, *_query(request), *_cookies(request))):
        return "holds-nul"
    return ""


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _query(request: HttpRequest) -> list[str]:
    return [text for name, values in request.GET.lists() for text in (name, *values)]


def _cookies(request: HttpRequest) -> list[str]:
    return [text for pair in request.COOKIES.items() for text in pair]
