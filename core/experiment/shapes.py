"""What a step of a base rule is made of, said once and without torch.

The table of methods has a shape for every base; the rules take their direction from it, and
anatomy, charts and tests their moments and letters too. The moments' own mathematics on tensors
stands in `core.stepping.rules`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Literal

from landscapes.base import Array

Moment = Literal["average", "sum"]


@dataclasses.dataclass(frozen=True)
class Direction:
    """What is stepped along where that is not the first moment itself.

    `of(m, g, keep, t)` makes it from the first moment after step t, the gradient used in it and
    the share that the moment keeps, on numpy arrays and on tensors alike. `letter` names it,
    `formula` is written in the letters of its shape, and the `sentence` says what it is for.
    """

    letter: str
    name: str
    formula: str
    sentence: str
    of: Callable[[Array, Array, Any, Any], Array]


@dataclasses.dataclass(frozen=True)
class Shape:
    """The moments of a base rule and the hyperparameters that they keep by; "" where it has none.

    `first` is an average, β·m + (1 − β)·g, or a sum, μ·b + g, named by `letter`; the second
    moment is always an average of squares. `corrected` moments are divided by 1 − βᵗ. What is
    stepped along is the `direction`, and the first moment where there is none.
    """

    first: Moment | None = None
    letter: str = ""
    first_keeps: str = ""
    second_keeps: str = ""
    second_symbol: str = ""
    corrected: bool = False
    direction: Direction | None = None
