"""The functions that a formula may call: the one table that the grammar, its refusals, `list` and
the tests read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from landscapes.expression.graph import Graph

# What numpy, torch and Python's `math` all have, of one argument and of two.
_OF_ONE = (
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "log10",
    "sqrt", "abs", "sign", "floor",
)  # fmt: skip
_OF_TWO = ("atan2", "hypot")


class Function(NamedTuple):
    """How many arguments a function takes (`most` None: any number) and what it adds to a graph,
    given their positions. With `compares` its first argument is a comparison, which comes as the
    positions of two sides and whether equal ones are meant as well."""

    name: str
    least: int
    most: int | None
    build: Callable[..., int]
    compares: bool = False

    @property
    def takes(self) -> str:
        """Its arguments in words."""
        if self.compares:
            return f"a comparison and two values: {self.name}(x > 0, x, -x)"
        if self.most is None:
            return f"{_COUNTS[self.least]} arguments or more, with a comma between"
        plural = "" if self.most == 1 else "s with a comma between"
        return f"{_COUNTS[self.least]} argument{plural}"


_COUNTS = {1: "one", 2: "two"}


def _named(name: str) -> Callable[..., int]:
    return lambda graph, *arguments: graph.function(name, *arguments)


def _relu(graph: Graph, u: int) -> int:
    zero = graph.number(0.0)
    return graph.pick(u, zero, u, zero)


def _greatest(graph: Graph, first: int, *others: int) -> int:
    for other in others:
        first = graph.pick(first, other, first, other)
    return first


def _least(graph: Graph, first: int, *others: int) -> int:
    for other in others:
        first = graph.pick(first, other, other, first)
    return first


def _where(graph: Graph, a: int, b: int, equal: bool, chosen: int, otherwise: int) -> int:
    return graph.pick(a, b, chosen, otherwise, equal=equal)


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        *(Function(name, 1, 1, _named(name)) for name in _OF_ONE),
        Function("ln", 1, 1, _named("log")),
        Function("relu", 1, 1, _relu),
        *(Function(name, 2, 2, _named(name)) for name in _OF_TWO),
        Function("min", 2, None, _least),
        Function("max", 2, None, _greatest),
        Function("where", 3, 3, _where, compares=True),
    )
}
