"""One sub-step of a step, as people read it and as the map draws it."""

from __future__ import annotations

import dataclasses

from landscapes.base import Array

Vector = tuple[float, ...]


@dataclasses.dataclass(frozen=True)
class SubStep:
    """One line of the list: what is computed, with which numbers, and what it means.

    `vector` is the arrow that shows it and `origin` where that starts, both in the landscape's
    coordinates; None for what is no direction. An arrow `to_scale` is a way that θ goes; any other
    is a push, the negative of the quantity named by `symbol`, and only comparable to pushes.
    """

    key: str
    name: str
    formula: str
    numbers: str
    sentence: str
    vector: Vector | None
    origin: Vector | None
    symbol: str = ""
    to_scale: bool = False


def as_vector(array: Array) -> Vector:
    """An array (D,) as a plain tuple of numbers."""
    return tuple(float(component) for component in array)
