"""The formula as a graph: every sub-expression once, arguments before their users.

Sharing keeps derivatives small (they repeat the formula's parts over and over), and the order
lets everything that follows be a plain loop, so that no text can exhaust Python's stack.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple


class Node(NamedTuple):
    """One sub-expression: an operation on earlier nodes, or a `number`, or a `variable`.

    `arguments` are positions in the graph; `value` is the number, or the variable's index.
    """

    operation: str
    arguments: tuple[int, ...] = ()
    value: float = 0.0


class Formula(NamedTuple):
    """A parsed formula: nodes, each after its arguments; `root` is the position of the whole."""

    nodes: tuple[Node, ...]
    root: int


class Graph:
    """Builds nodes, finds those that exist already, and simplifies as it goes.

    Constants are folded at once, to infinity or NaN where they have no finite value.
    """

    def __init__(self, nodes: tuple[Node, ...] = ()) -> None:
        self.nodes: list[Node] = list(nodes)
        self._found = {node: index for index, node in enumerate(self.nodes)}

    def constant(self, index: int) -> float | None:
        """The number at a position, None where something else stands."""
        node = self.nodes[index]
        return node.value if node.operation == "number" else None

    def reachable(self, *roots: int) -> list[int]:
        """Positions of everything that `roots` depend on, themselves included, in order."""
        needed, open_ends = set(roots), list(roots)
        while open_ends:
            fresh = set(self.nodes[open_ends.pop()].arguments) - needed
            needed |= fresh
            open_ends += fresh
        return sorted(needed)

    def number(self, value: float) -> int:
        return self._node(Node("number", value=float(value)))

    def variable(self, index: int) -> int:
        return self._node(Node("variable", value=float(index)))

    def add(self, a: int, b: int) -> int:
        if a == b:
            return self.multiply(self.number(2.0), a)
        if self.constant(a) == 0:
            return b
        if self.constant(b) == 0:
            return a
        if self.nodes[b].operation == "negative":
            return self.subtract(a, self.nodes[b].arguments[0])
        return self._fold("add", a, b)

    def subtract(self, a: int, b: int) -> int:
        if self.constant(b) == 0:
            return a
        if self.constant(a) == 0:
            return self.negative(b)
        if self.nodes[b].operation == "negative":
            return self.add(a, self.nodes[b].arguments[0])
        return self._fold("subtract", a, b)

    def negative(self, a: int) -> int:
        factor, rest = self._factor(a)
        if factor == -1:
            return rest
        return (
            self._fold("negative", a) if factor == 1 else self.multiply(self.number(-factor), rest)
        )

    def multiply(self, a: int, b: int) -> int:
        """a·b, its numbers and signs gathered into one factor in front."""
        (first, left), (second, right) = self._factor(a), self._factor(b)
        factor = first * second
        if first == 0 or second == 0:
            return self.number(0.0)
        if factor == 0 or (math.isinf(factor) and math.isfinite(first) and math.isfinite(second)):
            return self._fold("multiply", a, b)  # gathered, the numbers would leave the range
        product = self._product(left, right)
        if factor == 1:
            return product
        if factor == -1 and self.constant(product) is None:
            return self._fold("negative", product)
        return self._fold("multiply", self.number(factor), product)

    def divide(self, a: int, b: int) -> int:
        if self.constant(b) == 1:
            return a
        if self.constant(a) == 0 and self.constant(b) is None:
            return a
        return self._fold("divide", a, b)

    def power(self, a: int, b: int) -> int:
        if self.constant(b) == 1:
            return a
        if self.constant(b) == 0:
            return self.number(1.0)
        return self._fold("power", a, b)

    def function(self, name: str, *arguments: int) -> int:
        """What numpy, torch and Python's `math` call by this name, of so many arguments."""
        return self._fold(name, *arguments)

    def pick(self, a: int, b: int, chosen: int, otherwise: int, *, equal: bool = False) -> int:
        """`chosen` where a > b (or with `equal` a ≥ b), else `otherwise`: what min, max and where
        and their slopes are."""
        if chosen == otherwise:
            return chosen
        left, right = self.constant(a), self.constant(b)
        if left is not None and right is not None:
            return chosen if left > right or (equal and left == right) else otherwise
        operation = "pick_at_least" if equal else "pick"
        return self._node(Node(operation, (a, b, chosen, otherwise)))

    def _factor(self, index: int) -> tuple[float, int]:
        """What stands at a position as a number times something that starts with none."""
        node = self.nodes[index]
        match node.operation:
            case "number":
                return node.value, self.number(1.0)
            case "negative":
                return -1.0, node.arguments[0]
            case "multiply":
                front = self.constant(node.arguments[0])
                if front is not None:
                    return front, node.arguments[1]
        return 1.0, index

    def _product(self, a: int, b: int) -> int:
        if self.constant(a) == 1:
            return b
        return a if self.constant(b) == 1 else self._fold("multiply", a, b)

    def _fold(self, operation: str, *arguments: int) -> int:
        values = [self.constant(index) for index in arguments]
        numbers = [value for value in values if value is not None]
        if len(numbers) == len(values):
            return self.number(_evaluate(operation, numbers))
        return self._node(Node(operation, arguments))

    def _node(self, node: Node) -> int:
        if node.operation == "number" and math.isnan(node.value):
            self.nodes.append(node)  # NaN is unequal to itself, so it is never found again
            return len(self.nodes) - 1
        if node not in self._found:
            self._found[node] = len(self.nodes)
            self.nodes.append(node)
        return self._found[node]


_ARITHMETIC: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "negative": lambda a: -a,
    "power": math.pow,
    "abs": abs,
    "sign": lambda a: float(a > 0) - float(a < 0),
    "floor": lambda a: math.floor(a) if math.isfinite(a) else a,
}


def _evaluate(operation: str, numbers: list[float]) -> float:
    function = _ARITHMETIC.get(operation) or getattr(math, operation)
    try:
        return float(function(*numbers))
    except OverflowError:
        return math.inf
    except (ValueError, ZeroDivisionError):
        return math.nan
