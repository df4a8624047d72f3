"""What a log line must not hold, and what each has."""

import logging
import re

from socialrx import request_id

LINE = "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"
TOKEN = re.compile(r"(/(?:provider/(?:answer|listing|register)|me/(?:sign-in|how-was-it)|accounts/invitation)/)[^/\s]+")
DEFECT = 500


class Line(logging.Formatter):
    """Leaves the token out of a mailed link's address: Django logs the address of each request that it refuses."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1...", super().format(record))


class OneLine(logging.Filter):
    """A request's id for each record, and no traceback of what was no defect: a refusal is one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.current.get()
        if getattr(record, "status_code", DEFECT) != DEFECT:
            record.exc_info = None
            record.exc_text = None
        return True


def configuration(level: str) -> dict[str, object]:
    """Django's `LOGGING`: one line for each record, from a level on, to the standard error.

    Ids and counts only: a log line never holds a name, an NHS number, a message body or the token of a mailed link.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"class": "socialrx.logs.Line", "format": LINE}},
        "filters": {"one line": {"()": "socialrx.logs.OneLine"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one line"]}},
        "root": {"handlers": ["stderr"], "level": level},
        # Its warnings quote what Notify says of an address.
        "loggers": {"notifications_python_client": {"level": "ERROR"}},
    }
