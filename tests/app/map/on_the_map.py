"""Where things are on a painted map."""

from __future__ import annotations

import numpy as np
from scene import line, rgb

DOWN = line((2.5, 3.0), (2.5, -3.0))


def near(colour: np.ndarray, other: str, tolerance: int = 40) -> bool:
    return bool(np.abs(colour - rgb(other)).max() <= tolerance)


FOUR = ("adam", "adam+sam", "adam+cg", "adam+cm")
