"""Which pieces of code are at work: the frames of the call stack, and which of them are ours."""

import sys
from collections.abc import Iterator
from types import FrameType

OURS = frozenset({"referrals", "devices", "observatory", "socialrx", "tests"})
FENCES = "tests.support.fences"


def at_work() -> Iterator[tuple[str, str]]:
    """Module and function of each frame, the innermost first, but for the fences' own."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module: str = frame.f_globals.get("__name__", "")
        if not module.startswith(FENCES):
            yield module, frame.f_code.co_name
        frame = frame.f_back


def is_ours(module: str) -> bool:
    """Whether a module belongs to the product or its tests."""
    return module.partition(".")[0] in OURS
