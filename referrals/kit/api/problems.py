"""Errors as `application/problem+json` (RFC 9457): what went wrong, in a sentence, with a code for machines."""

from http import HTTPStatus
from math import ceil

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from referrals.kit.refusal import Refusal

MEDIA_TYPE = "application/problem+json"
REFUSAL_STATUS = {
    "not-permitted": HTTPStatus.FORBIDDEN,
    "not-for-organisation": HTTPStatus.FORBIDDEN,
    "organisation-needed": HTTPStatus.BAD_REQUEST,
    "changed-meanwhile": HTTPStatus.CONFLICT,
    "key-reused": HTTPStatus.CONFLICT,
    "too-many": HTTPStatus.TOO_MANY_REQUESTS,
}


def problem_response(error: Exception, context: dict[str, object]) -> Response | None:
    """REST framework's exception handler. What it does not know goes on to Django's handler of failures."""
    if isinstance(error, Refusal):
        status = REFUSAL_STATUS.get(error.code, HTTPStatus.UNPROCESSABLE_ENTITY)
        return _problem(status, error.message, error.code)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError):
        return _problem(error.status_code, _("Some fields are not right."), "invalid", errors=error.detail)
    return _problem(error.status_code, str(error.detail), str(error.get_codes()), headers=_headers(error))


def body(status: int, detail: str, code: str, **more: object) -> dict[str, object]:
    """A problem's members; `code` names the problem within its `type` and never changes."""
    name = code.replace("_", "-")
    return {
        "type": f"urn:socialrx:problem:{name}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": name,
        "detail": detail,
        **more,
    }


def plain(status: int, detail: str, code: str) -> JsonResponse:
    """A problem outside REST framework."""
    return JsonResponse(body(status, detail, code), status=status, content_type=MEDIA_TYPE)


def not_found(request: HttpRequest) -> JsonResponse:
    """An address that is not in the API at all."""
    return plain(HTTPStatus.NOT_FOUND, _("There is nothing at this address."), "not_found")


def _headers(error: exceptions.APIException) -> dict[str, str] | None:
    """What a client is to do about it: show a token, or wait so many seconds."""
    # The library's types do not know it.
    wait: float | None = getattr(error, "wait", None)
    if wait is not None:
        return {"Retry-After": str(ceil(wait))}
    return {"WWW-Authenticate": "Bearer"} if error.status_code == HTTPStatus.UNAUTHORIZED else None


def _problem(
    status: int, detail: str, code: str, *, errors: object = None, headers: dict[str, str] | None = None
) -> Response:
    more = {} if errors is None else {"errors": errors}
    return Response(body(status, detail, code, **more), status=status, headers=headers, content_type=MEDIA_TYPE)
