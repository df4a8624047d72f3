"""Playing many stories at once in the order of time.

A story is a generator: it yields the moment at which it wants to go on, and does its next act when it is resumed.
So a session's register is marked after the acceptances of the weeks before it and before those that follow.
"""

import heapq
from collections.abc import Iterator
from datetime import datetime

Story = Iterator[datetime]


class Diary:
    """Stories by when they go on next; those that want to go on at `until` or later stay as they are then."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._count = 0

    def add(self, story: Story) -> None:
        """Let the story say when it begins."""
        self._wait(self._count, story)
        self._count += 1

    def play(self) -> Iterator[datetime]:
        """Play every story; yields the moment reached after each act."""
        while self._waiting:
            reached, number, story = heapq.heappop(self._waiting)
            self._wait(number, story)
            yield reached

    def _wait(self, number: int, story: Story) -> None:
        moment = next(story, None)
        if moment is not None and moment < self._until:
            heapq.heappush(self._waiting, (moment, number, story))
