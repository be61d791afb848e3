"""Symbolic derivatives of a formula's graph: exact, and as fast to evaluate as the formula."""

from __future__ import annotations

import math
from collections.abc import Callable

from landscapes.expression.graph import Graph


def differentiate(graph: Graph, root: int, variable: int) -> int:
    """Add d(root)/d(variable) to the graph and return its position.

    Where a function has a kink (abs, min, max) or a jump (sign, floor, where) the derivative of
    one side is taken.
    """
    zero = graph.number(0.0)
    slopes: dict[int, int] = {}
    for index in graph.reachable(root):
        node = graph.nodes[index]
        if node.operation == "variable":
            slopes[index] = graph.number(1.0 if node.value == variable else 0.0)
        elif all(slopes[argument] == zero for argument in node.arguments):
            slopes[index] = zero
        else:
            inner = tuple(slopes[argument] for argument in node.arguments)
            slopes[index] = _RULES[node.operation](graph, index, node.arguments, inner)
    return slopes[root]


Rule = Callable[[Graph, int, tuple[int, ...], tuple[int, ...]], int]


def _linear(name: str) -> Rule:
    return lambda graph, f, args, d: getattr(graph, name)(*d)


def _product(graph: Graph, f: int, args: tuple[int, ...], d: tuple[int, ...]) -> int:
    return graph.add(graph.multiply(d[0], args[1]), graph.multiply(args[0], d[1]))


def _quotient(graph: Graph, f: int, args: tuple[int, ...], d: tuple[int, ...]) -> int:
    # (a/b)' = (a' − f·b')/b
    return graph.divide(graph.subtract(d[0], graph.multiply(f, d[1])), args[1])


def _power(graph: Graph, f: int, args: tuple[int, ...], d: tuple[int, ...]) -> int:
    # (a^b)' = b·a^(b−1)·a' + a^b·log(a)·b'; a term whose slope is zero vanishes on the way
    base, exponent = args
    lower = graph.power(base, graph.subtract(exponent, graph.number(1.0)))
    by_base = graph.multiply(graph.multiply(exponent, lower), d[0])
    if graph.constant(d[1]) == 0:
        return by_base
    by_exponent = graph.multiply(graph.multiply(f, graph.function("log", base)), d[1])
    return graph.add(by_base, by_exponent)


def _pick(graph: Graph, f: int, args: tuple[int, ...], d: tuple[int, ...]) -> int:
    return graph.pick(args[0], args[1], d[2], d[3])


def _pick_at_least(graph: Graph, f: int, args: tuple[int, ...], d: tuple[int, ...]) -> int:
    return graph.pick(args[0], args[1], d[2], d[3], equal=True)


def _hypotenuse(graph: Graph, f: int, args: tuple[int, ...], d: tuple[int, ...]) -> int:
    # (√(a² + b²))' = (a·a' + b·b')/f
    top = graph.add(graph.multiply(args[0], d[0]), graph.multiply(args[1], d[1]))
    return graph.divide(top, f)


def _angle(graph: Graph, f: int, args: tuple[int, ...], d: tuple[int, ...]) -> int:
    # (atan2(a, b))' = (b·a' − a·b')/(a² + b²)
    a, b = args
    two = graph.number(2.0)
    top = graph.subtract(graph.multiply(b, d[0]), graph.multiply(a, d[1]))
    return graph.divide(top, graph.add(graph.power(a, two), graph.power(b, two)))


def _chain(outer: Callable[[Graph, int, int], int]) -> Rule:
    """The rule of a function f(u) whose derivative f′ is built from f and u."""
    return lambda graph, f, args, d: graph.multiply(outer(graph, f, args[0]), d[0])


def _over_root(graph: Graph, u: int, top: float) -> int:
    """top / √(1 − u²)."""
    return graph.divide(graph.number(top), graph.function("sqrt", _one_and(graph, u, -1.0)))


def _one_and(graph: Graph, u: int, factor: float) -> int:
    """1 + factor·u²."""
    square = graph.power(u, graph.number(2.0))
    return graph.add(graph.number(1.0), graph.multiply(graph.number(factor), square))


_RULES: dict[str, Rule] = {
    "add": _linear("add"),
    "subtract": _linear("subtract"),
    "negative": _linear("negative"),
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "pick": _pick,
    "pick_at_least": _pick_at_least,
    "hypot": _hypotenuse,
    "atan2": _angle,
    "sin": _chain(lambda graph, f, u: graph.function("cos", u)),
    "cos": _chain(lambda graph, f, u: graph.negative(graph.function("sin", u))),
    "tan": _chain(lambda graph, f, u: _one_and(graph, f, 1.0)),
    "asin": _chain(lambda graph, f, u: _over_root(graph, u, 1.0)),
    "acos": _chain(lambda graph, f, u: _over_root(graph, u, -1.0)),
    "atan": _chain(lambda graph, f, u: graph.divide(graph.number(1.0), _one_and(graph, u, 1.0))),
    "sinh": _chain(lambda graph, f, u: graph.function("cosh", u)),
    "cosh": _chain(lambda graph, f, u: graph.function("sinh", u)),
    "tanh": _chain(lambda graph, f, u: _one_and(graph, f, -1.0)),
    "exp": _chain(lambda graph, f, u: f),
    "log": _chain(lambda graph, f, u: graph.divide(graph.number(1.0), u)),
    "log10": _chain(lambda graph, f, u: graph.divide(graph.number(1.0 / math.log(10.0)), u)),
    "sqrt": _chain(lambda graph, f, u: graph.divide(graph.number(0.5), f)),
    "abs": _chain(lambda graph, f, u: graph.function("sign", u)),
    "sign": _chain(lambda graph, f, u: graph.number(0.0)),
    "floor": _chain(lambda graph, f, u: graph.number(0.0)),
}
