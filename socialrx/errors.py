"""Failures that no view caught: a page for people, for systems a problem or FHIR's OperationOutcome."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views import defaults

from referrals.api.fhir import errors as outcomes
from referrals.kit.api import problems


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A request that Django refused to read: a forged host, too many fields, too large a body."""
    return _tell_system(request, 400, _("The request could not be read."), "bad_request") or defaults.bad_request(
        request, exception
    )


def server_error(request: HttpRequest) -> HttpResponseBase:
    """A defect; what it was stands in the log, not in the answer."""
    words = _("Something went wrong here. Nothing was changed.")
    return _tell_system(request, 500, words, "error") or defaults.server_error(request)


def _tell_system(request: HttpRequest, status: int, words: str, code: str) -> HttpResponseBase | None:
    """The answer in the form of the interface that was called; None where a person called a page."""
    if request.path.startswith("/fhir/"):
        return outcomes.plain(status, words)
    of_rest = request.path.startswith(("/api/", "/open-referral-uk/"))
    return problems.plain(status, words, code) if of_rest else None
