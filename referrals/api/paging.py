"""Lists by cursor: stable while rows arrive, and no count of everything."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """`limit` rows a page (50, at most 200), newest first; `next` and `previous` are addresses."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = ("-referred_at", "-pk")
