"""Numbers that add up, as a network: how many values each can have, given what may be known of all of them.

Each number flows along an edge, and at each node as much comes in as goes out. In such a network the whole values that
an edge can have are all those between the lowest and the highest, so it is enough to look how far each can go.
"""

from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Node = Hashable
# No bound that a count could reach.
ENDLESS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """What may be known of a number: it is one of these, ends included."""

    low: int
    high: int

    def holding(self, value: int) -> "Interval":
        """The interval, stretched to the value: late data may have moved it out."""
        return Interval(min(self.low, value), max(self.high, value))


@dataclass(frozen=True, slots=True)
class Edge:
    """A true number between two nodes, and what may be known of it."""

    tail: Node
    head: Node
    value: int
    known: Interval


class Network:
    """The edges with their true numbers; what flows in a trial is put back."""

    def __init__(self, edges: Sequence[Edge]) -> None:
        self.edges = edges
        self._values = [edge.value for edge in edges]
        # Node -> (edge, +1 for one that leaves it and -1 for one that comes in, the other node).
        self._around: dict[Node, list[tuple[int, int, Node]]] = {}
        for index, edge in enumerate(edges):
            self._around.setdefault(edge.tail, []).append((index, 1, edge.head))
            self._around.setdefault(edge.head, []).append((index, -1, edge.tail))

    def candidates(self, index: int, enough: int) -> int:
        """How many values the edge can have, counted up to `enough`; numbers elsewhere change with it."""
        edge = self.edges[index]
        up = self._most(index, edge.head, edge.tail, min(edge.known.high - edge.value, enough - 1))
        down = self._most(index, edge.tail, edge.head, min(edge.value - edge.known.low, enough - 1 - up))
        return min(enough, 1 + up + down)

    def _most(self, without: int, start: Node, end: Node, most: int) -> int:
        """How many units can still flow from one node to another beside this edge."""
        true = self._values.copy()
        found = 0
        while found < most and self._flow(without, start, end):
            found += 1
        self._values = true
        return found

    def _flow(self, without: int, start: Node, end: Node) -> bool:
        """One unit by the shortest way on which each edge can take or give one; False if there is none."""
        came: dict[Node, tuple[int, int, Node]] = {start: (without, 0, start)}
        waiting = deque([start])
        while waiting and end not in came:
            node = waiting.popleft()
            for index, step, other in self._around.get(node, ()):
                if other not in came and index != without and self._is_free(index, step):
                    came[other] = (index, step, node)
                    waiting.append(other)
        if end not in came:
            return False
        while end != start:
            index, step, end = came[end]
            self._values[index] += step
        return True

    def _is_free(self, index: int, step: int) -> bool:
        known = self.edges[index].known
        return self._values[index] < known.high if step > 0 else self._values[index] > known.low
