"""Failures that no view caught: a page for people, `application/problem+json` for the interface."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views import defaults

from referrals.kit.api import problems


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A request that Django refused to read: a forged host, too many fields, too large a body."""
    if _is_for_systems(request):
        return problems.plain(400, _("The request could not be read."), "bad_request")
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """A defect; what it was stands in the log, not in the answer."""
    if _is_for_systems(request):
        return problems.plain(500, _("Something went wrong here. Nothing was changed."), "error")
    return defaults.server_error(request)


def _is_for_systems(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
