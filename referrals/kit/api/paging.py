"""Lists by cursor: stable while rows arrive, and no count of everything."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class NewestFirst(CursorPagination):
    """`limit` rows a page (50, at most 200), newest first; `next` and `previous` are addresses."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = ("-referred_at", "-pk")

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The place that a cursor names; a ParseError where the cursor is none of ours, or was changed."""
        try:
            cursor = super().decode_cursor(request)
            if cursor and cursor.position is not None and parse_datetime(cursor.position) is None:
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
