"""Looking for a text wherever the product keeps something."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg2 import sql

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname = 'public' ORDER BY 1
"""


def in_tables(texts: Iterable[str]) -> dict[str, set[str]]:
    """For each text the tables, partitions included, of which any column of any row holds it."""
    wanted = list(texts)
    found: dict[str, set[str]] = {text: set() for text in wanted}
    for table, row in _rows():
        for text in wanted:
            # A row as text spells bytes in hexadecimal.
            if text in row or text.encode().hex() in row:
                found[text].add(table)
    return found


def _rows() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table)))
            yield from ((table, row) for (row,) in cursor.fetchall())
    for session in Session.objects.all():
        yield "django_session", json.dumps(session.get_decoded())


def redis_texts() -> Iterator[str]:
    """Every key of Redis with what it holds."""
    # Untyped: its answers are texts or bytes by a setting that the types do not see. Bytes, since some are pickled.
    client: Any = redis.Redis.from_url(settings.REDIS_URL)
    readers = {
        "string": client.get,
        "list": lambda key: client.lrange(key, 0, -1),
        "hash": client.hgetall,
        "set": client.smembers,
        "zset": lambda key: client.zrange(key, 0, -1),
    }
    for key in client.scan_iter():
        yield f"{key} {readers[client.type(key).decode()](key)}"
    client.close()
