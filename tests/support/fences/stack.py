"""Which pieces of code are at work: the frames of the call stack that belong to the product or to a test."""

import sys
from collections.abc import Iterator
from types import FrameType

OURS = frozenset({"referrals", "devices", "observatory", "socialrx", "tests"})
FENCES = "tests.support.fences"


def ours() -> Iterator[tuple[str, str]]:
    """Module and function of each of our frames, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module: str = frame.f_globals.get("__name__", "")
        if module.partition(".")[0] in OURS and not module.startswith(FENCES):
            yield module, frame.f_code.co_name
        frame = frame.f_back
