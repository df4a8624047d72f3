"""What a log line must not hold."""

import logging
import re

TOKEN = re.compile(r"(/(?:provider/(?:answer|listing|register)|me/(?:sign-in|how-was-it)|accounts/invitation)/)[^/\s]+")


class Line(logging.Formatter):
    """Leaves the token out of a mailed link's address: Django logs the address of each request that it refuses."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1...", super().format(record))
