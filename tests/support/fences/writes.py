"""Only actions write. Any other write of the product raises, however it is put.

The fence stands at the database driver, so a QuerySet, a row, a related manager, raw SQL and COPY all meet it. It looks
at the call stack: the innermost of our functions that is at work has to be an action, a migration, a tool, or a test
that sets up its world. Models stand under all of these and are passed over.
"""

import re
from functools import lru_cache
from typing import Any

from psycopg2.extensions import cursor as DriverCursor  # noqa: N812  # a class, which the driver writes small

from tests.architecture.source import is_action
from tests.support.fences.stack import at_work, is_ours

# What changes a table, with the table's name; and what changes the schema, at the start of a statement.
WRITE = re.compile(
    r"""
    \b(?:INSERT\s+INTO|DELETE\s+FROM(?:\s+ONLY)?|MERGE\s+INTO(?:\s+ONLY)?)\s+"?(?P<rows>[\w.]+)
    |\bUPDATE\s+(?:ONLY\s+)?"?(?P<row>[\w.]+)"?(?:\s+(?:AS\s+)?"?\w+"?)?\s+SET\b
    |\bCOPY\s+"?(?P<file>[\w.]+)"?\s*(?:\([^)]*\))?\s*FROM\b
    |(?:^|;)\s*(?P<schema>CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|COMMENT|REINDEX|VACUUM|CALL|DO)\b
    |\b(?P<number>setval)\s*\(
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Without one of these words it changes nothing; most statements are told by that, which is a hundred times quicker.
WORDS = (
    *("INSERT", "DELETE", "MERGE", "UPDATE", "COPY", "CREATE", "ALTER", "DROP", "TRUNCATE", "GRANT", "REVOKE"),
    *("COMMENT", "REINDEX", "VACUUM", "CALL", "DO", "SETVAL"),
)
# What is longer names its rows one by one, and comes once.
REMEMBERED = 10_000
# Tables that libraries keep for themselves, each with the reason.
KEPT_BY_LIBRARIES = {
    "django_session": "who is signed in, and where they came from; Django keeps it with each answer",
    "oauth2_provider_accesstoken": "the library answers a system that asks for a token",
    "account_emailaddress": "allauth notes that an address is its account's when a password is set by mail",
}
# Functions of libraries that write into our own tables, each with the reason.
WRITERS_IN_LIBRARIES = {
    "django.contrib.auth.models.update_last_login": "Django notes a sign-in",
    "django.contrib.auth.base_user.setter": "Django stores a password anew when its hashing has grown stronger",
    "allauth.account.adapter.set_password": "somebody has chosen a new password",
}


class WriteOutsideAnActionError(Exception):
    """The product wrote from where it may only read."""

    def __init__(self, who: str, statement: str) -> None:
        super().__init__(f"{who} may not write: {statement[:200]}")


def table_written(statement: str) -> str | None:
    """A table that a statement changes, `""` for the schema; None if it only reads, or changes what a library keeps."""
    return _table_written(statement) if len(statement) < REMEMBERED else _table_written.__wrapped__(statement)


@lru_cache(maxsize=4096)
def _table_written(statement: str) -> str | None:
    in_capitals = statement.upper()
    if not any(word in in_capitals for word in WORDS):
        return None
    found = (match["rows"] or match["row"] or match["file"] or "" for match in WRITE.finditer(statement))
    return next((table for table in found if table not in KEPT_BY_LIBRARIES), None)


def may_write(module: str) -> bool:
    """Whether code of this module may write by itself."""
    return is_action(module) or ".migrations." in module or module.startswith(("socialrx.tools.", "tests."))


def who_may_not() -> str | None:
    """The innermost of our functions at work if it may not write, else None."""
    for module, function in at_work():
        if f"{module}.{function}" in WRITERS_IN_LIBRARIES:
            return None
        if is_ours(module) and ".models" not in module:
            return None if may_write(module) else f"{module}.{function}"
    return None


class FencedCursor(DriverCursor):
    """The driver's cursor, which refuses to write for code that may only read."""

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002  # the driver's name
        self._check(query)
        super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        self._check(query)
        super().executemany(query, vars_list)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self._check(sql)
        super().copy_expert(sql, file, size)

    def copy_from(self, file: Any, table: str, *args: Any, **kwargs: Any) -> None:
        self._check(f"COPY {table} FROM STDIN")
        super().copy_from(file, table, *args, **kwargs)

    def callproc(self, procname: Any, parameters: Any = None) -> None:
        self._check(f"CALL {procname}")
        super().callproc(procname, parameters)

    def _check(self, query: Any) -> None:
        statement = _text(query, self)
        if table_written(statement) is not None and (who := who_may_not()):
            raise WriteOutsideAnActionError(who, statement)


def _text(query: Any, cursor: DriverCursor) -> str:
    if isinstance(query, str):
        return query
    return bytes(query).decode() if isinstance(query, bytes) else str(query.as_string(cursor))
