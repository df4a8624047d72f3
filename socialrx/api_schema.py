"""What drf-spectacular cannot read from the views: how to authenticate, and that every error is a problem."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularJSONAPIView

from referrals.kit.api.authentication import ORGANISATION_HEADER
from referrals.kit.api.problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is for machines, `detail` a sentence for people, `errors` says which fields.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": ["object", "array"]},
    },
}
ANY_ERROR = {
    "description": "The request was refused or failed; nothing was changed.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}

ORGANISATION = {
    "name": ORGANISATION_HEADER,
    "in": "header",
    "required": False,
    "description": "For which organisation the client asks: its ODS code, or its public id where it has none. It may "
    "be left out by a client that acts for one only; one that acts for several gets 400 `organisation-needed` without "
    "it. An organisation that it does not act for is 403 `not-for-organisation`.",
    "schema": {"type": "string", "maxLength": 36},
}


class Description(SpectacularJSONAPIView):
    """The OpenAPI document, for everyone."""

    authentication_classes = []
    permission_classes = []


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registration is untyped
    """`Authorization: Bearer <token>`."""

    target_class = "referrals.kit.api.authentication.BearerAuthentication"
    name = "Bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


def with_problems(result: dict[str, Any], **_more: object) -> dict[str, Any]:
    """Every operation may name an organisation and answer with a problem (drf-spectacular's postprocessing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for operation in operations.values():
            operation.setdefault("parameters", []).append(ORGANISATION)
            operation["responses"]["default"] = ANY_ERROR
    return result
