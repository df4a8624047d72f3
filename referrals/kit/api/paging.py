"""Lists by cursor: stable while rows arrive, and no count of everything."""

from typing import Any

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """`limit` rows a page (50, at most 200), newest first; `next` and `previous` are addresses."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = ("-referred_at", "-pk")

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
