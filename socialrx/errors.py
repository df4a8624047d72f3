"""Failures that no view caught: a page for people, for systems a problem or FHIR's OperationOutcome."""

import sys

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import csrf, defaults

from referrals.api.fhir import errors as outcomes
from referrals.kit import unsent
from referrals.kit.api import problems

# Seconds after which to come again. A database that starts anew takes a few.
LATER = 30
# Classes of PostgreSQL's states: no connection, no room, shut down by an operator; without a state nobody answered.
AWAY = ("08", "53", "57P")
UNREADABLE = (UnreadablePostError, MultiPartParserError, SuspiciousOperation)
# What a form may not show again.
SECRET = "password"  # noqa: S105 - a part of fields' names


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A request that Django refused to read: a forged host, too many fields, too large a body."""
    return _tell_system(request, 400, _("The request could not be read."), "bad_request") or defaults.bad_request(
        request, exception
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form without the right check against forgery: perhaps one of ours, from before its reader signed in again."""
    unsent.keep_of_before(request)
    return csrf.csrf_failure(request, reason)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """A defect, or a database that is away; what it was stands in the log, not in the answer."""
    if is_away(sys.exception()):
        return unavailable(request)
    words = _("Something went wrong here. Nothing was changed.")
    return _tell_system(request, 500, words, "error") or defaults.server_error(request)


def is_away(error: BaseException | None) -> bool:
    """Whether the database could not be asked at all, so that the same request may succeed later."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    state = getattr(error.__cause__, "pgcode", None)
    return state.startswith(AWAY) if state else isinstance(error, OperationalError | InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponseBase:
    """503. What somebody typed stands on the page, to be sent again; it is nowhere else."""
    words = _("The service cannot reach its records. Nothing was changed. Try again later.")
    response = _tell_system(request, 503, words, "unavailable")
    if response is None:
        typed = _typed(request)
        shown = {
            "was_sent": request.method == "POST",
            "typed": typed,
            "path": request.get_full_path(),
            "csrf_token": get_token(request) if typed else "",
        }
        response = HttpResponse(render_to_string("503.html", shown), status=503)
    response["Retry-After"] = str(LATER)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that was sent from one of our own pages; none where one of them is a password."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        return []
    names = {name for name, _value in fields}
    if any(SECRET in name for name in names) or not _comes_from_us(request):
        return []
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]


class _Guard(CsrfViewMiddleware):
    """Django's check against forgery, which here only says whether it passed."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def _comes_from_us(request: HttpRequest) -> bool:
    """The database may fail before the check against forgery is made, so it is made here."""
    guard = _Guard(lambda _request: HttpResponse())
    guard.process_request(request)
    return guard.process_view(request, unavailable, (), {}) is None


def _tell_system(request: HttpRequest, status: int, words: str, code: str) -> HttpResponseBase | None:
    """The answer in the form of the interface that was called; None where a person called a page."""
    if request.path.startswith("/fhir/"):
        return outcomes.plain(status, words)
    of_rest = request.path.startswith(("/api/", "/oauth/", "/open-referral-uk/"))
    return problems.plain(status, words, code) if of_rest else None
