"""Runs a formula's graph on arrays: one pass, every value dropped after its last use."""

from __future__ import annotations

import contextlib
import math
import operator
from collections.abc import Callable
from typing import Any

from landscapes.base import Array
from landscapes.expression.graph import Graph
from landscapes.namespace import array_namespace

_OPERATORS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "negative": operator.neg,
}
_LANES = 16
"""What a vectorised function takes at a time: the rest of an array it rounds otherwise."""


class Program:
    """Computes some nodes of a graph for points (..., 2)."""

    def __init__(self, graph: Graph, *outputs: int) -> None:
        order = graph.reachable(*outputs)
        register = {index: place for place, index in enumerate(order)}
        self._outputs = tuple(register[index] for index in outputs)
        self._start: list[Any] = [None] * len(order)
        self._variables: list[tuple[int, int]] = []
        self._steps: list[tuple[int, str, tuple[int, ...]]] = []
        for place, index in enumerate(order):
            node = graph.nodes[index]
            if node.operation == "number":
                self._start[place] = node.value
            elif node.operation == "variable":
                self._variables.append((place, int(node.value)))
            else:
                arguments = tuple(register[argument] for argument in node.arguments)
                self._steps.append((place, node.operation, arguments))
        self._computed = frozenset(place for place, _, _ in self._steps)
        self._spent = self._last_uses()

    def __call__(self, points: Array) -> tuple[Array, ...]:
        """The outputs, each of shape (...), whatever they depend on."""
        xp = array_namespace(points)
        values = list(self._start)
        for place, axis in self._variables:
            values[place] = points[..., axis]
        # Outside a function's own domain the result is NaN, which is no cause for a warning.
        with xp.errstate(all="ignore") if hasattr(xp, "errstate") else contextlib.nullcontext():
            for (place, operation, arguments), spent in zip(self._steps, self._spent, strict=True):
                operands = [values[argument] for argument in arguments]
                values[place] = _apply(xp, operation, operands, points)
                for argument in spent:
                    values[argument] = None
        return tuple(
            values[place] if place in self._computed else _spread(xp, values[place], points)
            for place in self._outputs
        )

    def _last_uses(self) -> list[tuple[int, ...]]:
        """For each step, the registers that nothing needs after it."""
        kept, spent = set(self._outputs), []
        for _, _, arguments in reversed(self._steps):
            spent.append(tuple(set(arguments) - kept))
            kept |= set(arguments)
        return spent[::-1]


def _apply(xp: Any, operation: str, operands: list[Any], points: Array) -> Array:
    if operation in _OPERATORS:
        return _OPERATORS[operation](*operands)
    if operation in ("pick", "pick_at_least"):
        a, b, chosen, otherwise = operands
        if isinstance(chosen, float):  # two plain numbers would lose the points' precision
            chosen = _spread(xp, chosen, points)
        return xp.where(a > b if operation == "pick" else a >= b, chosen, otherwise)
    if operation == "power":
        product = isinstance(operands[1], float) and operands[1] in (2.0, 3.0)
        return operator.pow(*operands) if product else _whole(xp, operator.pow, *operands)
    if len(operands) > 1:  # torch takes no plain numbers there
        operands = [_spread(xp, o, points) if isinstance(o, float) else o for o in operands]
        return _whole(xp, getattr(xp, operation), *operands)
    return getattr(xp, operation)(*operands)


def _whole(xp: Any, function: Callable[..., Array], *operands: Any) -> Array:
    """A function of two numbers, each result the same, bit for bit, however many come with it.

    numpy's are so; torch rounds those otherwise that are left over from its vectors.
    """
    if hasattr(xp, "errstate"):
        return function(*operands)
    shape = next(operand.shape for operand in operands if not isinstance(operand, float))
    count = math.prod(shape)
    if count % _LANES == 0:
        return function(*operands)

    def filled(operand: Any) -> Any:
        if isinstance(operand, float):
            return operand
        flat = operand.reshape(-1)
        return xp.concat((flat, xp.ones_like(flat[:1]).expand(-count % _LANES)))

    return function(*map(filled, operands))[:count].reshape(shape)


def _spread(xp: Any, value: Any, points: Array) -> Array:
    """A number, or a variable as it is, as a new array of shape (...)."""
    return xp.zeros_like(points[..., 0]) + value
