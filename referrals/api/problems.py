"""Errors as `application/problem+json` (RFC 9457): what went wrong, in a sentence, with a code for machines."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from referrals.permissions import Refusal

MEDIA_TYPE = "application/problem+json"
REFUSAL_STATUS = {
    "not-permitted": status.HTTP_403_FORBIDDEN,
    "changed-meanwhile": status.HTTP_409_CONFLICT,
    "key-reused": status.HTTP_409_CONFLICT,
}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler. Anything it does not know is a 500 without details."""
    if isinstance(error, Refusal):
        code = REFUSAL_STATUS.get(error.code, status.HTTP_422_UNPROCESSABLE_ENTITY)
        return _problem(code, error.message, error.code)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError):
        return _problem(error.status_code, "Some fields are not right.", "invalid", errors=error.detail)
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == status.HTTP_401_UNAUTHORIZED else {}
    return _problem(error.status_code, str(error.detail), str(error.get_codes()), headers=headers)


def _problem(
    code: int, detail: str, name: str, *, errors: Any = None, headers: dict[str, str] | None = None
) -> Response:
    body: dict[str, Any] = {"type": f"urn:socialrx:problem:{name}", "title": name, "status": code, "detail": detail}
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=code, headers=headers, content_type=MEDIA_TYPE)


def not_found(request: Any) -> JsonResponse:
    """An address that is not in the API at all."""
    return JsonResponse(
        {"type": "urn:socialrx:problem:not_found", "title": "not_found", "status": 404, "detail": "Not found."},
        status=404,
        content_type=MEDIA_TYPE,
    )
