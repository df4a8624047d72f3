"""Many who act at the same moment, each in a thread and on a database connection of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection

Act = Callable[[], Any]


class Crowd:
    """A fixed number of actors; `act` lets all of them start together and gives what each of them got."""

    def __init__(self, size: int, pool: ThreadPoolExecutor) -> None:
        self.size = size
        self._pool = pool
        self._start = Barrier(size)

    def act(self, acts: list[Act]) -> list[Any]:
        """The results, in order; an error of one of them is raised."""
        assert len(acts) == self.size
        return list(self._pool.map(self._run, acts))

    def _run(self, act: Act) -> Any:
        self._start.wait(60)
        return act()


@contextmanager
def crowd(size: int) -> Iterator[Crowd]:
    """A crowd whose connections are closed in the end."""
    with ThreadPoolExecutor(size) as pool:
        gathered = Crowd(size, pool)
        try:
            yield gathered
        finally:
            # Looked up in its thread: `connection` is another one in each.
            gathered.act([lambda: connection.close()] * size)  # noqa: PLW0108
