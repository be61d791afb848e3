"""Which of very many starts are drawn: some of all over, the same ones in every layer."""

from __future__ import annotations

import numpy as np

from landscapes.base import Array

CROWD = 256
"""At most so many starts have trails besides the selected one."""
FEW = 4
"""Of more starts than these the selected one alone has arrows: none could be told from another."""


def spread(values: Array, most: int) -> Array:
    """The values themselves, or `most` of them at even distances, the first and last included."""
    if len(values) <= most:
        return values
    return values[np.linspace(0, len(values) - 1, most).astype(np.intp)]
