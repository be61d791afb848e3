"""The landscape of a formula: its loss, and its derivatives by symbolic differentiation."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, Self

from landscapes.base import Array, Interval, Landscape, LandscapeError, Minimum, refuse
from landscapes.expression.derivatives import differentiate
from landscapes.expression.graph import Graph
from landscapes.expression.program import Program
from landscapes.expression.syntax import parse
from landscapes.plane import symmetric, vector
from landscapes.wording import step_into

MAX_BOUND = 1e9
MIN_WIDTH = 1e-100
_DOMAIN = (
    f"two intervals [low, high] with low < high, within ±{MAX_BOUND:g} "
    f"and at least {MIN_WIDTH:g} wide"
)


@dataclasses.dataclass(frozen=True)
class Expression(Landscape):
    """A formula in x and y over a rectangle; see `landscapes.expression.parse` for its grammar.

    Making one raises ExpressionError (with a position) for a formula that cannot be read and
    LandscapeError for a domain that is not two proper intervals.
    """

    # An example, so that a menu can offer this landscape like every other.
    text: str = "(1 - x)**2 + 100*(y - x**2)**2"
    intervals: tuple[Interval, Interval] = ((-2.0, 2.0), (-1.0, 3.0))

    name: ClassVar[str] = "expression"
    title: ClassVar[str] = "Expression"
    formula: ClassVar[str] = "a formula of your own in x and y"
    source: ClassVar[str] = "yours"

    def __post_init__(self) -> None:
        _intervals(self.intervals)
        if not isinstance(self.text, str):
            raise refuse("parameters.loss", self.text, "a formula in x and y, as text")
        parse(self.text)
        # What the class says of all formulas, this one says of itself.
        object.__setattr__(self, "formula", self.text)

    @classmethod
    def create(cls, parameters: Mapping[str, Any], domain: object = None) -> Self:
        for name in parameters:
            if name != "loss":
                raise refuse(step_into("parameters", name), name, "an expression has only loss")
        if "loss" not in parameters:
            raise LandscapeError(
                "parameters.loss", "'loss' is missing; a formula in x and y, as text"
            )
        if domain is None:
            raise LandscapeError("domain", f"'domain' is missing; {_DOMAIN}")
        return cls(parameters["loss"], _intervals(domain))

    def describe(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "parameters": {"loss": self.text},
            "domain": [list(interval) for interval in self.intervals],
        }

    @property
    def domain(self) -> tuple[Interval, ...]:
        return self.intervals

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return ()

    def loss(self, points: Array) -> Array:
        return _programs(self.text).loss(points)[0]

    def gradient(self, points: Array) -> Array:
        along_x, along_y = _programs(self.text).gradient(points)
        return vector(along_x, along_y, points)

    def hessian(self, points: Array) -> Array:
        xx, xy, yy = _programs(self.text).hessian(points)
        return symmetric(xx, xy, yy, points)


class _Programs(NamedTuple):
    loss: Program
    gradient: Program
    hessian: Program


@functools.lru_cache(maxsize=64)
def _programs(text: str) -> _Programs:
    formula = parse(text)
    graph = Graph(formula.nodes)
    x, y = (differentiate(graph, formula.root, variable) for variable in (0, 1))
    xx, xy, yy = (differentiate(graph, *of) for of in ((x, 0), (x, 1), (y, 1)))
    return _Programs(Program(graph, formula.root), Program(graph, x, y), Program(graph, xx, xy, yy))


def _intervals(domain: object) -> tuple[Interval, Interval]:
    if not isinstance(domain, list | tuple) or len(domain) != 2:
        raise refuse("domain", domain, _DOMAIN)
    x, y = (_interval(f"domain[{axis}]", interval) for axis, interval in enumerate(domain))
    return x, y


def _interval(field: str, interval: object) -> Interval:
    if not isinstance(interval, list | tuple) or len(interval) != 2:
        raise refuse(field, interval, _DOMAIN)
    low, high = interval
    # So narrow an interval that a grid's points would coincide is as bad as an empty one.
    if not (_is_bound(low) and _is_bound(high)) or (
        high - low <= max(MIN_WIDTH, 1e-9 * max(abs(low), abs(high)))
    ):
        raise refuse(field, interval, _DOMAIN)
    return float(low), float(high)


def _is_bound(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= MAX_BOUND  # NaN is not
