"""Which library's functions an array answers to: numpy's own, or torch's behind one interface;
and what one of them does sooner than the interface can say."""

from __future__ import annotations

from typing import Any

import array_api_compat
import numpy as np

from landscapes.base import Array

_FOUND: dict[type, Any] = {}


def array_namespace(points: Array) -> Any:
    """The array interface of numpy arrays or torch tensors; one look-up for each type of array.

    numpy has had the interface itself since 2.0. Its wrapper would import all of numpy's corners,
    which takes a fifth of a second before the first map.
    """
    found = _FOUND.get(type(points))
    if found is None:
        own = array_api_compat.is_numpy_array(points)
        found = array_api_compat.array_namespace(points, use_compat=False if own else None)
        _FOUND[type(points)] = found
    return found


def plus_product(values: Array, ones: Array, others: Array) -> Array:
    """values + ones · others, in the values' own place. Torch does it in one pass over memory, and
    rounds once where numpy rounds twice."""
    if isinstance(values, np.ndarray):
        values += ones * others
        return values
    return values.addcmul_(ones, others)
