"""Failures that no view caught: a page for people, for systems a problem or FHIR's OperationOutcome."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views import csrf, defaults

from referrals.api.fhir import errors as outcomes
from referrals.kit import unsent
from referrals.kit.api import problems


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
    """A defect; what it was stands in the log, not in the answer."""
    words = _("Something went wrong here. Nothing was changed.")
    return _tell_system(request, 500, words, "error") or defaults.server_error(request)


def _tell_system(request: HttpRequest, status: int, words: str, code: str) -> HttpResponseBase | None:
    """The answer in the form of the interface that was called; None where a person called a page."""
    if request.path.startswith("/fhir/"):
        return outcomes.plain(status, words)
    return problems.plain(status, words, code) if request.path.startswith("/api/") else None
