"""Every error of the FHIR server as an OperationOutcome, with the status and the words that REST has for it."""

from http import HTTPStatus

from django.http import JsonResponse
from rest_framework.response import Response

from referrals.fhir.server import MEDIA_TYPE, Issue, RefusedError, operation_outcome
from referrals.kit.api import problems
from referrals.kit.refusal import Refusal

# FHIR's issue types.
ISSUE_TYPES: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "invalid",
    HTTPStatus.UNAUTHORIZED: "login",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "not-supported",
    HTTPStatus.NOT_ACCEPTABLE: "not-supported",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.PRECONDITION_FAILED: "conflict",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "not-supported",
    HTTPStatus.UNPROCESSABLE_ENTITY: "business-rule",
    HTTPStatus.TOO_MANY_REQUESTS: "throttled",
    HTTPStatus.INTERNAL_SERVER_ERROR: "exception",
    HTTPStatus.SERVICE_UNAVAILABLE: "transient",
}
# Refusals that FHIR answers otherwise than REST.
STATUSES: dict[str, HTTPStatus] = {
    "version-differs": HTTPStatus.PRECONDITION_FAILED,
    "number-used": HTTPStatus.CONFLICT,
}


def outcome_response(error: Exception, context: dict[str, object]) -> Response | None:
    """REST framework's exception handler; None for a defect, which goes on to Django's handler of failures."""
    if isinstance(error, RefusedError):
        return Response(operation_outcome(*error.issues), status=error.status)
    said = problems.problem_response(error, context)
    if said is None:
        return None
    headers = {name: value for name, value in said.headers.items() if name != "Content-Type"}
    refusal = error.code if isinstance(error, Refusal) else ""
    status = STATUSES.get(refusal, said.status_code)
    body = operation_outcome(Issue(ISSUE_TYPES[status], said.data["detail"], refusal=refusal))
    return Response(body, status=status, headers=headers)


def plain(status: int, words: str) -> JsonResponse:
    """An OperationOutcome outside REST framework."""
    return JsonResponse(operation_outcome(Issue(ISSUE_TYPES[status], words)), status=status, content_type=MEDIA_TYPE)
