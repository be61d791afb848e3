"""What a step of each base rule is made of: the torch-free counterpart of the table of rules.

All that tells one base from another where a step is explained is read from this table, so that a
base which is missing here is refused instead of being taken for Adam.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from core.experiment.experiment import MethodSpec

Moment = Literal["average", "sum"]


@dataclasses.dataclass(frozen=True)
class Shape:
    """The moments of a base rule and the hyperparameters that they keep by; "" where it has none.

    `first` is an average, β·m + (1 − β)·g, or a sum, μ·b + g, named by `letter`; the second
    moment is always an average of squares. `corrected` moments are divided by 1 − βᵗ.
    """

    first: Moment | None = None
    letter: str = ""
    first_keeps: str = ""
    second_keeps: str = ""
    second_symbol: str = ""
    corrected: bool = False


_ADAM = Shape("average", "m", "beta1", "beta2", "β₂", corrected=True)
SHAPES: dict[str, Shape] = {
    "adam": _ADAM,
    "adamw": _ADAM,
    "sgd": Shape(),
    "sgdm": Shape("sum", "b", "momentum"),
    "rmsprop": Shape(second_keeps="smoothing", second_symbol="γ"),
}


def shape_of(spec: MethodSpec) -> Shape:
    """The shape of a method's base rule; NotImplementedError for one that is not in the table."""
    name = spec.row.base.name
    if name not in SHAPES:
        raise NotImplementedError(f"what a step of the base rule {name!r} is made of is not told")
    return SHAPES[name]
