"""Lists by cursor: stable while rows arrive, and no count of everything."""

from base64 import b64decode
from typing import Any
from urllib.parse import parse_qsl

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

# Offset, reverse and position.
CURSOR_WORDS = frozenset({"o", "r", "p"})


class NewestFirst(CursorPagination):
    """`limit` rows a page (50, at most 200), newest first; `next` and `previous` are addresses."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = ("-referred_at", "-pk")

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The place that a cursor names; a ParseError where the cursor is none of ours, or was changed."""
        try:
            _refuse_other_words(request.query_params.get(self.cursor_query_param, ""))
            cursor = super().decode_cursor(request)
            if cursor and cursor.position is not None and parse_datetime(str(cursor.position)) is None:
                raise ParseError(_("This is no cursor of ours."))
        except (NotFound, ValueError) as error:
            raise ParseError(_("This is no cursor of ours.")) from error
        return cursor

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return parameters

    def get_paginated_response_schema(self, schema: dict[str, object]) -> dict[str, object]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }


def _refuse_other_words(encoded: str) -> None:
    """ValueError unless it is base64 of the library's own words; the library itself skips what it does not know."""
    words = parse_qsl(b64decode(encoded, validate=True).decode("ascii"), keep_blank_values=True, strict_parsing=True)
    if not {name for name, _value in words} <= CURSOR_WORDS:
        raise ValueError(encoded)
