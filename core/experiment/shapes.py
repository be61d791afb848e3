"""What a step of a base rule is made of, said once and without torch.

The table of methods has a shape for every base; the rules take their direction from it, and
anatomy, charts and tests their moments and letters too. The moments' own mathematics on tensors
stands in `core.stepping.rules`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

from landscapes.base import Array

Moment = Literal["average", "sum"]


class Direction(NamedTuple):
    """What is stepped along where that is not the first moment itself: p·m + q·g.

    `weights(h, t)` are p and q in step t = 1, 2, …; h has the base's hyperparameters by name, each
    a number, or a tensor where many problems are run at once: plain arithmetic serves both. A rule
    with corrected moments divides the sum by 1 − βᵗ, so p and q are what they are before that.
    Weights that hang on all steps before t take their product from `product`.
    `letter` names the sum, `formula` is its right-hand side, written with p and q, and {m} and {g}
    for the names of the two ("p·{m} + q·{g}"), and the `sentence` says what it is for.
    """

    letter: str
    name: str
    formula: str
    sentence: str
    weights: Callable[[Mapping[str, Any], int], tuple[Any, Any]]

    def of(self, m: Array, g: Array, h: Mapping[str, Any], t: int) -> Array:
        """The direction of step t from the first moment after it and the gradient used in it, on
        numpy arrays and on tensors alike."""
        on_moment, on_gradient = self.weights(h, t)
        return m * on_moment + g * on_gradient


def product(factor: Callable[..., Any], settings: tuple[Any, ...], t: int) -> Any:
    """factor(*settings, 1) · … · factor(*settings, t), and 1 for t = 0.

    Numbers are multiplied once and looked up afterwards, so that a run of T steps asks for about
    log T products and not for T²/2 factors; `factor` gets the steps as an array then. Where a
    setting is a tensor, with a number for each problem, it gets them one by one.
    """
    if all(isinstance(one, int | float) for one in settings):
        return float(_products(factor, settings, 1 << t.bit_length())[t])
    return math.prod(factor(*settings, step) for step in range(1, t + 1))


@functools.lru_cache(maxsize=16)
def _products(factor: Callable[..., Any], settings: tuple[float, ...], count: int) -> Array:
    """The products for t < count, a power of 2."""
    return np.cumprod([1.0, *np.ones(count - 1) * factor(*settings, np.arange(1, count))])


class Shape(NamedTuple):
    """The moments of a base rule and the hyperparameters that they keep by; "" where it has none.

    `first` is an average, β·m + (1 − β)·g, or a sum, μ·b + g, named by `letter`; the second
    moment is always an average of squares. `corrected` moments are divided by 1 − βᵗ. What is
    stepped along is the `direction`, and the first moment where there is none.
    """

    first: Moment | None = None
    letter: str = ""
    first_keeps: str = ""
    second_keeps: str = ""
    corrected: bool = False
    direction: Direction | None = None
